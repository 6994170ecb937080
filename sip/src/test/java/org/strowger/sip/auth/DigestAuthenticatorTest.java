package org.strowger.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.auth.Peers.NOON;
import static org.strowger.sip.auth.Peers.PASSWORD;
import static org.strowger.sip.auth.Peers.REALM;
import static org.strowger.sip.auth.Peers.SECRETS;

import java.util.Collections;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.testing.Rfc;

class DigestAuthenticatorTest {
    private final DigestAuthenticator server = Peers.authenticator(DigestPolicy.DEFAULT);
    private final DigestClient alice = Peers.client("alice", PASSWORD);

    private Verdict check(SipRequest request) {
        return Peers.check(server, request, NOON);
    }

    /** A first nonce for the Call-ID of {@link Peers#register}. */
    private String nonce() {
        return ((Verdict.Challenged) check(Peers.register()))
                .challenges()
                .getFirst()
                .nonce();
    }

    private static String response(String nonce, String uri, String counted) {
        var secret = HashedA1.of(Algorithm.MD5, "alice", REALM, PASSWORD);
        var asked = new DigestResponse.Asked("REGISTER", uri, nonce);
        return HexFormat.of()
                .formatHex(
                        counted.isEmpty()
                                ? DigestResponse.of(secret, asked)
                                : DigestResponse.of(secret, asked, counted, "c", "auth"));
    }

    private SipRequest answered(String nonce, String nc) {
        return Peers.register(
                "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"%s\", uri=\"sip:example.com\", cnonce=\"c\", nc=%s, qop=auth, response=\"%s\""
                        .formatted(nonce, nc, response(nonce, "sip:example.com", nc)));
    }

