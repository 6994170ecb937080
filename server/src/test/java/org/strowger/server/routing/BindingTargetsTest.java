package org.strowger.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.routing.Questions.uri;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Origin;
import org.strowger.server.location.Source;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;
import org.strowger.sip.proxy.Target;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

class BindingTargetsTest {
    private static final String HERE = "192.0.2.100:5060";

    private final BindingTargets connected =
            new BindingTargets((protocol, local, remote) -> Optional.of(new Way(protocol, local, remote)));
    private final BindingTargets unconnected = new BindingTargets((_, _, _) -> Optional.empty());

    private record Way(Protocol protocol, InetSocketAddress local, InetSocketAddress remote) implements Flow {
        @Override
        public boolean isOpen() {
            return true;
        }
    }

    private static Binding binding(String contact, Source source, String... path) {
        var origin = new Origin(
                new CallId(Slice.of("call")),
                1,
                List.of(path).stream().map(Slice::of).toList(),
                source,
                Slice.EMPTY);
        return new Binding(uri(contact), 300, Instant.EPOCH, origin);
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static NextHop hop(Protocol protocol, String host, int port) {
        return new NextHop.Established(new Way(protocol, address("192.0.2.100", 5060), address(host, port)));
    }

    @Test
    void goToTheContactAsItIs() {
        var target = connected
                .target(binding("sip:alice@198.51.100.7:5070;x=y", new Source("UDP", "203.0.113.9", 40_000, HERE)))
                .orElseThrow();

        assertThat(target.uri()).hasToString("sip:alice@198.51.100.7:5070;x=y");
        assertThat(target.hop()).isEmpty();
        assertThat(target.route()).isEmpty();
        assertThat(target.priority()).isEqualTo(300);
    }

    @Test
    @Rfc("5626 §7-4: the request is sent over the flow, from the socket that the registration came to")
    void goBackWhereTheRegistrationCameFromAndFromWhereItCameTo() {
        var registered = binding("sip:alice@10.1.2.3", new Source("UDP", "203.0.113.9", 40_000, HERE));

        assertThat(connected.target(registered).flatMap(Target::hop))
                .hasValue(hop(Protocol.UDP, "203.0.113.9", 40_000));
    }

    @Test
    void goBackFromAnySocketWhereAnOlderVersionDidNotKeepWhich() {
        var registered = binding("sip:alice@10.1.2.3", new Source("UDP", "203.0.113.9", 40_000));

        assertThat(connected.target(registered).flatMap(Target::hop))
                .hasValue(new NextHop.Address(Protocol.UDP, address("203.0.113.9", 40_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@10.1.2.3;transport=tcp, false",
        "sip:alice@203.0.113.9:5060;transport=tcp, true",
        "sip:alice@df7jal23ls0d.invalid;transport=ws, false",
    })
    @Rfc("7118 §5: a name that ends in .invalid is reached by its connection alone")
    void goByAConnectionThatStandsAndElseToAContactThatMayListen(String contact, boolean mayListen) {
        var registered = binding(contact, new Source("TCP", "203.0.113.9", 40_000, HERE));

        assertThat(connected.target(registered).flatMap(Target::hop))
                .hasValue(hop(Protocol.TCP, "203.0.113.9", 40_000));
        assertThat(unconnected.target(registered).isPresent()).isEqualTo(mayListen);
        assertThat(unconnected.target(registered).flatMap(Target::hop)).isEmpty();
    }

    @Test
    @Rfc("3327 §5.4: the stored Path leads to the contact")
    void goByThePath() {
        var target = connected
                .target(binding(
                        "sip:alice@10.1.2.3",
                        new Source("UDP", "203.0.113.9", 40_000, HERE),
                        "<sip:p1.example;lr>",
                        "<sip:p2.example;lr>"))
                .orElseThrow();

        assertThat(target.route()).hasToString("[<sip:p1.example;lr>, <sip:p2.example;lr>]");
        assertThat(target.hop()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SCTP, 203.0.113.9", "UDP, somewhere"})
    void knowNoWayBackWhereItCannotBeRead(String protocol, String host) {
        assertThat(connected
                        .target(binding("sip:alice@10.1.2.3", new Source(protocol, host, 1)))
                        .flatMap(Target::hop))
                .isEmpty();
    }
}
