package org.strowger.sip.transaction;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose chains go through what is in it, so that nothing but an array is kept for it. Those of one hash
 * come youngest first. Owned by a shard.
 *
 * <p>It grows and shrinks by one chain at a time (linear hashing; Litwin, 1980): with a million in it no event waits for all to be moved.
 */
final class Chains<E> {
    private static final int LEAST = 16;
    /** So many chains to an element; and so many go with one when there are more. */
    private static final int AT_MOST = 4;

    /** Where an element keeps its place in this table. */
    interface Link<E> {
        int hash(E element);

        @Nullable
        E next(E element);

        void next(E element, @Nullable E next);
    }

    private final Link<E> link;

    @SuppressWarnings("unchecked") // nobody else ever sees the array
    private @Nullable E[] chains = (E[]) new Object[LEAST];

    /** How many chains there are; the array may be longer. */
    private int count = LEAST;

    private int size;

    Chains(Link<E> link) {
        this.link = link;
    }

    /** The first of the chain in which those of that hash are, and others. */
    @Nullable
    E first(int hash) {
        return chains[place(hash)];
    }

    void add(E element) {
        if (++size > count) {
            grow();
        }
        put(element, place(link.hash(element)));
    }

    void remove(E element) {
        int place = place(link.hash(element));
        var after = link.next(element);
        E before = null;
        for (var at = chains[place]; at != null && !at.equals(element); at = link.next(at)) {
            before = at;
        }
        if (before == null) {
            chains[place] = after;
        } else {
            link.next(before, after);
        }
        link.next(element, null);
        size--;
        for (int step = 0; step < AT_MOST && isSparse(); step++) {
            shrink();
        }
    }

    private boolean isSparse() {
        return size < count / AT_MOST && count > LEAST;
    }

    private void put(E element, int place) {
        link.next(element, chains[place]);
        chains[place] = element;
    }

    /** Those places that the present doubling has not reached yet are still shared with their other half. */
    private int place(int hash) {
        int mixed = hash ^ hash >>> 16;
        int whole = Integer.highestOneBit(count);
        int place = mixed & whole * 2 - 1;
        return place < count ? place : place - whole;
    }

    private void grow() {
        if (count == chains.length) {
            chains = Arrays.copyOf(chains, count * 2);
        }
        int split = count - Integer.highestOneBit(count);
        count++;
        dealOut(split);
    }

    private void shrink() {
        count--;
        dealOut(count);
        if (count == chains.length / 4) {
            chains = Arrays.copyOf(chains, count * 2);
        }
    }

    /** Puts all of that chain to where they belong now, in the order they had. */
    private void dealOut(int from) {
        E youngestLast = null;
        var at = chains[from];
        chains[from] = null;
        while (at != null) {
            var next = link.next(at);
            link.next(at, youngestLast);
            youngestLast = at;
            at = next;
        }
        while (youngestLast != null) {
            var next = link.next(youngestLast);
            put(youngestLast, place(link.hash(youngestLast)));
            youngestLast = next;
        }
    }
}
