package org.strowger.sip.loop;

import java.time.Duration;
import java.time.Instant;

/** The one clock of the house. */
public interface Clock {
    /** Monotonic, nanoseconds from an arbitrary origin. */
    long nanos();

    /** The time of day: for what outlives the process (bindings) or leaves it (Date, nonces). */
    Instant now();

    /** Lets so much time go by on the calling thread, or less where somebody wakes the thread. */
    void pause(Duration duration);

    /** The clock of the machine. */
    static Clock system() {
        return SystemClock.THE_ONE;
    }
}
