package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Phones that register while their user's other phones ring, with the running server, over sockets. */
@Timeout(60)
class LateRegistrationsTest {
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

    private static byte[] invite(Subscriber caller, Subscriber callee) {
        return TextRequest.of(
                        "INVITE",
                        callee.aor(),
                        caller.line(),
                        "late-" + caller.line().host(),
                        1)
                .with(
                        "From: <sip:carol@elsewhere.test>;tag=c",
                        "To: <" + callee.aor() + ">",
                        "Contact: <" + caller.contact() + ">")
                .bytes();
    }

    @Test
    @Rfc("3261 §16.5-8: the registrar is watched for the duration of processing the request")
    @Rfc("3261 §16.5-9: a phone that registers while another rings is rung")
    @Rfc("3261 §16.5-10: and a registration that is only refreshed rings nobody again")
    void areRungAsWell() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var desk = Subscriber.of(server, Protocol.UDP, "bob", "builder");
                var mobile = Telephone.answering()) {
            desk.register("Contact: <" + desk.contact() + ">");
            alice.line().send(invite(alice, desk));
            var rung = desk.line().ear().next();
            assertThat(rung.startLine()).isEqualTo("INVITE " + desk.contact() + " SIP/2.0");
            desk.line().send(ConnectionsTest.answer(rung.request(), 180, desk.contact()));
            while (alice.line().ear().next().status() != 180) {
                // Trying
            }

            desk.register("Contact: <" + desk.contact() + ">");
            desk.register("Contact: <" + mobile.uri("bob") + ">");

            assertThat(mobile.ear().next().startLine()).isEqualTo("INVITE " + mobile.uri("bob") + " SIP/2.0");
            var answer = alice.line().ear().nextFinal();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.values("Contact")).containsExactly("<" + mobile.uri("phone") + ">");
            assertThat(desk.line().ear().next().startLine())
                    .as("nothing before it: not rung twice")
                    .startsWith("CANCEL ");
        }
    }

    @Test
    @Rfc("3261 §16.5-12: nobody waits for a phone of who has none")
    void areNotAwaitedWhereNoneRings() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            assertThat(alice.line().ask(invite(alice, bob)).status()).isEqualTo(480);
        }
    }

    @Test
    @Rfc("3261 §16.5-9: a number that leads to a user leads to the user's new phone")
    void areRungThroughAnotherAddressOfRecord() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var desk = Subscriber.of(server, Protocol.UDP, "bob", "builder");
                var caller = Subscriber.of(server, Protocol.UDP, "nobody", "none");
                var mobile = Telephone.answering()) {
            desk.register("Contact: <" + desk.contact() + ">");
            alice.register("Contact: <" + desk.aor() + ">");
            caller.line().send(invite(caller, alice));
            assertThat(desk.line().ear().next().startLine()).startsWith("INVITE ");

            desk.register("Contact: <" + mobile.uri("bob") + ">");

            assertThat(caller.line().ear().nextFinal().status()).isEqualTo(200);
        }
    }
}
