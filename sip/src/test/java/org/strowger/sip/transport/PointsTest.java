package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;
import org.strowger.sip.testing.FakeClock;
import org.strowger.sip.testing.Rfc;

class PointsTest {
    private final FakeClock clock = new FakeClock();
    private final LocalAddresses addresses = new LocalAddresses(clock);
    private final Point loopback = point(Listen.parse("udp://127.0.0.1:5060"));
    private final Point tcp = point(Listen.parse("tcp://127.0.0.1:5060"));
    private final Point wildcard = point(Listen.parse("udp://0.0.0.0:5070"));
    private final Point wildcard6 = point(Listen.parse("tcp://[::]:5070"));
    private final Point behindNat =
            point(Listen.parse("udp://127.0.0.3:5080").advertisedAs(Advertised.parse("sip.example.com:5062")));
    private final Points points = new Points(List.of(loopback, tcp, wildcard, wildcard6, behindNat));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UDP | 127.0.0.1       | 5060  | true  | as it is bound",
                "UDP | 127.0.0.1       | 0     | true  | the default port",
                "UDP | 127.0.0.1       | 15070 | false | a phone on this machine",
                "UDP | 127.0.0.2       | 5060  | false | another address",
                "TCP | 127.0.0.1       | 5060  | true  | the same by TCP",
                "TLS | 127.0.0.1       | 5060  | false | nobody listens for TLS",
                "UDP | localhost       | 5060  | true  | bound to loopback",
                "UDP | LocalHost       | 0     | true  | names have no case",
                "UDP | localhost       | 5080  | true  | 127.0.0.3 is loopback as well",
                "UDP | 127.0.0.1       | 5070  | true  | a wildcard has every address",
                "UDP | 127.0.0.9       | 5070  | true  | of the whole loopback net",
                "UDP | localhost       | 5070  | true  | and its name",
                "UDP | 203.0.113.77    | 5070  | false | but not those of others",
                "UDP | [::1]           | 5070  | false | nor IPv6 at an IPv4 wildcard",
                "TCP | [::1]           | 5070  | true  | the IPv6 wildcard has both",
                "TCP | [0:0:0:0:0:0:0:1] | 5070 | true | however it is written",
                "TCP | 127.0.0.1       | 5070  | true  | IPv4 included",
                "UDP | sip.example.com | 5062  | true  | as advertised",
                "UDP | SIP.example.com | 5080  | true  | the name with the bound port",
                "UDP | sip.example.com | 0     | false | but not with another",
                "UDP | 127.0.0.3       | 5080  | true  | the address behind it",
                "UDP | 127.0.0.3       | 5062  | false | not with the advertised port",
                "UDP | example.com     | 5060  | false | a name nobody gave us",
                "UDP | 0.0.0.0         | 5070  | true  | as it was written in the configuration",
            })
    void knowsItsOwnNames(Protocol protocol, String host, int port, boolean ours, String why) {
        assertThat(points.isOurs(protocol, host, port)).as(why).isEqualTo(ours);
    }

    @Test
    void knowsEveryAddressOfThisMachineWhereItListensOnAll() throws SocketException {
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .forEach(address -> assertThat(points.isOurs(Protocol.TCP, Addresses.text(address), 5070))
                        .as("%s", address)
                        .isTrue());
    }

    @Test
    void readsTheAddressesAgainAfterAWhile() {
        assertThat(addresses.facing(literal("127.0.0.2"))).isEqualTo(literal("127.0.0.1"));

        clock.advance(Duration.ofMinutes(1));

        assertThat(addresses.facing(literal("127.0.0.2"))).isEqualTo(literal("127.0.0.1"));
        assertThat(addresses.has(literal("127.0.0.1"))).isTrue();
    }

    @Test
    @Rfc("3261 §18.1.1-6: sent-by is our address and port")
    void givesTheAddressItIsBoundTo() {
        assertThat(loopback.sentBy(literal("127.0.0.9"))).isEqualTo(new SentBy(Protocol.UDP, "127.0.0.1", 5060));
    }

    @Test
    void givesTheAddressThatThePeerSeesWhereItListensOnAll() {
        assertThat(wildcard.sentBy(literal("127.0.0.9"))).isEqualTo(new SentBy(Protocol.UDP, "127.0.0.1", 5070));
        assertThat(wildcard6.sentBy(literal("::1"))).isEqualTo(new SentBy(Protocol.TCP, "[::1]", 5070));
        assertThat(wildcard6.sentBy(literal("127.0.0.1"))).isEqualTo(new SentBy(Protocol.TCP, "127.0.0.1", 5070));
    }

    @Test
    @Rfc("3261 §18.1.1-7: sent-by is the advertised name where there is one")
    void givesWhatIsAdvertised() {
        var withoutPort = point(Listen.parse("udp://127.0.0.1:5090").advertisedAs(Advertised.parse("203.0.113.5")));

        assertThat(behindNat.sentBy(literal("127.0.0.9"))).isEqualTo(new SentBy(Protocol.UDP, "sip.example.com", 5062));
        assertThat(withoutPort.sentBy(literal("127.0.0.9"))).isEqualTo(new SentBy(Protocol.UDP, "203.0.113.5", 5090));
    }

    @Test
    void prefersThePointThatHasTheSourceAddressOfTheRoute() {
        // the route to all of loopback is from 127.0.0.1
        assertThat(points.facing(Protocol.UDP, literal("127.0.0.9"))).hasValue(loopback);
        assertThat(points.facing(Protocol.TCP, literal("::1"))).hasValue(wildcard6);
    }

    @Test
    void reachesNoIpv6PeerFromAnIpv4Address() {
        assertThat(points.facing(Protocol.UDP, literal("::1"))).isEmpty();
        assertThat(points.facing(Protocol.TLS, literal("127.0.0.1"))).isEmpty();
    }

    @Test
    void doesNotReachOutFromLoopbackWhereAnotherPointDoes() {
        var two = new Points(List.of(loopback, wildcard));

        assertThat(two.facing(Protocol.UDP, literal("203.0.113.1"))).hasValue(wildcard);
    }

    @Test
    @Rfc("3261 §18.1.2-1: sent-by of a response must be one of ours")
    void knowsTheViasItMade() {
        assertThat(points.isOurs(via("UDP 127.0.0.1:5060"))).isTrue();
        assertThat(points.isOurs(via("UDP 127.0.0.1"))).isTrue();
        assertThat(points.isOurs(via("TCP 127.0.0.1:5060"))).isTrue();
        assertThat(points.isOurs(via("TLS 127.0.0.1:5060"))).isFalse();
        assertThat(points.isOurs(via("FOO 127.0.0.1:5060"))).isFalse();
        assertThat(points.isOurs(via("UDP 127.0.0.1:5061"))).isFalse();
        assertThat(points.isOurs(via("UDP sip.example.com:5062"))).isTrue();
    }

    private Point point(Listen listen) {
        return new Point(listen, new InetSocketAddress(literal(listen.host()), listen.port()), addresses);
    }

    private static InetAddress literal(String text) {
        return Addresses.literal(text).orElseThrow();
    }

    private static Via via(String text) {
        try {
            return Via.parse(Slice.of("SIP/2.0/" + text + ";branch=z9hG4bK1"));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }
}
