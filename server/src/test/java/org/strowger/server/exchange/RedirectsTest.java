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

/** Phones that answer 302, with the running server, over sockets. */
@Timeout(60)
class RedirectsTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.0.1:0, tcp://127.0.0.1:0]
        bindings: memory
        users:
          alice: {password: wonder}
          bob: {password: builder}
          carol: {password: singer}
        """;

    private static final String CAROL = "<sip:carol@example.test>";
    private static final String ELSEWHERE = "<sip:bob@elsewhere.test>";

    @TempDir
    private Path folder;

    /** Bob's phone says 302 with these contacts; carol's answers. What alice gets. */
    private Heard called(String redirects, String... contacts) {
        try (var server = RunningServer.of(CONFIGURATION + "redirects: " + redirects, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder");
                var carol = Subscriber.of(server, Protocol.UDP, "carol", "singer");
                var mobile = Telephone.answering()) {
            bob.register("Contact: <" + bob.contact() + ">");
            carol.register("Contact: <" + mobile.uri("carol") + ">");

            alice.line().send(invite(alice, bob));
            bob.line().send(redirection(bob.line().ear().next().request(), contacts));
            return alice.line().ear().nextFinal();
        }
    }

    private static byte[] invite(Subscriber caller, Subscriber callee) {
        return TextRequest.of(
                        "INVITE",
                        callee.aor(),
                        caller.line(),
                        "moved-" + caller.line().host(),
                        1)
                .with(
                        "From: <sip:dora@elsewhere.test>;tag=d",
                        "To: <" + callee.aor() + ">",
                        "Contact: <" + caller.contact() + ">")
                .bytes();
    }

    private static byte[] redirection(SipRequest request, String... contacts) {
        var answer = request.respond(Status.of(302)).toTag(new Tag(Slice.of("b")));
        for (var contact : contacts) {
            answer.header(HeaderName.CONTACT, contact);
        }
        return answer.write().bytes().toBytes();
    }

    @Test
    @Rfc("3261 §16.7.4: a proxy chooses whether it tries the contacts of a 3xx")
    void arePassedOnUnlessTheyAreToBeFollowed() {
        var answer = called("pass", CAROL);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.values("Contact")).containsExactly(CAROL);
    }

    @Test
    @Rfc("3261 §16.7.4: to the phones of the user that they name")
    void areFollowedToUsersOfOurs() {
        assertThat(called("follow", CAROL).status()).isEqualTo(200);
        assertThat(called("follow", ELSEWHERE, CAROL).status()).isEqualTo(200);
    }

    @Test
    @Rfc("3261 §16.7.4-1: what was tried stands in the response no more, and what was not stands there")
    void areLeftToTheCallerWhereTheyLeadElsewhere() {
        var answer = called("follow", ELSEWHERE, "<sip:alice@example.test>");

        assertThat(answer.status()).as("alice has no phone").isEqualTo(302);
        assertThat(answer.values("Contact")).containsExactly(ELSEWHERE, "<sip:alice@example.test>");
    }

    @Test
    @Rfc("3261 §16.5-10: no phone is rung twice, whoever sends us in circles")
    void areNotFollowedInCircles() {
        assertThat(called("follow", "<sip:bob@example.test>").status()).isEqualTo(302);
    }
}
