package org.strowger.sip.auth;

import java.time.Duration;
import java.util.List;

/**
 * How a server challenges.
 *
 * @param algorithms offered and accepted, most preferred first (RFC 8760 §2.3); credentials by others count as absent, so there is no
 *     way down to an algorithm that is left out
 * @param nonceLifetime how long a nonce is accepted; then the client is asked again with stale=true
 * @param attempts wrong answers in a row, each to the challenge that the one before brought, until the client is told 403; at most 255
 */
public record DigestPolicy(List<Algorithm> algorithms, Duration nonceLifetime, int attempts) {
    public static final DigestPolicy DEFAULT =
            new DigestPolicy(List.of(Algorithm.SHA_256, Algorithm.MD5), Duration.ofMinutes(5), 3);

    public DigestPolicy {
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty() || algorithms.stream().distinct().count() < algorithms.size()) {
            throw new IllegalArgumentException("expected different algorithms, at least one, found " + algorithms);
        }
        if (nonceLifetime.isNegative() || nonceLifetime.isZero()) {
            throw new IllegalArgumentException("expected a positive lifetime of nonces, found " + nonceLifetime);
        }
        if (attempts < 1 || attempts > 255) {
            throw new IllegalArgumentException("expected 1 to 255 attempts, found " + attempts);
        }
    }
}
