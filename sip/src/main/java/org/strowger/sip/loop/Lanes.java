package org.strowger.sip.loop;

import java.util.Arrays;

/**
 * The timers of one shard whose lengths many others share: a queue for each length. Arming, forgetting and firing touch no other timer. Owned
 * by a shard.
 *
 * <p>Timers due at the same instant fire in the order of their arming: within a length by their place, and of two lengths the longer was
 * armed first.
 */
final class Lanes {
    private static final int LANE_BITS = 6;
    /** So many lengths; they come from settings, not from strangers. */
    static final int MOST = 1 << LANE_BITS;

    private Lane[] lanes = new Lane[0];
    /** The lengths once more, and when the first of each is due: what has to be looked through lies together. */
    private long[] lengths = new long[0];

    private long[] earliest = new long[0];

    /** @return a number for {@link #forget}, never 0 */
    <W> long arm(long nowNanos, long lengthNanos, Expiry<? super W> listener, W which) {
        int index = laneOf(lengthNanos);
        long number = lanes[index].arm(nowNanos, listener, which);
        earliest[index] = lanes[index].earliestNanos();
        return number << LANE_BITS | index;
    }

    void forget(long timer) {
        int index = (int) timer & MOST - 1;
        if (index < lanes.length) {
            lanes[index].forget(timer >>> LANE_BITS);
            earliest[index] = lanes[index].earliestNanos();
        }
    }

    /** When the next timer is due; Long.MAX_VALUE if none is armed. */
    long earliestNanos() {
        return lanes.length == 0 ? Long.MAX_VALUE : earliest[next()];
    }

    /** Fires the one that is due next, which must be there. */
    void fire() {
        int index = next();
        try {
            lanes[index].fire();
        } finally {
            earliest[index] = lanes[index].earliestNanos();
        }
    }

    int armed() {
        int armed = 0;
        for (var lane : lanes) {
            armed += lane.armed();
        }
        return armed;
    }

    private int next() {
        int next = 0;
        for (int index = 1; index < earliest.length; index++) {
            if (earliest[index] < earliest[next]
                    || earliest[index] == earliest[next] && lengths[index] > lengths[next]) {
                next = index;
            }
        }
        return next;
    }

    private int laneOf(long lengthNanos) {
        for (int index = 0; index < lengths.length; index++) {
            if (lengths[index] == lengthNanos) {
                return index;
            }
        }
        return open(lengthNanos);
    }

    private int open(long lengthNanos) {
        int index = lanes.length;
        if (index == MOST) {
            throw new IllegalStateException(
                    "expected timers of %d lengths at most, found one more: %d ns".formatted(MOST, lengthNanos));
        }
        lanes = Arrays.copyOf(lanes, index + 1);
        lengths = Arrays.copyOf(lengths, index + 1);
        earliest = Arrays.copyOf(earliest, index + 1);
        lanes[index] = new Lane(lengthNanos);
        lengths[index] = lengthNanos;
        earliest[index] = Long.MAX_VALUE;
        return index;
    }
}
