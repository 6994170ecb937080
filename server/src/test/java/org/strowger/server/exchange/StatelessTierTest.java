package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** A server in front of others that keeps no state, with the running server, over sockets. */
@Timeout(60)
class StatelessTierTest {
    @TempDir
    private Path folder;

    @Test
    @Rfc("3261 §16.11-1: a stateless proxy sends no 100")
    @Rfc("3261 §16.11-6: what comes again goes the same way")
    @Rfc("3261 §16.11-9: with the same branch")
    @Rfc("3261 §16.11-17: responses go where the next Via says")
    void passesRequestsOnAndResponsesBack() {
        try (var behind = Telephone.answering();
                var server = RunningServer.of("""
                    domains: [example.test]
                    listen: [udp://127.0.0.1:0, tcp://127.0.0.1:0]
                    authentication: off
                    bindings: memory
                    routes: [{forward: "sip:%s:5060;lr", stateless: true}]
                    """.formatted(behind.host()), folder);
                var caller = Line.to(server, Protocol.UDP)) {
            var invite = TextRequest.of("INVITE", "sip:bob@example.test", caller, "tier", 1)
                    .with("From: <sip:alice@elsewhere.test>;tag=a", "To: <sip:bob@example.test>")
                    .with("Contact: <sip:alice@" + caller.host() + ">")
                    .bytes();
            caller.send(invite);
            assertThat(caller.ear().next().status()).isEqualTo(180);
            assertThat(caller.ear().next().status()).isEqualTo(200);
            caller.send(invite);
            assertThat(caller.ear().next().status()).isEqualTo(180);
            assertThat(caller.ear().next().status()).isEqualTo(200);

            var first = behind.ear().next();
            var again = behind.ear().next();
            assertThat(first.startLine()).isEqualTo("INVITE sip:bob@example.test SIP/2.0");
            assertThat(first.values("Record-Route")).isEmpty();
            assertThat(again.values("Via")).isEqualTo(first.values("Via"));
        }
    }
}
