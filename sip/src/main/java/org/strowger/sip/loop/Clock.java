package org.strowger.sip.loop;

import java.time.Instant;

/** The one clock of the house. */
public interface Clock {
    /** Monotonic, nanoseconds from an arbitrary origin. */
    long nanos();

    /** The time of day: for what outlives the process (bindings) or leaves it (Date, nonces). */
    Instant now();

    /** The clock of the machine. */
    static Clock system() {
        return SystemClock.THE_ONE;
    }
}
