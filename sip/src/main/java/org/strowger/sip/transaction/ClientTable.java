package org.strowger.sip.transaction;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client transactions of a shard, each in a slot that its branch names. Owned by the shard.
 *
 * <p>A slot that was given back counts one generation more, so that an old branch does not find the new tenant. Of a transaction whose user
 * is done with it the slot is all that is left, with what a further 2xx needs ({@link Past}), until timer K or M ends it.
 */
final class ClientTable {
    private static final int FIRST_SLOTS = 16;

    private @Nullable LiveClient<?>[] tenants = new LiveClient<?>[FIRST_SLOTS];
    private @Nullable SuccessListener[] listeners = new SuccessListener[FIRST_SLOTS];
    private long[] fingerprints = new long[FIRST_SLOTS];
    private long[] remembered = new long[FIRST_SLOTS];
    private int[] generations = new int[FIRST_SLOTS];
    private int[] free = new int[FIRST_SLOTS];
    private int freeCount;
    private int used;

    /**
     * What is left of an INVITE that was answered with a 2xx.
     *
     * @param fingerprint of all responses to it
     * @param remembered what its user left for the listener, in the kept bytes
     */
    record Past(long fingerprint, SuccessListener listener, long remembered) {}

    /** A slot for the next transaction. */
    int reserve() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (used == tenants.length) {
            grow();
        }
        return used++;
    }

    int generation(int slot) {
        return generations[slot];
    }

    void put(int slot, LiveClient<?> tenant) {
        tenants[slot] = tenant;
    }

    /** Who lives there; null if nobody does, or somebody of another generation. */
    @Nullable
    LiveClient<?> find(int slot, int generation) {
        return slot < used && generations[slot] == generation ? tenants[slot] : null;
    }

    /** The tenant has gone, and nothing that comes for it is of interest; the slot is not free yet. */
    void leave(int slot) {
        tenants[slot] = null;
    }

    /** The tenant has gone, and this is left of it. */
    void leave(int slot, Past past) {
        tenants[slot] = null;
        listeners[slot] = past.listener();
        fingerprints[slot] = past.fingerprint();
        remembered[slot] = past.remembered();
    }

    /** What was left there by a tenant of that generation; empty if nothing was. */
    Optional<Past> past(int slot, int generation) {
        var listener = slot < used && generations[slot] == generation ? listeners[slot] : null;
        return listener == null
                ? Optional.empty()
                : Optional.of(new Past(fingerprints[slot], listener, remembered[slot]));
    }

    /** Whether a tenant of that generation has left and is not forgotten. */
    boolean isLeft(int slot, int generation) {
        return slot < used && generations[slot] == generation && tenants[slot] == null;
    }

    /** @return what was left there in the kept bytes */
    long release(int slot) {
        long left = remembered[slot];
        tenants[slot] = null;
        listeners[slot] = null;
        remembered[slot] = KeptBytes.NOTHING;
        generations[slot] = generations[slot] + 1 & Branches.GENERATIONS - 1;
        free[freeCount++] = slot;
        return left;
    }

    private void grow() {
        if (used == Branches.MAX_SLOTS) {
            throw new IllegalStateException("a shard holds %d client transactions, no more".formatted(used));
        }
        tenants = Arrays.copyOf(tenants, used * 2);
        listeners = Arrays.copyOf(listeners, used * 2);
        fingerprints = Arrays.copyOf(fingerprints, used * 2);
        remembered = Arrays.copyOf(remembered, used * 2);
        generations = Arrays.copyOf(generations, used * 2);
        free = Arrays.copyOf(free, used * 2);
    }
}
