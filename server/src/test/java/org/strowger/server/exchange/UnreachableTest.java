package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Phones that were switched off and are registered still, with the running server, over sockets. */
@Timeout(60)
class UnreachableTest {
    /** The first INVITE may leave before the system is asked for ICMP errors; the second half a second later (timer A). */
    private static final int MOST_SENT = 2;

    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.13.1:0]
        bindings: memory
        users:
          alice: {password: wonder}
          bob: {password: builder}
        """;

    @TempDir
    private Path folder;

    private static int call(Subscriber caller, Subscriber callee) {
        return caller.ask("INVITE", callee.aor(), "Contact: <" + caller.contact() + ">")
                .status();
    }

    @Test
    @Rfc("3261 §18.4-1: port unreachable is a failure in sending")
    @Rfc("3261 §16.9-1: which is as good as a 503")
    void endsACallToAPhoneThatWasSwitchedOff() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            assertThat(bob.register("Contact: <" + bob.contact() + ">").status())
                    .isEqualTo(200);
            bob.line().close();

            assertThat(call(alice, bob)).isEqualTo(500);
            assertThat(server.sentTo(bob.line().local()))
                    .filteredOn(sent -> !sent.isResponse())
                    .hasSizeLessThanOrEqualTo(MOST_SENT);
        }
    }

    @Test
    @Rfc("3261 §16.9-1: and the next target is tried")
    void goesOnToTheNextPhone() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder");
                var phone = Telephone.busy()) {
            assertThat(bob.register(
                                    "Contact: <" + bob.contact() + ">;q=1.0",
                                    "Contact: <" + phone.uri("bob") + ">;q=0.5")
                            .status())
                    .isEqualTo(200);
            bob.line().close();

            assertThat(call(alice, bob)).isEqualTo(486);
            assertThat(server.sentTo(bob.line().local()))
                    .filteredOn(sent -> !sent.isResponse())
                    .hasSizeLessThanOrEqualTo(MOST_SENT);
        }
    }
}
