package org.strowger.sip.testing;

import java.time.Duration;
import java.time.Instant;
import org.strowger.sip.loop.Clock;

/** A clock that stands still until it is told to go on. */
public final class FakeClock implements Clock {
    /** The time of day at which every false clock begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Far from zero, so that nobody takes the origin for granted. */
    private static final long ORIGIN_NANOS = 1_000_000_007L;

    private long elapsedNanos;

    @Override
    public long nanos() {
        return ORIGIN_NANOS + elapsedNanos;
    }

    @Override
    public Instant now() {
        return START.plusNanos(elapsedNanos);
    }

    @Override
    public void pause(Duration duration) {
        advance(duration);
    }

    /** How far it has gone since it began. */
    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos);
    }

    /** Goes on; nothing fires before somebody turns the shards (see {@link FakeLoop}). */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("expected a time to come, found " + by);
        }
        elapsedNanos += by.toNanos();
    }
}
