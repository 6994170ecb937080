package org.strowger.sip.transaction;

/** Slots of client transactions that end in the order in which they came. Owned by a shard. */
final class SlotQueue {
    private static final int LEAST = 16;
    /** So many places to one in use, and all but twice what is used go. */
    private static final int SPARSE = 8;

    private long[] dueNanos = new long[LEAST];
    private int[] slots = new int[LEAST];
    private int first;
    private int count;

    /** Who is told of those that end. */
    @FunctionalInterface
    interface Ends {
        void ended(int slot);
    }

    /** When the first ends; Long.MAX_VALUE if there is none. */
    long earliestNanos() {
        return count == 0 ? Long.MAX_VALUE : dueNanos[first];
    }

    /** Adds one that ends at that time; false if that is before the end of one that is there. */
    boolean add(int slot, long nanos) {
        if (count > 0 && nanos < dueNanos[first + count - 1 & slots.length - 1]) {
            return false;
        }
        if (count == slots.length) {
            resize(count * 2);
        }
        int place = first + count++ & slots.length - 1;
        slots[place] = slot;
        dueNanos[place] = nanos;
        return true;
    }

    /**
     * Takes out those that have ended by then.
     *
     * @param most how many at once
     */
    void expire(long nowNanos, int most, Ends ends) {
        for (int taken = 0; taken < most && earliestNanos() <= nowNanos; taken++) {
            int slot = slots[first];
            first = first + 1 & slots.length - 1;
            count--;
            ends.ended(slot);
        }
        if (slots.length > LEAST && count < slots.length / SPARSE) {
            resize(Math.max(LEAST, Integer.highestOneBit(Math.max(1, count)) * 4));
        }
    }

    private void resize(int places) {
        var oldDueNanos = dueNanos;
        var oldSlots = slots;
        dueNanos = new long[places];
        slots = new int[places];
        for (int index = 0; index < count; index++) {
            int from = first + index & oldSlots.length - 1;
            dueNanos[index] = oldDueNanos[from];
            slots[index] = oldSlots[from];
        }
        first = 0;
    }
}
