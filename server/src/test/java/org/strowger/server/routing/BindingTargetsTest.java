package org.strowger.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.routing.Questions.uri;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Origin;
import org.strowger.server.location.Source;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

class BindingTargetsTest {
    private final BindingTargets connected = new BindingTargets(_ -> true);
    private final BindingTargets unconnected = new BindingTargets(_ -> false);

    private static Binding binding(String contact, Source source, String... path) {
        var origin = new Origin(
                new CallId(Slice.of("call")),
                1,
                List.of(path).stream().map(Slice::of).toList(),
                source,
                Slice.EMPTY);
        return new Binding(uri(contact), 300, Instant.EPOCH, origin);
    }

    private static NextHop hop(Protocol protocol, String host, int port) {
        return new NextHop.Address(protocol, new InetSocketAddress(InetAddress.ofLiteral(host), port));
    }

    @Test
    void goToTheContactAsItIs() {
        var target =
                connected.target(binding("sip:alice@198.51.100.7:5070;x=y", new Source("UDP", "203.0.113.9", 40_000)));

        assertThat(target.uri()).hasToString("sip:alice@198.51.100.7:5070;x=y");
        assertThat(target.hop()).isEmpty();
        assertThat(target.route()).isEmpty();
        assertThat(target.priority()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@10.1.2.3, 203.0.113.9",
        "sip:alice@192.168.1.7:5070, 203.0.113.9",
        "sip:alice@127.0.0.1, 203.0.113.9",
        "sip:alice@169.254.3.4, 203.0.113.9",
        "sip:alice@[fe80::1], 2001:db8::9",
        "sip:alice@df7jal23ls0d.INVALID, 203.0.113.9",
    })
    void goBackWhereTheRegistrationCameFromIfTheContactMeansNothingHere(String contact, String source) {
        assertThat(unconnected
                        .target(binding(contact, new Source("UDP", source, 40_000)))
                        .hop())
                .hasValue(hop(Protocol.UDP, source, 40_000));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@10.1.2.3, 10.1.2.4",
        "sip:alice@127.0.0.1:5070, 127.0.0.1",
        "sip:alice@phone.example.com, 203.0.113.9",
        "sip:alice@host7, 203.0.113.9",
        "tel:+4930123, 203.0.113.9",
    })
    void keepToTheContactOfAPhoneThatIsNotBehindANat(String contact, String source) {
        assertThat(unconnected
                        .target(binding(contact, new Source("UDP", source, 40_000)))
                        .hop())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@10.1.2.3;transport=tcp, true",
        "sip:alice@203.0.113.9:5060;transport=tcp, true",
        "sip:alice@df7jal23ls0d.invalid;transport=ws, true",
        "sip:alice@198.51.100.7;transport=tcp, false",
        "sip:alice@phone.example.com;transport=tcp, false",
    })
    @Rfc("7118 §5: names that end in .invalid are no addresses")
    void useAConnectionThatIsOpenToTheHostOfTheContact(String contact, boolean used) {
        var registered = binding(contact, new Source("TCP", "203.0.113.9", 40_000));

        assertThat(connected.target(registered).hop().filter(hop(Protocol.TCP, "203.0.113.9", 40_000)::equals))
                .matches(hop -> hop.isPresent() == used);
        assertThat(unconnected.target(registered).hop()).isEmpty();
    }

    @Test
    @Rfc("3327 §5.4: the stored Path leads to the contact")
    void goByThePath() {
        var target = connected.target(binding(
                "sip:alice@10.1.2.3",
                new Source("UDP", "203.0.113.9", 40_000),
                "<sip:p1.example;lr>",
                "<sip:p2.example;lr>"));

        assertThat(target.route()).hasToString("[<sip:p1.example;lr>, <sip:p2.example;lr>]");
        assertThat(target.hop()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SCTP, 203.0.113.9", "UDP, somewhere"})
    void keepToTheContactWhereTheWayBackIsNotKnown(String protocol, String host) {
        assertThat(connected
                        .target(binding("sip:alice@10.1.2.3", new Source(protocol, host, 1)))
                        .hop())
                .isEmpty();
    }
}
