package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Phones that send all by the way that the registrar told them, over sockets. */
@Timeout(60)
class ServiceRouteTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.11.3:0, tcp://127.0.11.3:0]
        bindings: memory
        users:
          alice: {password: wonder}
          bob: {password: builder}
        registrations: {service-route: ["sip:orig@example.test;lr", "sip:127.0.11.4:%d;lr"]}
        """;

    @TempDir
    private Path folder;

    @Test
    @Rfc("3608 §6.3-1: fetching returns the same value")
    @Rfc("3608 §6.3: the values, topmost first")
    void isToldInEveryAnswer() {
        try (var server = RunningServer.of(CONFIGURATION.formatted(5060), folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder")) {
            var registered = alice.register("Contact: <" + alice.contact() + ">");
            assertThat(registered.values("Service-Route"))
                    .containsExactly("<sip:orig@example.test;lr>", "<sip:127.0.11.4:5060;lr>");

            assertThat(alice.register().values("Service-Route")).isEqualTo(registered.values("Service-Route"));
        }
    }

    @Test
    @Rfc("3608 §6.1: its values are the preloaded Route of the phone's requests")
    void leadsByUsAndOnward() {
        try (var next = RunningServer.of(
                        "domains: [example.test]\nlisten: udp://127.0.11.4:0\nbindings: memory\nauthentication: off\n",
                        folder);
                var server = RunningServer.of(
                        CONFIGURATION.formatted(next.address(Protocol.UDP).getPort()), folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var phone = Telephone.answering()) {
            var routes = alice.register("Contact: <" + alice.contact() + ">").values("Service-Route");
            assertThat(alice.ask("OPTIONS", "sip:bob@" + phone.host(), "Route: " + routes.getFirst())
                            .status())
                    .isEqualTo(403);

            assertThat(alice.ask("OPTIONS", "sip:bob@example.test", "Route: " + routes.getFirst())
                            .status())
                    .isEqualTo(480);
            var relayed = alice.ask("OPTIONS", "sip:bob@example.test", "Route: " + String.join(", ", routes));
            assertThat(relayed.status()).isEqualTo(404);
            assertThat(next.nextSentTo(server.address(Protocol.UDP)).status()).isEqualTo(404);
        }
    }
}
