package org.strowger.sip.loop;

import java.time.Instant;

/** The machine's own clock. */
enum SystemClock implements Clock {
    THE_ONE;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
