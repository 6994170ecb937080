package org.strowger.sip.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.Challenge;
import org.strowger.sip.auth.DigestAuthenticator;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.auth.DigestPolicy;
import org.strowger.sip.auth.HashedA1;
import org.strowger.sip.auth.Realm;
import org.strowger.sip.auth.Secrets;
import org.strowger.sip.auth.Verdict;
import org.strowger.sip.message.AuthParameters;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Uri;

/**
 * Credentials are judged, and nobody comes in by them whose password was not hashed for this very challenge (RFC 7616 §3.4); a challenge
 * is answered with credentials that read as what was asked.
 *
 * <p>Chance is the same for each input, so the corpus has an answer that is right, and a fuzzer changes it.
 */
public final class CredentialsFuzz {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Realm REALM = new Realm("example.com");
    private static final String USER = "alice";
    private static final Secrets SECRETS = (user, algorithm) ->
            user.equals(USER) ? Optional.of(HashedA1.of(algorithm, USER, REALM, "open \"sesame\"")) : Optional.empty();
    private static final String REGISTER = "REGISTER sip:example.com SIP/2.0";
    private static final String REST = """
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx
        Max-Forwards: 70
        From: <sip:alice@example.com>;tag=1
        To: <sip:alice@example.com>;tag=2
        Call-ID: one@host
        CSeq: 1 REGISTER
        Content-Length: 0
        """.replace("\n", "\r\n");

    private CredentialsFuzz() {}

    /** One input of the fuzzer: the value of a field. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            if (message(REGISTER, "Authorization", bytes) instanceof SipRequest request) {
                judged(request);
            }
            if (message("SIP/2.0 401 Unauthorized", "WWW-Authenticate", bytes) instanceof SipResponse response) {
                answered(response);
            }
        } catch (MalformedMessageException e) {
            Claim.holds(e.answer().code() >= 400, "a fault is answered with " + e.answer());
        }
    }

    private static SipMessage message(String startLine, String name, byte[] value) throws MalformedMessageException {
        var message = new ByteArrayOutputStream();
        message.writeBytes((startLine + "\r\n" + REST + name + ": ").getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(value);
        message.writeBytes("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return SipParser.parse(message.toByteArray());
    }

    private static void judged(SipRequest request) {
        var server = new DigestAuthenticator(
                DigestPolicy.DEFAULT, new SecretKeySpec(new byte[32], "HmacSHA256"), new Random(7), 4);
        // the nonces of this server are those of the corpus
        var first = server.check(
                request.edit().removeAll(HeaderName.AUTHORIZATION).write(),
                HeaderName.AUTHORIZATION,
                REALM,
                SECRETS,
                NOON);
        Claim.holds(first instanceof Verdict.Challenged, "without credentials there is a challenge, and not " + first);

        var verdict = server.check(request, HeaderName.AUTHORIZATION, REALM, SECRETS, NOON);

        if (verdict instanceof Verdict.Accepted(var user, var fields)) {
            Claim.same(USER, user, "who came in");
            Claim.holds(!fields.isEmpty(), "somebody came in by no credentials");
            var again = server.check(request, HeaderName.AUTHORIZATION, REALM, SECRETS, NOON);
            Claim.holds(!(again instanceof Verdict.Accepted), "the same credentials were good twice");
        }
    }

    private static void answered(SipResponse response) throws MalformedMessageException {
        var client = new DigestClient(Account.of(USER, "open \"sesame\""), new Random(8));
        if (!(client.learn(response) instanceof DigestClient.Advice.Retry)) {
            return;
        }
        var lines = client.authorize(Method.REGISTER, Uri.parse("sip:example.com"));
        Claim.holds(!lines.isEmpty(), "nothing to try again with");
        for (var line : lines) {
            check(line, response);
        }
    }

    private static void check(DigestClient.Line line, SipResponse response) {
        try {
            var request = message(REGISTER, line.name().toString(), line.value().toBytes());
            Claim.same(Optional.of(line.value()), request.headers().value(line.name()), "the credentials on their way");
            var read = AuthParameters.parse(line.value());
            var asks = line.name().equals(HeaderName.AUTHORIZATION)
                    ? HeaderName.WWW_AUTHENTICATE
                    : HeaderName.PROXY_AUTHENTICATE;
            boolean asked = response.headers().all(asks).stream()
                    .flatMap(field -> Challenge.parse(field.value()).stream())
                    .anyMatch(challenge -> isAnswer(read, challenge));
            Claim.holds(asked, "an answer to what nobody asked: " + line.value());
        } catch (MalformedMessageException e) {
            throw new AssertionError("our credentials are malformed: " + line.value(), e);
        }
    }

    private static boolean isAnswer(AuthParameters read, Challenge challenge) {
        return written(challenge.nonce()).equals(read.unquoted("nonce").orElse(""))
                && challenge.realm().text().equals(read.unquoted("realm").orElse(""));
    }

    /** As a quoted string has it, which takes no controls. */
    private static String written(String text) {
        return text.replaceAll("[\\x00-\\x1f\\x7f]", " ");
    }
}
