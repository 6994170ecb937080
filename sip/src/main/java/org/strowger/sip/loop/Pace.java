package org.strowger.sip.loop;

/** How fast things arrive, measured over windows of 50 ms or more. Owned by one thread. */
public final class Pace {
    /** So fast comes nothing. */
    static final long UNREACHED = Long.MAX_VALUE;

    private static final long WINDOW_NANOS = 50_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final long perSecond;
    private long windowStartNanos;
    private long count;
    private boolean fast;

    /** Nothing has arrived yet. */
    Pace(long perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.windowStartNanos = nowNanos;
    }

    /** Counts what was done until now, and tells whether the last whole window was faster than the given pace. */
    public boolean isFast(int done, long nowNanos) {
        count += done;
        long elapsedNanos = nowNanos - windowStartNanos;
        if (elapsedNanos >= WINDOW_NANOS) {
            fast = count * SECOND_NANOS / elapsedNanos > perSecond;
            count = 0;
            windowStartNanos = nowNanos;
        }
        return fast;
    }
}
