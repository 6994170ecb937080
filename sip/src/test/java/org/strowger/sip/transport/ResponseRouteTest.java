package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;
import org.strowger.sip.testing.FakeClock;
import org.strowger.sip.testing.Rfc;

class ResponseRouteTest {
    private static final InetSocketAddress SOURCE = address("192.0.2.99:40000");
    private static final Flow FLOW = new UdpFlow(
            new UdpPoint(
                    new Point(
                            Listen.parse("udp://192.0.2.1"),
                            address("192.0.2.1:5060"),
                            new LocalAddresses(new FakeClock())),
                    List.of()),
            SOURCE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phone.example.com:5070;received=192.0.2.99 | 192.0.2.99:5070",
                "phone.example.com;received=192.0.2.99 | 192.0.2.99:5060",
                "192.0.2.1:5070;received=192.0.2.99 | 192.0.2.99:5070",
                "[2001:db8::1]:5070;received=2001:db8::9 | [2001:db8::9]:5070",
            })
    @Rfc("3261 §18.2.2-7: to received, at the port of sent-by or 5060")
    void goesToReceivedAtThePortOfSentBy(String via, String to) {
        assertThat(unreliable(via)).isEqualTo(address(to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1:5070;received=192.0.2.99;rport=40000 | 192.0.2.99:40000",
                "192.0.2.99:5070;rport=40001;received=192.0.2.99 | 192.0.2.99:40001",
            })
    @Rfc("3581 §4-3: to received, at the port of rport")
    @Rfc("3261 §18.2.2-1: the process of §18.2.2, as RFC 3581 §4 amends it")
    void goesToReceivedAndRport(String via, String to) {
        assertThat(unreliable(via)).isEqualTo(address(to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.99:5070 | 192.0.2.99:5070",
                "192.0.2.99 | 192.0.2.99:5060",
                "[2001:db8::1] | [2001:db8::1]:5060",
                // rport without received is of no use: nobody marked it
                "192.0.2.99:5070;rport=40001 | 192.0.2.99:5070",
                "192.0.2.99:5070;rport | 192.0.2.99:5070",
            })
    @Rfc("3261 §18.2.2-9: not receiver-tagged, to sent-by")
    void goesToSentByWhereNothingWasMarked(String via, String to) {
        assertThat(unreliable(via)).isEqualTo(address(to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.99:5070;maddr=198.51.100.7;received=192.0.2.99;rport=40000 | 198.51.100.7:5070",
                "192.0.2.99;maddr=198.51.100.7 | 198.51.100.7:5060",
            })
    @Rfc("3261 §18.2.2-5: to maddr, at the port of sent-by or 5060")
    void goesToMaddr(String via, String to) {
        assertThat(unreliable(via)).isEqualTo(address(to));
    }

    @ParameterizedTest
    @CsvSource({"224.0.1.75", "ff02::1", "group.example.com"})
    void ignoresAMaddrThatIsAGroupOrAName(String maddr) {
        assertThat(unreliable("192.0.2.99:5070;maddr=" + maddr)).isEqualTo(address("192.0.2.99:5070"));
    }

    @Test
    void goesToTheSourceWhereANameWasNeverMarked() {
        assertThat(unreliable("phone.example.com:5070")).isEqualTo(address("192.0.2.99:5070"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phone.example.com:5070;received=192.0.2.99;rport=40000 | 192.0.2.99:5070",
                "phone.example.com;received=192.0.2.98 | 192.0.2.98:5060",
                "192.0.2.99:5070 | 192.0.2.99:5070",
            })
    @Rfc("3261 §18.2.2-3: a new connection goes to received, at the port of sent-by or the default")
    void reconnectsToReceivedAtThePortOfSentBy(String via, String to) {
        assertThat(ResponseRoute.reconnect(via(via), SOURCE, Protocol.TCP)).isEqualTo(address(to));
    }

    private static InetSocketAddress unreliable(String via) {
        return ResponseRoute.unreliable(via(via), FLOW);
    }

    private static Via via(String sentByAndParameters) {
        try {
            return Via.parse(Slice.of("SIP/2.0/UDP " + sentByAndParameters));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                Addresses.literal(text.substring(0, colon)).orElseThrow(), Integer.parseInt(text.substring(colon + 1)));
    }
}
