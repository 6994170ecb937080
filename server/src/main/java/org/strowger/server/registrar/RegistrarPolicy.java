package org.strowger.server.registrar;

import java.time.Duration;

/**
 * What the registrar grants.
 *
 * @param standard expiration of a binding that asks for none (RFC 3261 §10.3 step 7)
 * @param shortest who asks for less gets 423; without effect above an hour, because the RFC forbids it there
 * @param longest who asks for more gets this
 * @param mostBindings of one address-of-record
 */
public record RegistrarPolicy(Duration standard, Duration shortest, Duration longest, int mostBindings) {
    public static final RegistrarPolicy DEFAULT =
            new RegistrarPolicy(Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofHours(2), 20);

    public RegistrarPolicy {
        if (shortest.isNegative() || shortest.compareTo(longest) > 0 || standard.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "expected 0 <= shortest <= longest and standard <= longest, found %s, %s, %s"
                            .formatted(shortest, longest, standard));
        }
        if (mostBindings < 1) {
            throw new IllegalArgumentException("expected at least one binding, found " + mostBindings);
        }
    }
}
