package org.strowger.sip.transaction;

import java.time.Duration;

/**
 * What all transactions of a layer have in common that go by the same kind of transport.
 *
 * @param giveUp 64 × T1
 * @param untilEReachesT2 see {@link Timers#untilEReachesT2}
 */
record Terms(boolean reliable, Timers timers, Duration giveUp, Duration untilEReachesT2) {
    /**
     * For a machine that has had its final response and needs nothing of this any more: all that are in such a state are one object, since
     * there are by far more of them than of others.
     */
    static final Terms NONE = of(true, Timers.RFC3261);

    static Terms of(boolean reliable, Timers timers) {
        return new Terms(reliable, timers, timers.giveUp(), timers.untilEReachesT2());
    }

    /** How long to wait for what only an unreliable transport can bring (timers D, I, J and K). */
    Duration unlessReliable(Duration wait) {
        return reliable ? Duration.ZERO : wait;
    }
}
