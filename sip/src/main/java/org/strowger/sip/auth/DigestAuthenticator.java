package org.strowger.sip.auth;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import org.strowger.sip.message.AuthParameters;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;

/**
 * The server's side of digest authentication (RFC 3261 §22, RFC 7616, RFC 8760): judges the credentials of a request, and makes the
 * challenges for the next one.
 *
 * <p>Belongs to one shard, which holds everything of one Call-ID: a nonce is good for one Call-ID only, so the counts of its use (nc) live
 * here without a lock. A client that carries a nonce over to another Call-ID is asked again with stale=true. All authenticators of a
 * server share one secret; servers that share it accept each other's nonces, and count each for itself.
 *
 * <p>Unknown users are treated as users with a wrong password, and take as long. ACK and CANCEL must not be brought here: they are
 * never challenged (RFC 3261 §22.1).
 */
public final class DigestAuthenticator {
    /** Credentials for our realm that are looked at in one request. */
    private static final int MOST_CREDENTIALS = 4;

    private final DigestPolicy policy;
    private final Nonces nonces;
    private final NonceCounts counts;

    /**
     * @param random makes nonces differ; thread-safe if other authenticators have it too
     * @param rememberedNonces how many nonces are counted at a time; with less, clients are asked again more often
     */
    public DigestAuthenticator(DigestPolicy policy, SecretKey secret, RandomGenerator random, int rememberedNonces) {
        this.policy = policy;
        nonces = new Nonces(secret, random);
        counts = new NonceCounts(rememberedNonces);
    }

    /** One request and what its credentials must fit. */
    private record Occasion(SipRequest request, Realm realm, Secrets secrets, Instant now) {
        Nonces.Binding binding() {
            return new Nonces.Binding(realm, request.callId());
        }
    }

    /**
     * Judges the credentials for that realm; those of other realms and schemes are left alone.
     *
     * @param name Authorization or Proxy-Authorization
     */
    public Verdict check(SipRequest request, HeaderName name, Realm realm, Secrets secrets, Instant now) {
        var occasion = new Occasion(request, realm, secrets, now);
        if (!request.headers().has(name)) {
            return challenge(occasion, 0, false);
        }
        var ours = read(request, name, realm);
        Optional<Verdict> first = Optional.empty();
        for (var read : ours.subList(0, Math.min(ours.size(), MOST_CREDENTIALS))) {
            var verdict = judge(read, ours, occasion);
            if (verdict instanceof Verdict.Accepted) {
                return verdict;
            }
            first = first.or(() -> Optional.of(verdict));
        }
        return first.orElseGet(() -> unreadable(request, name)
                ? new Verdict.Malformed("digest credentials cannot be read")
                : challenge(occasion, 0, false));
    }

    /** The credentials for that realm: what ends at the server that asked for them (RFC 3261 §22.3). */
    public static List<HeaderField> fieldsOf(SipRequest request, HeaderName name, Realm realm) {
        return fields(read(request, name, realm));
    }

    /** A header field, read. */
    private record Field(HeaderField field, AuthParameters parameters) {}

    private static List<Field> read(SipRequest request, HeaderName name, Realm realm) {
        var fields = new ArrayList<Field>(1);
        for (var field : request.headers().all(name)) {
            Digest.parse(field.value())
                    .filter(parameters -> Digest.realm(parameters)
                            .filter(realm.text()::equals)
                            .isPresent())
                    .ifPresent(parameters -> fields.add(new Field(field, parameters)));
        }
        return fields;
    }

    private static List<HeaderField> fields(List<Field> read) {
        return read.stream().map(Field::field).toList();
    }

    /** Whether there are digest credentials that name no realm: nobody could tell whose they are. */
    private static boolean unreadable(SipRequest request, HeaderName name) {
        for (var field : request.headers().all(name)) {
            var isDigest = Digest.isNamed(field.value());
            if (isDigest && Digest.parse(field.value()).flatMap(Digest::realm).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Verdict judge(Field field, List<Field> ours, Occasion occasion) {
        var read = Credentials.of(field.parameters());
        if (read.isEmpty()) {
            return new Verdict.Malformed("digest credentials lack a parameter or have one that cannot be read");
        }
        var credentials = read.get();
        var nonce = nonces.open(credentials.nonce(), occasion.binding());
        var algorithm = credentials.algorithm().filter(policy.algorithms()::contains);
        // what we did not offer is no answer to our challenge: another algorithm, auth-int, a hashed user name
        if (algorithm.isEmpty() || !isOffered(credentials)) {
            return rejected(nonce, occasion);
        }
        if (!DigestUri.names(credentials.uri(), occasion.request().requestUri())) {
            return new Verdict.Malformed("digest credentials are for another Request-URI");
        }
        if (!answers(credentials, algorithm.get(), occasion)) {
            return rejected(nonce, occasion);
        }
        boolean fresh = nonce.isPresent()
                && !nonce.get().isOutside(policy.nonceLifetime(), occasion.now())
                && counts.advance(nonce.get(), credentials.count());
        return fresh ? new Verdict.Accepted(credentials.user(), fields(ours)) : challenge(occasion, 0, true);
    }

    private static boolean isOffered(Credentials credentials) {
        return !credentials.hashesUser()
                && credentials.qop().orElse("auth").toLowerCase(Locale.ROOT).equals("auth");
    }

    private static boolean answers(Credentials credentials, Algorithm algorithm, Occasion occasion) {
        var secret = occasion.secrets().find(credentials.user(), algorithm);
        Method method = occasion.request().method();
        byte[] expected = credentials.expected(secret.orElseGet(() -> HashedA1.decoy(algorithm)), method.name());
        return MessageDigest.isEqual(expected, credentials.response()) && secret.isPresent();
    }

    /** "a server may repeat its challenge, or it may respond with a 403" (RFC 3261 §22.1): the first some times, then the second. */
    private Verdict rejected(Optional<Nonce> answered, Occasion occasion) {
        int attempt = answered.map(Nonce::attempt).orElse(0) + 1;
        return attempt < policy.attempts()
                ? challenge(occasion, attempt, false)
                : new Verdict.Refused("too many wrong answers to challenges");
    }

    private Verdict challenge(Occasion occasion, int attempt, boolean stale) {
        var challenges = new ArrayList<Challenge>();
        for (var algorithm : policy.algorithms()) {
            var nonce = nonces.issue(occasion.binding(), attempt, occasion.now());
            challenges.add(Challenge.of(occasion.realm(), nonce, algorithm, stale));
        }
        return new Verdict.Challenged(List.copyOf(challenges), stale);
    }
}
