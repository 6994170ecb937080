package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** What of credentials and challenges passes the running server, and what ends there. */
@Timeout(60)
class CredentialsTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.13.1:0]
        bindings: memory
        users:
          alice: {password: wonder}
          bob: {password: builder}
        """;

    private static final String FOREIGN =
            "Digest username=\"a\", realm=\"elsewhere.test\", nonce=\"n\", uri=\"sip:b@example.test\", response=\"0\"";

    @TempDir
    private Path folder;

    private static TextRequest invite(Line line, int cseq, String... more) {
        return TextRequest.of("INVITE", "sip:bob@example.test", line, "credentials-" + line.host(), cseq)
                .with(
                        "From: <sip:alice@example.test>;tag=1",
                        "To: <sip:bob@example.test>",
                        "Contact: <sip:alice@" + line.host() + ">")
                .with(more);
    }

    private static void acknowledge(Line line, TextRequest invite, Heard failure) {
        var request = Heard.of(invite.bytes()).request();
        line.send(request.failureAck(failure.response()).bytes().toBytes());
    }

    /** The INVITE with the proof that the challenge wants. */
    private static TextRequest proven(TextRequest invite, Heard challenge) {
        var client = new DigestClient(Account.of("alice", "wonder"), new Random(13));
        client.learn(challenge.response());
        var request = Heard.of(invite.bytes()).request();
        var proofs = new ArrayList<String>();
        for (var proof : client.authorize(request.method(), request.requestUri())) {
            proofs.add(proof.name() + ": " + proof.value());
        }
        return invite.with(proofs.toArray(String[]::new));
    }

    private static byte[] challenge(SipRequest request) {
        return request.respond(Status.of(401))
                .toTag(new Tag(Slice.of("bob")))
                .header(HeaderName.WWW_AUTHENTICATE, Slice.of("Digest  realm=\"bob\",nonce=\"1\",algorithm=SHA-256"))
                .header(HeaderName.WWW_AUTHENTICATE, Slice.of("Digest  realm=\"bob\",nonce=\"2\""))
                .write()
                .bytes()
                .toBytes();
    }

    @Test
    @Rfc("7616 §3.8-1: a request that requires authentication is answered 407 with Proxy-Authenticate")
    @Rfc("8760 §2.3-1: by each algorithm once")
    @Rfc("8760 §2.3-2: the most preferred on top")
    @Rfc("3261 §22.3: credentials for our realm end here, those for others go on")
    @Rfc("7616 §3.6-2: Authorization and WWW-Authenticate pass untouched")
    @Rfc("8760 §2.5-2: and in their order")
    void endHereIfTheyAreForOurRealmAndPassOtherwise() {
        var configuration = CONFIGURATION + "authentication: {algorithms: [SHA-512-256, SHA-256, MD5]}\n";
        try (var server = RunningServer.of(configuration, folder);
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder");
                var line = Line.to(server, Protocol.UDP)) {
            bob.register("Contact: <" + bob.contact() + ">");
            var first = invite(line, 1, "Authorization: " + FOREIGN, "Proxy-Authorization: " + FOREIGN);
            var asked = line.ask(first.bytes());
            acknowledge(line, first, asked);
            assertThat(asked.status()).isEqualTo(407);
            assertThat(asked.values("Proxy-Authenticate"))
                    .satisfiesExactly(
                            one -> assertThat(one).contains("algorithm=SHA-512-256"),
                            one -> assertThat(one).contains("algorithm=SHA-256"),
                            one -> assertThat(one).contains("algorithm=MD5"));

            var second = proven(invite(line, 2, "Authorization: " + FOREIGN, "Proxy-Authorization: " + FOREIGN), asked);
            assertThat(Heard.of(second.bytes()).values("Proxy-Authorization")).hasSize(2);
            line.send(second.bytes());
            var arrived = bob.line().ear().next();
            assertThat(arrived.values("Proxy-Authorization")).containsExactly(FOREIGN);
            assertThat(arrived.values("Authorization")).containsExactly(FOREIGN);

            bob.line().send(challenge(arrived.request()));
            var answer = line.ear().nextFinal();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.response().headers().all(HeaderName.WWW_AUTHENTICATE))
                    .extracting(field -> field.value().toString())
                    .isEqualTo(List.of(
                            "Digest  realm=\"bob\",nonce=\"1\",algorithm=SHA-256",
                            "Digest  realm=\"bob\",nonce=\"2\""));
            acknowledge(line, second, answer);
        }
    }

    @Test
    @Rfc("7616 §3.4: a request that comes again in another transaction with the same count is asked again")
    @Rfc("7616 §3.3-2: with stale, for the password was right")
    @Rfc("5922 §8.1-1: and the peer has proved nothing for its next request")
    void serveOnce() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var line = Line.to(server, Protocol.UDP)) {
            var first = invite(line, 1);
            var asked = line.ask(first.bytes());
            acknowledge(line, first, asked);
            var proven = proven(invite(line, 2), asked);
            var refused = line.ask(proven.bytes());
            acknowledge(line, proven, refused);
            assertThat(refused.status()).isEqualTo(480);

            var proof = proven.lines().getLast();
            var replayed = invite(line, 3, proof);
            var again = line.ask(replayed.bytes());
            acknowledge(line, replayed, again);

            assertThat(again.status()).isEqualTo(407);
            assertThat(again.values("Proxy-Authenticate"))
                    .singleElement()
                    .asString()
                    .contains("stale=true");

            var bare = invite(line, 4);
            var last = line.ask(bare.bytes());
            acknowledge(line, bare, last);
            assertThat(last.status()).isEqualTo(407);
        }
    }

    @Test
    @Rfc("8760 §3-1: MD5 that is not offered is not accepted")
    void areNotTakenByAnAlgorithmThatWasNotOffered() {
        var configuration = CONFIGURATION + "authentication: {algorithms: [SHA-256]}\n";
        try (var server = RunningServer.of(configuration, folder);
                var line = Line.to(server, Protocol.UDP)) {
            var first = invite(line, 1);
            var asked = line.ask(first.bytes());
            acknowledge(line, first, asked);
            var md5 = asked.response()
                    .edit()
                    .removeAll(HeaderName.PROXY_AUTHENTICATE)
                    .append(
                            HeaderName.PROXY_AUTHENTICATE,
                            Slice.of(asked.values("Proxy-Authenticate")
                                    .getFirst()
                                    .replace("SHA-256", "MD5")))
                    .write();

            var second = proven(invite(line, 2), Heard.of(md5.bytes().toBytes()));
            var answer = line.ask(second.bytes());
            acknowledge(line, second, answer);

            assertThat(answer.status()).isEqualTo(407);
            assertThat(answer.values("Proxy-Authenticate"))
                    .singleElement()
                    .asString()
                    .contains("algorithm=SHA-256")
                    .doesNotContain("stale");
        }
    }
}
