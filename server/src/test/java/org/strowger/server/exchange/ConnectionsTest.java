package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Phones that are reached by the connection they registered over, with the running server, over sockets. */
@Timeout(60)
class ConnectionsTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.0.1:0, tcp://127.0.0.1:0]
        bindings: memory
        users:
          alice: {password: wonder}
          bob: {password: builder}
        """;

    @TempDir
    private Path folder;

    static byte[] answer(SipRequest request, int code, String contact) {
        return request.respond(Status.of(code))
                .toTag(new Tag(Slice.of("bob")))
                .copy(HeaderName.RECORD_ROUTE)
                .header(HeaderName.CONTACT, "<" + contact + ">")
                .write()
                .bytes()
                .toBytes();
    }

    private static int call(Subscriber caller, String callee) {
        return caller.ask("INVITE", callee, "Contact: <" + caller.contact() + ">")
                .status();
    }

    @Test
    @Rfc("5626 §5.3: requests are sent over the flow of the registration")
    @Rfc("7118 §5: .invalid is reached by its connection")
    void areReachedByTheConnectionAloneAndNotAtAllOnceItIsClosed() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.TCP, "bob", "builder")) {
            var contact = "sip:bob@df7jal23ls0d.invalid;transport=tcp";
            assertThat(bob.register("Contact: <" + contact + ">").status()).isEqualTo(200);

            Thread.startVirtualThread(
                    () -> bob.line().send(answer(bob.line().ear().next().request(), 486, contact)));
            assertThat(call(alice, bob.aor())).isEqualTo(486);

            bob.line().close();
            awaitNoBindings(server, alice);
            assertThat(call(alice, bob.aor())).isEqualTo(480);
        }
    }

    @Test
    @Rfc("5626 §5.3: a flow that is gone leads nowhere")
    void areGoneWithAConnectionThatTheirContactNames() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.TCP, "bob", "builder")) {
            assertThat(bob.register("Contact: <" + bob.contact() + ";transport=tcp>")
                            .status())
                    .isEqualTo(200);

            bob.line().close();
            awaitNoBindings(server, alice);
            assertThat(call(alice, bob.aor())).isEqualTo(480);
        }
    }

    /** The server hears of the end when its kernel does: some requests later at most. */
    private static void awaitNoBindings(RunningServer server, Subscriber other) {
        for (int tries = 0; tries < 10_000 && server.exchange().bindings() > 0; tries++) {
            assertThat(other.register().status()).isEqualTo(200);
        }
        assertThat(server.exchange().bindings()).isZero();
    }
}
