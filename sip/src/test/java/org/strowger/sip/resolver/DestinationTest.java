package org.strowger.sip.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

class DestinationTest {
    private static final Set<Protocol> PLAIN = EnumSet.of(Protocol.UDP, Protocol.TCP);
    private static final Set<Protocol> ALL = EnumSet.allOf(Protocol.class);

    @ParameterizedTest
    @CsvSource({
        "sip:a@example.com;transport=tcp,     TCP, example.com, 5060",
        "sip:a@example.com;transport=UDP,     UDP, example.com, 5060",
        "sip:a@example.com:5080,              UDP, example.com, 5080",
        "sip:192.0.2.1,                       UDP, 192.0.2.1,   5060",
        "sip:[2001:db8::1]:5070,              UDP, 2001:db8::1, 5070",
        "sip:a@example.com;maddr=192.0.2.7,   UDP, 192.0.2.7,   5060",
    })
    @Rfc("3263 §4.1-1: the transport of the URI is used")
    @Rfc("3263 §4.1-2: UDP for a sip URI with a numeric host")
    @Rfc("3263 §4.1-3: UDP for a sip URI with a port")
    void followsWhatTheUriSays(String uri, Protocol protocol, String host, int port) throws MalformedMessageException {
        assertThat(Destination.of(Uri.parse(uri), PLAIN::contains)).contains(new Destination(protocol, host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "sips:a@example.com,                TLS, 5061",
        "sips:a@192.0.2.1:5070,             TLS, 5070",
        "sips:a@example.com;transport=tcp,  TLS, 5061",
        "sips:a@example.com;transport=ws,   WSS, 443",
        "sip:a@example.com;transport=ws,    WS,  80",
    })
    @Rfc("3263 §4.1-2: TCP, that is TLS, for a sips URI with a numeric host")
    @Rfc("3263 §4.1-15: TCP, that is TLS, for a sips URI")
    void takesASecureTransportForASipsUri(String uri, Protocol protocol, int port) throws MalformedMessageException {
        var destination = Destination.of(Uri.parse(uri), ALL::contains);

        assertThat(destination).hasValueSatisfying(found -> {
            assertThat(found.protocol()).isEqualTo(protocol);
            assertThat(found.port()).isEqualTo(port);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sips:a@example.com",
        "sip:a@example.com;transport=tls",
        "sip:a@example.com;transport=sctp",
        "sips:a@example.com;transport=udp",
        "tel:+4930123456",
        "http://example.com/",
    })
    void hasNoWayWhereTheTransportIsMissing(String uri) throws MalformedMessageException {
        assertThat(Destination.of(Uri.parse(uri), PLAIN::contains)).isEmpty();
    }

    @Test
    void goesByTcpWhereUdpIsSwitchedOff() throws MalformedMessageException {
        assertThat(Destination.of(Uri.parse("sip:example.com"), Protocol.TCP::equals))
                .contains(new Destination(Protocol.TCP, "example.com", 5060));
    }
}
