package org.strowger.sip.loop;

import java.time.Duration;

/**
 * When a loop lets what arrives gather for a moment instead of waking up for each piece: waking costs more than the work itself. See
 * decision 0055.
 *
 * @param perSecond the loop gathers while more than this arrives in a second; below that no message is ever delayed
 * @param pause how long it lets things gather after a poll that found something; zero: never, at any pace. It does not while datagrams are
 *     unread or other threads have left it something to do
 */
public record Coalescing(int perSecond, Duration pause) {
    /** The highest pace that may be asked for: more than any loop sees. */
    public static final int MOST_PER_SECOND = 1_000_000;

    /** The longest pause: far below T1, after which a request that waits is sent again (RFC 3261 §17.1.1.1). */
    public static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    /** Above 2000 a second, half a millisecond: at 8000 a second a datagram cost 16.5 us of CPU with it and 19.6 without, see decision 0007. */
    public static final Coalescing USUAL = new Coalescing(2000, Duration.ofNanos(500_000));

    /** Never. */
    public static final Coalescing OFF = new Coalescing(USUAL.perSecond, Duration.ZERO);

    /** @throws IllegalArgumentException if one of them is out of bounds */
    public Coalescing {
        if (perSecond < 0 || perSecond > MOST_PER_SECOND) {
            throw new IllegalArgumentException(
                    "expected a pace from 0 to %d a second, found %d".formatted(MOST_PER_SECOND, perSecond));
        }
        if (pause.isNegative() || pause.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException(
                    "expected a pause from %s to %s, found %s".formatted(Duration.ZERO, LONGEST_PAUSE, pause));
        }
    }

    /** What tells when things come so fast; without a pause they never do, and then timers do not gather either. */
    public Pace pace(long nowNanos) {
        return new Pace(pause.isZero() ? Pace.UNREACHED : perSecond, nowNanos);
    }
}
