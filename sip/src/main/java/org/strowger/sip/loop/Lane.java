package org.strowger.sip.loop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Timers of one length: since time only goes on, they are due in the order of their arming, so a queue keeps them sorted. Owned by a shard.
 *
 * <p>A timer is a number, counted up from 1 and never used again, and a place in three arrays; there is no object for it. What was forgotten
 * leaves its place empty until all before it are gone.
 */
final class Lane {
    private static final int LEAST = 16;
    /** So many places to one in use, and half of them go. */
    private static final int SPARSE = 8;

    final long lengthNanos;

    private long[] dueNanos = new long[LEAST];
    private @Nullable Expiry<?>[] listeners = new Expiry<?>[LEAST];
    private @Nullable Object[] subjects = new Object[LEAST];
    /** The first that is armed; {@link #next} if none is. */
    private long first = 1;
    /** The number of the next to be armed. */
    private long next = 1;

    private int armed;

    Lane(long lengthNanos) {
        this.lengthNanos = lengthNanos;
    }

    int armed() {
        return armed;
    }

    /** @return the number of the timer */
    <W> long arm(long nowNanos, Expiry<? super W> listener, W which) {
        if (next - first == dueNanos.length) {
            resize(dueNanos.length * 2);
        }
        int place = place(next);
        dueNanos[place] = nowNanos + lengthNanos;
        listeners[place] = listener;
        subjects[place] = which;
        armed++;
        return next++;
    }

    /** Without effect if it has fired or was forgotten before. */
    void forget(long number) {
        if (number >= first && listeners[place(number)] != null) {
            clear(place(number));
            skipForgotten();
        }
    }

    /** When the first is due; Long.MAX_VALUE if none is armed. */
    long earliestNanos() {
        return first == next ? Long.MAX_VALUE : dueNanos[place(first)];
    }

    /** Takes out the first, which must be there, and tells its listener. */
    void fire() {
        int place = place(first);
        @SuppressWarnings("unchecked") // arm() put the two beside each other
        var listener = (Expiry<Object>) Objects.requireNonNull(listeners[place]);
        var which = Objects.requireNonNull(subjects[place]);
        clear(place);
        skipForgotten();
        listener.fired(which);
    }

    private void clear(int place) {
        listeners[place] = null;
        subjects[place] = null;
        armed--;
    }

    private void skipForgotten() {
        while (first < next && listeners[place(first)] == null) {
            first++;
        }
        if (dueNanos.length > LEAST && next - first < dueNanos.length / SPARSE) {
            resize(dueNanos.length / 2);
        }
    }

    private int place(long number) {
        return (int) number & dueNanos.length - 1;
    }

    private void resize(int places) {
        var oldDueNanos = dueNanos;
        var oldListeners = listeners;
        var oldSubjects = subjects;
        dueNanos = new long[places];
        listeners = new Expiry<?>[places];
        subjects = new Object[places];
        for (long number = first; number < next; number++) {
            int from = (int) number & oldDueNanos.length - 1;
            int to = place(number);
            dueNanos[to] = oldDueNanos[from];
            listeners[to] = oldListeners[from];
            subjects[to] = oldSubjects[from];
        }
    }
}
