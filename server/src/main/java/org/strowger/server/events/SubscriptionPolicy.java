package org.strowger.server.events;

import java.time.Duration;

/**
 * What the notifier grants.
 *
 * @param standard how long a subscription lasts that asks for nothing (RFC 3680 §4.4)
 * @param shortest who asks for less, but more than nothing, gets 423
 * @param longest who asks for more gets this
 * @param pause between one notification of a change and the next (RFC 3680 §4.10)
 */
public record SubscriptionPolicy(Duration standard, Duration shortest, Duration longest, Duration pause) {
    /** "slightly longer, 3761 seconds" (§4.4); "a rate faster than once every 5 seconds" (§4.10). */
    public static final SubscriptionPolicy DEFAULT = new SubscriptionPolicy(
            Duration.ofSeconds(3761), Duration.ofSeconds(60), Duration.ofHours(2), Duration.ofSeconds(5));
}
