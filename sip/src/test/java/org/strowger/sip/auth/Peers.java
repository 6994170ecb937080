package org.strowger.sip.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;

/** A server that knows alice, a client, and the requests between them. */
final class Peers {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final Realm REALM = new Realm("example.com");
    static final String PASSWORD = "open \"sesame\"";
    static final Secrets SECRETS = (user, algorithm) -> user.equals("alice") || user.equals("J\u00e4s\u00f8n Doe")
            ? Optional.of(HashedA1.of(algorithm, user, REALM, PASSWORD))
            : Optional.empty();

    private Peers() {}

    static DigestAuthenticator authenticator(DigestPolicy policy) {
        return new DigestAuthenticator(policy, new SecretKeySpec(new byte[32], "HmacSHA256"), new Random(7), 64);
    }

    static DigestPolicy policy(Algorithm... algorithms) {
        return new DigestPolicy(List.of(algorithms), Duration.ofMinutes(5), 3);
    }

    static DigestClient client(String user, String password) {
        return new DigestClient(Account.of(user, password), new Random(8));
    }

    static SipRequest register(String... lines) {
        return request("REGISTER", "sip:example.com", "one@host", lines);
    }

    static SipRequest request(String method, String uri, String callId, String... lines) {
        var text = """
            %1$s %2$s SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx
            Max-Forwards: 70
            From: <sip:alice@example.com>;tag=1
            To: <sip:alice@example.com>
            Call-ID: %3$s
            CSeq: 1 %1$s
            %4$sContent-Length: 0

            """.formatted(method, uri, callId, lines.length == 0 ? "" : String.join("\n", lines) + "\n");
        try {
            return (SipRequest) SipParser.parse(text.replace("\n", "\r\n").getBytes(UTF_8));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    /** The same request with what the client adds. */
    static SipRequest withCredentials(SipRequest request, DigestClient client) {
        var edit = request.edit();
        for (var line : client.authorize(request.method(), request.requestUri())) {
            edit.append(line.name(), line.value());
        }
        return edit.write();
    }

    static Verdict check(DigestAuthenticator server, SipRequest request, Instant now) {
        return server.check(request, HeaderName.AUTHORIZATION, REALM, SECRETS, now);
    }

    static SipResponse unauthorized(SipRequest request, Verdict verdict) {
        var response = request.respond(Status.of(401)).toTag(new Tag(Slice.of("srv")));
        for (var challenge : ((Verdict.Challenged) verdict).challenges()) {
            response.header(HeaderName.WWW_AUTHENTICATE, challenge.headerValue());
        }
        return response.write();
    }
}
