package org.strowger.sip.transaction;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client transactions of a shard, each in a slot that its branch names. Owned by the shard.
 *
 * <p>A slot that was given back counts one generation more, so that an old branch does not find the new tenant.
 */
final class ClientTable {
    private static final int FIRST_SLOTS = 16;

    private @Nullable LiveClient<?>[] tenants = new LiveClient<?>[FIRST_SLOTS];
    private int[] generations = new int[FIRST_SLOTS];
    private int[] free = new int[FIRST_SLOTS];
    private int freeCount;
    private int used;

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

    void release(int slot) {
        tenants[slot] = null;
        generations[slot] = generations[slot] + 1 & Branches.GENERATIONS - 1;
        free[freeCount++] = slot;
    }

    private void grow() {
        if (used == Branches.MAX_SLOTS) {
            throw new IllegalStateException("a shard holds %d client transactions, no more".formatted(used));
        }
        tenants = Arrays.copyOf(tenants, used * 2);
        generations = Arrays.copyOf(generations, used * 2);
        free = Arrays.copyOf(free, used * 2);
    }
}
