package org.strowger.sip.transaction;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is found by a hash, by far the most of it never looked for: so neither a search for what is not there nor a removal touches any
 * element but those of the very hash. The hash has to be keyed where strangers choose what goes into it. Owned by a shard.
 *
 * <p>It grows and shrinks by moving a few elements with each that comes or goes, so no event waits for all to be moved.
 */
final class HashTable<E> {
    private static final int LEAST = 16;
    /** So many places to an element, and half of them go. */
    private static final int SPARSE = 8;
    /** Places of the old slots that are cleared with each change: with so many all are clear before the next move can be due. */
    private static final int AT_ONCE = 16;

    private Slots<E> slots = new Slots<>(LEAST);
    /** Those that are being left; null if there are none. */
    private @Nullable Slots<E> old;

    private int size;
    /** With fewer or with more the slots are left for others. */
    private int fewest = fewestIn(LEAST);

    private int most = mostIn(LEAST);

    /** One of that hash (or a few others) for which the predicate holds with that argument; null if there is none. */
    <A> @Nullable E find(int hash, BiPredicate<? super E, A> predicate, A argument) {
        var found = slots.find(hash, predicate, argument);
        return found == null && old != null ? old.find(hash, predicate, argument) : found;
    }

    void add(int hash, E element) {
        size++;
        slots.add(hash, element);
        resize();
    }

    /** Takes out the very object, which must be there. */
    void remove(int hash, E element) {
        boolean removed = slots.remove(hash, element) || old != null && old.remove(hash, element);
        if (!removed) {
            throw new IllegalStateException("not there to be removed: " + element);
        }
        size--;
        resize();
    }

    private void resize() {
        if (old != null) {
            if (old.pourInto(slots, AT_ONCE)) {
                old = null;
            }
        } else if ((size - fewest | most - size) < 0) {
            // both in one comparison: tables grow long before one shrinks, a branch never taken is left out of compiled
            // code, and all that adds to a table would be compiled anew when the first one shrinks
            move();
        }
    }

    private void move() {
        int capacity = capacityFor(size);
        old = slots;
        slots = new Slots<>(capacity);
        fewest = fewestIn(capacity);
        most = mostIn(capacity);
    }

    /** The least power of two that is three times as many: twice what became too small, half of what became too large. */
    static int capacityFor(int size) {
        return Math.max(LEAST, Integer.highestOneBit(3 * size - 1) << 1);
    }

    /** The least slots are never too large. */
    static int fewestIn(int capacity) {
        return (capacity - LEAST) / SPARSE;
    }

    static int mostIn(int capacity) {
        return capacity / 8 * 5;
    }
}
