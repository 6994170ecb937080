package org.strowger.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.auth.Peers.NOON;
import static org.strowger.sip.auth.Peers.PASSWORD;

import org.junit.jupiter.api.Test;
import org.strowger.sip.auth.DigestClient.Advice;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;

class DigestClientTest {
    private final DigestClient client = Peers.client("alice", PASSWORD);

    private static SipResponse challenged(String... values) {
        var response = Peers.register().respond(Status.of(401)).toTag(new Tag(Slice.of("srv")));
        for (String value : values) {
            response.header(
                    value.contains("proxy") ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE, value);
        }
        return response.write();
    }

    private String onlyAnswer() {
        var request = Peers.register();
        var lines = client.authorize(request.method(), request.requestUri());
        assertThat(lines).hasSize(1);
        return lines.getFirst().value().toString();
    }

    @Test
    @Rfc("8760 §2.4-2: the client MUST ignore any challenge it does not understand")
    @Rfc("7616 §3.3-4: an algorithm that is not understood is ignored")
    @Rfc("7616 §3.3-6: and so are options of qop")
    @Rfc("8760 §2.6-1: Basic is not answered")
    void answersTheStrongestChallengeItUnderstands() {
        var advice = client.learn(challenged(
                "Basic realm=\"r\"",
                "Digest realm=\"r\", nonce=\"1\", algorithm=SHA3-512, qop=\"auth\"",
                "Digest realm=\"r\", nonce=\"2\", algorithm=MD5, qop=\"auth\"",
                "Digest realm=\"r\", nonce=\"3\", algorithm=SHA-256, qop=\"auth-int, auth\"",
                "Digest realm=\"r\", nonce=\"4\", algorithm=SHA-512-256, qop=\"auth-int\""));

        assertThat(advice).isEqualTo(new Advice.Retry());
        assertThat(onlyAnswer()).contains("nonce=\"3\"").contains("algorithm=SHA-256");
    }

    @Test
    @Rfc("8760 §2.4-1: it SHOULD use the topmost header field that it supports")
    void prefersTheTopmostOfEqualOnes() {
        client.learn(challenged(
                "Digest realm=\"r\", nonce=\"1\", qop=\"auth\"", "Digest realm=\"r\", nonce=\"2\", qop=\"auth\""));

        assertThat(onlyAnswer()).contains("nonce=\"1\"");
    }

    @Test
    @Rfc("3261 §22.3: credentials for each challenge of a different realm, of servers and proxies")
    @Rfc("8760 §2.4-3: for any of the realms")
    @Rfc("7616 §3.8-2: Proxy-Authorization answers a proxy")
    void answersEveryRealmThatAsked() {
        client.learn(challenged(
                "Digest realm=\"a\", nonce=\"1\", qop=\"auth\"",
                "Digest realm=\"proxy\", nonce=\"2\", qop=\"auth\"",
                "Digest realm=\"b\", nonce=\"3\", qop=\"auth\""));

        var request = Peers.register();
        assertThat(client.authorize(request.method(), request.requestUri()))
                .extracting(DigestClient.Line::name)
                .containsExactly(HeaderName.AUTHORIZATION, HeaderName.AUTHORIZATION, HeaderName.PROXY_AUTHORIZATION);
    }

    @Test
    @Rfc("7616 §3.4: nc counts the requests sent with the nonce, in eight digits")
    @Rfc("7616 §3.3-1: opaque is returned unchanged")
    @Rfc("7616 §3.4-3: username, realm, nonce, uri, response, cnonce and opaque are quoted")
    @Rfc("7616 §3.4-4: algorithm, qop and nc are not")
    @Rfc("8760 §2.6-2: uri is enclosed in quotation marks")
    @Rfc("8760 §2.6-4: qop is handled")
    @Rfc("8760 §2.6-5: and sent")
    void countsTheUsesOfANonce() {
        client.learn(challenged("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", opaque=\"o\""));

        assertThat(onlyAnswer())
                .matches("Digest username=\"alice\", realm=\"r\", nonce=\"n\", uri=\"[^\"]+\", algorithm=MD5,"
                        + " opaque=\"o\", qop=auth, nc=00000001, cnonce=\"[^\"]+\", response=\"[0-9a-f]{32}\"");
        assertThat(onlyAnswer()).contains("nc=00000002");
    }

    @Test
    @Rfc("3261 §22.4: a cnonce MUST NOT be sent if no qop directive has been sent")
    void sendsNoCnonceToAServerWithoutQop() {
        client.learn(challenged("Digest realm=\"r\", nonce=\"n\""));

        assertThat(onlyAnswer()).doesNotContain("cnonce").doesNotContain("nc=").doesNotContain("qop");
    }

    @Test
    @Rfc("3261 §22.1: MUST NOT re-attempt requests with the credentials that have just been rejected")
    @Rfc("7616 §3.3-3: without stale, user or password are wrong")
    void givesUpWhenItsPasswordIsRejected() {
        client.learn(challenged("Digest realm=\"r\", nonce=\"1\", qop=\"auth\""));
        onlyAnswer();

        assertThat(client.learn(challenged("Digest realm=\"r\", nonce=\"2\", qop=\"auth\"")))
                .isEqualTo(new Advice.GiveUp("the credentials for \"r\" were rejected"));
    }

    @Test
    @Rfc("3261 §22.1: the request may be retried if the nonce was stale")
    void triesAgainWhenTheNonceIsStaleButNotForEver() {
        client.learn(challenged("Digest realm=\"r\", nonce=\"1\", qop=\"auth\""));
        for (int round = 0; round < 3; round++) {
            onlyAnswer();
            assertThat(client.learn(challenged("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", stale=TRUE")))
                    .isEqualTo(new Advice.Retry());
        }
        onlyAnswer();

        assertThat(client.learn(challenged("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", stale=true")))
                .isInstanceOf(Advice.GiveUp.class);

        client.accepted();
        assertThat(client.learn(challenged("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", stale=true")))
                .isEqualTo(new Advice.Retry());
    }

    @Test
    @Rfc("8760 §2.4-4: if the UAC cannot respond to any of the challenges it SHOULD abandon attempts to send the"
            + " request")
    void givesUpWhereItCanAnswerNothing() {
        assertThat(client.learn(challenged("Digest realm=\"r\", nonce=\"n\", algorithm=new")))
                .isEqualTo(new Advice.GiveUp("no challenge that we can answer"));
    }

    @Test
    void isUnderstoodByTheServerAfterItsNonceWentStale() {
        var server = Peers.authenticator(DigestPolicy.DEFAULT);
        var first = Peers.register();
        client.learn(Peers.unauthorized(first, Peers.check(server, first, NOON)));

        var late = Peers.check(server, Peers.withCredentials(first, client), NOON.plusSeconds(4000));
        client.learn(Peers.unauthorized(first, late));

        assertThat(Peers.check(server, Peers.withCredentials(first, client), NOON.plusSeconds(4001)))
                .isInstanceOf(Verdict.Accepted.class);
    }
}