    @Test
    @Rfc("8760 §2.3-1: a header field per algorithm")
    @Rfc("8760 §2.3-2: starting with the most preferred")
    @Rfc("8760 §2.6-5: always sends a qop parameter")
    @Rfc("7616 §3.3-7: realm, nonce and qop are quoted")
    @Rfc("7616 §3.3-8: algorithm is not")
    void challengesOncePerAlgorithmStrongestFirst() {
        var challenged = (Verdict.Challenged) check(Peers.register());

        assertThat(challenged.stale()).isFalse();
        assertThat(challenged.challenges())
                .extracting(Challenge::algorithm)
                .containsExactly(Algorithm.SHA_256, Algorithm.MD5);
        assertThat(challenged.challenges().getFirst().headerValue().toString())
                .matches("Digest realm=\"example.com\", nonce=\"[A-Za-z0-9+/]{32}\", algorithm=SHA-256, qop=\"auth\"");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Rfc("8760 §2.1: any algorithm of the registry")
    @Rfc("7616 §3.6-1: the server performs the same operation and compares")
    @Rfc("8760 §2.6-4: qop is handled")
    void acceptsWhoAnswersTheChallenge(Algorithm algorithm) {
        var one = Peers.authenticator(Peers.policy(algorithm));
        var first = Peers.register();

        alice.learn(Peers.unauthorized(first, Peers.check(one, first, NOON)));
        var second = Peers.withCredentials(first, alice);

        assertThat(Peers.check(one, second, NOON))
                .isEqualTo(new Verdict.Accepted("alice", second.headers().all(HeaderName.AUTHORIZATION)));
    }

    @Test
    void acceptsTheSameNonceAgainWithAHigherCount() {
        alice.learn(Peers.unauthorized(Peers.register(), check(Peers.register())));

        for (int use = 1; use <= 20; use++) {
            assertThat(check(Peers.withCredentials(Peers.register(), alice))).isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    @Rfc("7616 §3.4: nc lets the server detect request replays")
    void asksAgainWhenACountIsReplayed() {
        alice.learn(Peers.unauthorized(Peers.register(), check(Peers.register())));
        var overheard = Peers.withCredentials(Peers.register(), alice);
        var later = Peers.withCredentials(Peers.register(), alice);

        assertThat(check(overheard)).isInstanceOf(Verdict.Accepted.class);
        assertThat(check(overheard)).satisfies(DigestAuthenticatorTest::isStale);
        assertThat(check(later)).isInstanceOf(Verdict.Accepted.class);
        assertThat(check(overheard)).satisfies(DigestAuthenticatorTest::isStale);
    }

    @Test
    @Rfc("7616 §3.3-2: stale says that only the nonce was wrong")
    void saysStaleToTheRightPasswordWithAnOldNonce() {
        alice.learn(Peers.unauthorized(Peers.register(), check(Peers.register())));
        var answer = Peers.withCredentials(Peers.register(), alice);

        var atTheEdge = Peers.check(Peers.authenticator(DigestPolicy.DEFAULT), answer, NOON.plusSeconds(300));
        var behindIt = Peers.check(server, answer, NOON.plusSeconds(300).plusMillis(1));

        assertThat(atTheEdge).isInstanceOf(Verdict.Accepted.class);
        assertThat(behindIt).satisfies(DigestAuthenticatorTest::isStale);
    }

    @Test
    @Rfc("7616 §3.3-2: a wrong password is not told that its nonce is stale")
    void saysNotStaleToAWrongPasswordWithAnOldNonce() {
        var wrong = Peers.client("alice", "guess");
        wrong.learn(Peers.unauthorized(Peers.register(), check(Peers.register())));

        var verdict = Peers.check(server, Peers.withCredentials(Peers.register(), wrong), NOON.plusSeconds(900));

        assertThat(((Verdict.Challenged) verdict).stale()).isFalse();
    }

    @Test
    void bindsANonceToTheCallIdItWasIssuedFor() {
        alice.learn(Peers.unauthorized(Peers.register(), check(Peers.register())));
        var elsewhere = Peers.request("REGISTER", "sip:example.com", "two@host");

        assertThat(check(Peers.withCredentials(elsewhere, alice))).satisfies(DigestAuthenticatorTest::isStale);
    }

    @Test
    @Rfc("3261 §22.1: a server may repeat its challenge, or it may respond with a 403")
    void refusesTheThirdWrongAnswerInARow() {
        var request = Peers.register();
        var verdict = check(request);

        for (int attempt = 1; attempt <= 2; attempt++) {
            verdict = check(wrongAnswerTo(verdict));
            assertThat(verdict).isInstanceOf(Verdict.Challenged.class);
        }

        assertThat(check(wrongAnswerTo(verdict))).isInstanceOf(Verdict.Refused.class);
    }

    private static SipRequest wrongAnswerTo(Verdict challenged) {
        var guessing = Peers.client("alice", "guess");
        guessing.learn(Peers.unauthorized(Peers.register(), challenged));
        return Peers.withCredentials(Peers.register(), guessing);
    }

    @Test
    void treatsAnUnknownUserLikeAWrongPassword() {
        var mallory = Peers.client("mallory", PASSWORD);
        mallory.learn(Peers.unauthorized(Peers.register(), check(Peers.register())));

        assertThat(check(Peers.withCredentials(Peers.register(), mallory)))
                .satisfies(verdict ->
                        assertThat(((Verdict.Challenged) verdict).stale()).isFalse());
    }

    @Test
    @Rfc("3261 §22.4: SIP servers MUST ensure they are backwards compatible with RFC 2069")
    void acceptsAnAnswerWithoutQopOnce() {
        String nonce = nonce();
        var request = Peers.register(
                "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"%s\", uri=\"sip:example.com\", response=\"%s\""
                        .formatted(nonce, response(nonce, "sip:example.com", "")));

        assertThat(check(request)).isInstanceOf(Verdict.Accepted.class);
        assertThat(check(request)).satisfies(DigestAuthenticatorTest::isStale);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP:EXAMPLE.COM",
                "sip:example.com;transport=tcp",
                "sip:example.com:5060",
                "sips:example.com",
                "sip:ex%61mple.com"
            })
    @Rfc("8760 §2.6-3: it MAY still accept it if the two fields are not equivalent")
    void acceptsADigestUriThatNamesTheSameResource(String uri) {
        String nonce = nonce();
        var request = Peers.register(
                "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"%s\", uri=\"%s\", cnonce=\"c\", nc=00000001, qop=auth, response=\"%s\""
                        .formatted(nonce, uri, response(nonce, uri, "00000001")));

        if (uri.contains("%")) {
            // a host has no escapes
            assertThat(check(request)).isInstanceOf(Verdict.Malformed.class);
        } else {
            assertThat(check(request)).isInstanceOf(Verdict.Accepted.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:bob@example.com", "sip:example.org", "tel:+1", "nonsense", ""})
    @Rfc("7616 §3.4.6-1: uri must be the resource of the Request-Line")
    @Rfc("7616 §3.4.6-2: if they are not [the same resource], the server SHOULD return a 400")
    @Rfc("8760 §2.6-3: the two are compared")
    void refusesADigestUriOfAnotherResource(String uri) {
        String nonce = nonce();
        var request = Peers.register(
                "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"%s\", uri=\"%s\", cnonce=\"c\", nc=00000001, qop=auth, response=\"%s\""
                        .formatted(nonce, uri, response(nonce, uri, "00000001")));

        assertThat(check(request)).isInstanceOf(Verdict.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic YWxpY2U6c2VzYW1l",
                "NoOneKnowsThisScheme opaque-data=here",
                "Digest username=\"alice\", realm=\"other.example\", nonce=\"x\", uri=\"sip:example.com\","
                        + " response=\"y\"",
                "Digest username=\"alice\", realm=\"other.example\", nc=zz"
            })
    @Rfc("3261 §22.3: MUST NOT be consumed by any proxy whose realm does not match")
    @Rfc("3261 §22.4: servers MUST NOT accept or request Basic authentication")
    @Rfc("8760 §2.6-1: nor by RFC 8760")
    void leavesCredentialsOfOthersAlone(String foreign) {
        var request = Peers.register("Authorization: " + foreign);

        assertThat(check(request)).isInstanceOf(Verdict.Challenged.class);
        assertThat(DigestAuthenticator.fieldsOf(request, HeaderName.AUTHORIZATION, REALM))
                .isEmpty();
    }

    @Test
    @Rfc("3261 §22.3: multiple credentials in a request SHOULD be differentiated by the realm parameter")
    void findsItsOwnCredentialsAmongOthers() {
        var answer = answered(nonce(), "00000001");
        var value = answer.headers().value(HeaderName.AUTHORIZATION).orElseThrow();
        var request = Peers.register(
                "Authorization: Digest username=\"a\", realm=\"other\", nonce=\"n\", uri=\"sip:x\", response=\"0\"",
                "Authorization: " + value,
                "Authorization: Mystery abc");

        var accepted = (Verdict.Accepted) check(request);

        assertThat(accepted.fields())
                .containsExactly(request.headers().all(HeaderName.AUTHORIZATION).get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest",
                "Digest ???",
                "Digest username=\"alice\"",
                "Digest realm=\"example.com\", username=\"alice\", nonce=\"n\", uri=\"sip:example.com\"",
                "Digest realm=\"example.com\", nonce=\"n\", uri=\"sip:example.com\", response=\"0\"",
                "Digest realm=\"example.com\", username=\"alice\", nonce=\"n\", uri=\"sip:example.com\","
                        + " response=\"0\", qop=auth, nc=00000001",
                "Digest realm=\"example.com\", username=\"alice\", nonce=\"n\", uri=\"sip:example.com\","
                        + " response=\"0\", qop=auth, cnonce=\"c\", nc=1",
                "Digest realm=\"example.com\", username=\"alice\", nonce=\"n\", uri=\"sip:example.com\","
                        + " response=\"0\", qop=auth, cnonce=\"c\", nc=0000000g",
                "Digest realm=\"example.com\", username=\"alice\", username=\"bob\", nonce=\"n\","
                        + " uri=\"sip:example.com\", response=\"0\"",
                "Digest realm=\"example.com\", username=\"alice\", username*=UTF-8''alice, nonce=\"n\","
                        + " uri=\"sip:example.com\", response=\"0\"",
                "Digest realm=\"example.com\", username*=UTF-8''al%zzice, nonce=\"n\", uri=\"sip:example.com\","
                        + " response=\"0\"",
                "Digest realm=\"example.com\", username*=latin-1'en'alice, nonce=\"n\", uri=\"sip:example.com\","
                        + " response=\"0\"",
                "Digest realm=\"example.com, username=\"alice\""
            })
    @Rfc("7616 §3.4-1: username and username* together are an error")
    void answersUnreadableCredentialsAsABadRequest(String broken) {
        assertThat(check(Peers.register("Authorization: " + broken))).isInstanceOf(Verdict.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"algorithm=SHA3-256", "algorithm=MD5-sess", "qop=auth-int", "userhash=true"})
    @Rfc("8760 §2.3: an answer to no challenge of ours is not acceptable, so the originator is challenged")
    @Rfc("7616 §3.4-2: qop must be one that was offered, and auth-int was not")
    void asksAgainWhereTheAnswerIsNotToWhatWasOffered(String oddity) {
        String qop = oddity.startsWith("qop") ? "" : ", qop=auth";
        var request = Peers.register(
                "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"%s\", uri=\"sip:example.com\", cnonce=\"c\", nc=00000001, response=\"0\", %s%s"
                        .formatted(nonce(), oddity, qop));

        assertThat(check(request))
                .satisfies(verdict ->
                        assertThat(((Verdict.Challenged) verdict).stale()).isFalse());
    }

    @Test
    @Rfc("8760 §3-1: MD5 can be left out, and then nobody gets in by it")
    void doesNotFallBackToAnAlgorithmThatIsOff() {
        var strict = Peers.authenticator(Peers.policy(Algorithm.SHA_256));
        var challenged = (Verdict.Challenged) Peers.check(strict, Peers.register(), NOON);

        var byMd5 = answered(challenged.challenges().getFirst().nonce(), "00000001");

        assertThat(Peers.check(strict, byMd5, NOON)).isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    @Rfc("7616 §3.4: username* in the encoding of RFC 5987")
    void readsAUserNameOfOtherLetters() {
        String nonce = nonce();
        var secret = HashedA1.of(Algorithm.SHA_256, "J\u00e4s\u00f8n Doe", REALM, PASSWORD);
        var asked = new DigestResponse.Asked("REGISTER", "sip:example.com", nonce);
        var response = HexFormat.of().formatHex(DigestResponse.of(secret, asked, "00000001", "c", "auth"));

        var verdict = check(Peers.register(
                "Authorization: Digest username*=UTF-8''J%%C3%%A4s%%C3%%B8n%%20Doe, realm=\"example.com\", nonce=\"%s\", uri=\"sip:example.com\", algorithm=SHA-256, cnonce=\"c\", nc=00000001, qop=auth, response=\"%s\""
                        .formatted(nonce, response)));

        assertThat(((Verdict.Accepted) verdict).user()).isEqualTo("J\u00e4s\u00f8n Doe");
    }

    @Test
    void looksAtAFewCredentialsOnly() {
        var lookups = new int[1];
        Secrets counting = (user, algorithm) -> {
            lookups[0]++;
            return SECRETS.find(user, algorithm);
        };
        var line = "Authorization: Digest username=\"x\", realm=\"example.com\", nonce=\"n\", uri=\"sip:example.com\","
                + " response=\"0\"";
        var many = Peers.register(Collections.nCopies(100, line).toArray(String[]::new));

        server.check(many, HeaderName.AUTHORIZATION, REALM, counting, NOON);

        assertThat(lookups[0]).isEqualTo(4);
    }

    private static void isStale(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Challenged.class);
        assertThat(((Verdict.Challenged) verdict).stale()).isTrue();
        assertThat(((Verdict.Challenged) verdict).challenges())
                .allSatisfy(challenge ->
                        assertThat(challenge.headerValue().toString()).contains("stale=true"));
    }
}
