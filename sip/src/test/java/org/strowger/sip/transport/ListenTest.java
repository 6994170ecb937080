package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

class ListenTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "udp://127.0.0.1:5060 | UDP | 127.0.0.1 | 5060",
                "tcp://[::]:5070      | TCP | [::]      | 5070",
                "UDP://0.0.0.0        | UDP | 0.0.0.0   | 5060",
                "tcp://[2001:db8::1]  | TCP | [2001:db8::1] | 5060",
                "tcp://sip.example.com:0 | TCP | sip.example.com | 0",
                "udp://127.0.0.1:65535 | UDP | 127.0.0.1 | 65535",
            })
    @Rfc("3261 §18.2.1-2: the default ports unless another is wanted")
    void readsAListeningPoint(String text, Protocol protocol, String host, int port) {
        assertThat(Listen.parse(text)).isEqualTo(new Listen(protocol, host, port, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1:5060 | expected a listening point such as \"udp://192.0.2.1:5060\", found"
                        + " \"127.0.0.1:5060\"",
                "sctp://127.0.0.1 | expected udp, tcp, tls, ws or wss before \"://\", found \"sctp\"",
                "udp://127.0.0.1:65536 | expected a port from 0 to 65535, found \"65536\"",
                "udp://127.0.0.1:sip | expected a port from 0 to 65535, found \"sip\"",
                "udp://127.0.0.1: | expected a port from 0 to 65535, found \"\"",
                "udp://:5060 | expected a host name or an address (IPv6 in brackets), found \"\"",
                "udp://::1 | expected an IPv6 address in brackets, such as \"[::1]:5060\", found \"::1\"",
                "udp://[::g]:5060 | expected a host name or an address (IPv6 in brackets), found \"[::g]\"",
                "udp://a b:5060 | expected a host name or an address (IPv6 in brackets), found \"a b\"",
            })
    void saysWhatItExpected(String text, String error) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Listen.parse(text))
                .withMessage(error);
    }

    @Test
    void readsWhatIsAdvertised() {
        assertThat(Advertised.parse("sip.example.com"))
                .isEqualTo(new Advertised("sip.example.com", OptionalInt.empty()));
        assertThat(Advertised.parse("[2001:db8::1]:5070"))
                .isEqualTo(new Advertised("[2001:db8::1]", OptionalInt.of(5070)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Advertised("a/b", OptionalInt.empty()))
                .withMessage("expected a host name or an address, found \"a/b\"");
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(Listen.parse("udp://[::1]:5070")).hasToString("udp://[::1]:5070");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "udp", "Tcp", "TLS", "ws", "WSS"})
    void knowsAProtocolByItsTokenWhateverItsCase(String token) {
        assertThat(Protocol.of(Slice.of(token)))
                .hasValueSatisfying(protocol -> assertThat(protocol.name()).isEqualToIgnoringCase(token));
    }

    @Test
    void knowsNoOtherProtocol() {
        assertThat(Protocol.of(Slice.of("SCTP"))).isEmpty();
    }

    @Test
    @Rfc("3261 §18-1: connections are kept open for some time after the last message")
    @Rfc("3261 §18-2: at least as long as a transaction may live")
    void keepsAnIdleConnectionLongerThanATransactionLives() {
        var timerC = Duration.ofMinutes(3);
        var sixtyFourT1 = Duration.ofSeconds(32);

        assertThat(ConnectionTimes.USUAL.idle()).isGreaterThan(timerC.plus(sixtyFourT1));
        assertThat(ConnectionTimes.USUAL.connect()).isLessThan(sixtyFourT1);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        var listens = List.of(Listen.parse("udp://127.0.0.1"));
        assertThatIllegalArgumentException().isThrownBy(() -> TransportSettings.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.of(listens).withLoops(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionLimits(0, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectionTimes(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }
}
