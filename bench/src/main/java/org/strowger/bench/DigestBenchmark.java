package org.strowger.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.DigestAuthenticator;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.auth.DigestPolicy;
import org.strowger.sip.auth.HashedA1;
import org.strowger.sip.auth.Realm;
import org.strowger.sip.auth.Secrets;
import org.strowger.sip.auth.Verdict;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;

/** Judging the credentials of a REGISTER, and making a challenge for one that has none. */
@State(Scope.Thread)
public class DigestBenchmark {
    private static final int USES = 4096;
    private static final int REMEMBERED = 16;
    private static final Realm REALM = new Realm("example.com");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Param({"MD5", "SHA_256"})
    private Algorithm algorithm = Algorithm.MD5;

    private final List<SipRequest> requests = new ArrayList<>();
    private final SipRequest without = register("");
    private DigestAuthenticator authenticator = authenticator();
    private Secrets secrets = (_, _) -> Optional.empty();
    private int next;

    private DigestAuthenticator authenticator() {
        var policy = new DigestPolicy(List.of(algorithm), Duration.ofHours(1), 3);
        return new DigestAuthenticator(
                policy, new SecretKeySpec(new byte[32], "HmacSHA256"), new Random(1), REMEMBERED);
    }

    private void hash() {
        var secret = Optional.of(HashedA1.of(algorithm, "alice", REALM, "secret"));
        secrets = (_, _) -> secret;
    }

    /** A nonce and its uses. */
    @Setup(Level.Trial)
    public void begin() throws MalformedMessageException {
        hash();
        authenticator = authenticator();
        var client = new DigestClient(Account.of("alice", "secret"), new Random(2));
        client.learn(without.respond(Status.of(401))
                .toTag(new Tag(Slice.of("t")))
                .header(HeaderName.WWW_AUTHENTICATE, offered())
                .write());
        var uri = Uri.parse("sip:example.com");
        for (int use = 0; use < USES; use++) {
            var line = client.authorize(Method.REGISTER, uri).getFirst();
            requests.add(register("Authorization: " + line.value() + "\r\n"));
        }
    }

    private static SipRequest register(String more) {
        var text = "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKr1;rport\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:alice@example.com>;tag=r1\r\nTo: <sip:alice@example.com>\r\n"
                + "Call-ID: 1@192.0.2.50\r\nCSeq: 1 REGISTER\r\nContact: <sip:alice@192.0.2.50:5060>\r\n" + more
                + "Content-Length: 0\r\n\r\n";
        try {
            return (SipRequest) SipParser.parse(text.getBytes(StandardCharsets.US_ASCII));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private Slice offered() {
        if (challenge() instanceof Verdict.Challenged(var challenges, var _)) {
            return challenges.getFirst().headerValue();
        }
        throw new IllegalStateException("expected a challenge");
    }

    /** Always accepted: before a count of the nonce is used again, its uses are forgotten. */
    @Benchmark
    public Verdict check() {
        next = next + 1 & USES - 1;
        if (next == 0) {
            authenticator = authenticator();
        }
        return authenticator.check(requests.get(next), HeaderName.AUTHORIZATION, REALM, secrets, NOW);
    }

    @Benchmark
    public Verdict challenge() {
        return authenticator.check(without, HeaderName.AUTHORIZATION, REALM, secrets, NOW);
    }
}
