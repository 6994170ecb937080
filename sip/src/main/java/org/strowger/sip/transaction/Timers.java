package org.strowger.sip.transaction;

import java.time.Duration;

/**
 * The base values that all transaction timers derive from (RFC 3261 appendix A, table 4).
 *
 * @param t1 estimate of the round-trip time; 500 ms unless the operator knows better
 * @param t2 longest interval between retransmissions of a non-INVITE request or an INVITE response; 4 s
 * @param t4 longest time a message stays in the network; 5 s
 */
public record Timers(Duration t1, Duration t2, Duration t4) {
    public static final Timers RFC3261 =
            new Timers(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

    /** How long a transaction may wait for its end: 64 × T1, 32 s by default (timers B, F, H, L and M). */
    public Duration giveUp() {
        return Duration.ofNanos(64 * t1.toNanos());
    }

    /** The next interval of a retransmission that doubles and caps at T2 (timers E and G). */
    Duration doubledUpToT2(Duration interval) {
        var doubled = interval.plus(interval);
        return doubled.compareTo(t2) < 0 ? doubled : t2;
    }

    /** From the first sending of a request until its timer E is set to T2 (RFC 4320 §4.1): 3.5 s by default. */
    Duration untilEReachesT2() {
        var elapsed = t1;
        for (var interval = doubledUpToT2(t1); interval.compareTo(t2) < 0; interval = doubledUpToT2(interval)) {
            elapsed = elapsed.plus(interval);
        }
        return elapsed;
    }
}
