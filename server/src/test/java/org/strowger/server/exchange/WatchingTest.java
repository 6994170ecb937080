package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Who watches registrations at the running server, over sockets; all that takes time is shown with a false clock elsewhere. */
@Timeout(60)
class WatchingTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.0.1:0, tcp://127.0.0.1:0]
        bindings: memory
        users: {bob: {password: builder}}
        """;

    @TempDir
    private Path folder;

    private static Heard notified(Line line) {
        var notify = line.ear().next();
        assertThat(notify.startLine()).startsWith("NOTIFY ");
        line.send(notify.request()
                .respond(Status.OK)
                .toTag(new Tag(Slice.of("w")))
                .write()
                .bytes()
                .toBytes());
        return notify;
    }

    @Test
    @Rfc("5626 §5.3: who has no address is notified on its connection")
    @Rfc("6665 §4.2.1.4: refreshed and ended within the dialog")
    void areNotifiedOnTheirConnection() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var bob = Subscriber.of(server, Protocol.TCP, "bob", "builder")) {
            var contact = "Contact: <sip:bob@df7jal23ls0d.invalid;transport=tcp>";
            bob.register(contact);

            var answer = bob.ask("SUBSCRIBE", bob.aor(), "Event: reg", contact, "Route: <sip:example.test;lr>");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.values("Contact").getFirst()).endsWith(";transport=tcp>");
            var notify = notified(bob.line());
            assertThat(notify.values("Subscription-State")).containsExactly("active;expires=3761");
            assertThat(notify.body()).contains("df7jal23ls0d.invalid", "event=\"registered\"");
        }
    }

    @Test
    @Rfc("3680 §4.6-1: a trusted peer is not asked")
    void trustedPeersWatchEverybody() {
        try (var server = RunningServer.of(CONFIGURATION + "trusted: [127.0.0.0/8]\n", folder);
                var peer = Line.to(server, Protocol.UDP)) {
            var answer = peer.ask(TextRequest.of("SUBSCRIBE", "sip:bob@example.test", peer, "peer", 1)
                    .with(
                            "From: <sip:app@elsewhere.test>;tag=1",
                            "To: <sip:bob@example.test>",
                            "Contact: <sip:app@" + peer.host() + ">",
                            "Event: reg",
                            "Expires: 0")
                    .bytes());

            assertThat(answer.status()).isEqualTo(200);
            var notify = notified(peer);
            assertThat(notify.values("Subscription-State")).containsExactly("terminated;reason=timeout");
            assertThat(notify.body()).contains("state=\"init\"");
        }
    }
}
