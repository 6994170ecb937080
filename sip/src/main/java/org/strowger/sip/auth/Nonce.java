package org.strowger.sip.auth;

import java.time.Duration;
import java.time.Instant;

/**
 * A nonce of ours, opened.
 *
 * @param issuedAt in whole milliseconds
 * @param attempt how many wrong answers led to it, 0 for the first challenge
 * @param id what tells it from others of the same millisecond
 */
record Nonce(Instant issuedAt, int attempt, long id) {

    /** Whether it is older than that, or from a future that a clock set back has made. */
    boolean isOutside(Duration lifetime, Instant now) {
        return now.isAfter(issuedAt.plus(lifetime)) || issuedAt.isAfter(now.plus(lifetime));
    }
}
