package org.strowger.sip.transaction;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A hash table of a fixed capacity, a power of two: the hashes beside the elements, each as near behind its own place as there was room. */
final class Slots<E> {
    private final int[] hashes;
    private final @Nullable E[] elements;
    private final int mask;
    /** Those from here on have been poured out; the elements before are in their places as ever. */
    private int end;

    @SuppressWarnings("unchecked") // nobody else ever sees the array
    Slots(int capacity) {
        hashes = new int[capacity];
        elements = (E[]) new Object[capacity];
        mask = capacity - 1;
        end = capacity;
    }

    int capacity() {
        return hashes.length;
    }

    <A> @Nullable E find(int hash, BiPredicate<? super E, A> predicate, A argument) {
        int sought = marked(hash);
        for (int place = home(sought); hashes[place] != 0; place = after(place)) {
            var element = hashes[place] == sought ? elements[place] : null;
            if (element != null && predicate.test(element, argument)) {
                return element;
            }
        }
        return null;
    }

    void add(int hash, E element) {
        int marked = marked(hash);
        int place = home(marked);
        while (hashes[place] != 0) {
            place = after(place);
        }
        hashes[place] = marked;
        elements[place] = element;
    }

    /** Answers whether that object was there. */
    @SuppressWarnings("ReferenceEquality") // the very object is meant
    boolean remove(int hash, E element) {
        int sought = marked(hash);
        for (int place = home(sought); hashes[place] != 0; place = after(place)) {
            if (hashes[place] == sought && elements[place] == element) {
                empty(place);
                return true;
            }
        }
        return false;
    }

    /** Moves all that is in some places to others; answers whether nothing is left here. */
    boolean pourInto(Slots<E> others, int places) {
        int until = Math.max(0, end - places);
        while (end > until) {
            int last = end - 1;
            var element = elements[last];
            if (element == null) {
                end = last;
            } else {
                // what comes in its place began at the other end, and is the next to go
                int hash = hashes[last];
                empty(last);
                others.add(hash, element);
            }
        }
        return end == 0;
    }

    /** Empties a place and moves those behind it nearer to their own, so that no search ends before it should. */
    private void empty(int emptied) {
        int hole = emptied;
        for (int place = after(hole); hashes[place] != 0; place = after(place)) {
            int behindHome = place - home(hashes[place]) & mask;
            int behindHole = place - hole & mask;
            if (behindHome >= behindHole) {
                hashes[hole] = hashes[place];
                elements[hole] = elements[place];
                hole = place;
            }
        }
        hashes[hole] = 0;
        elements[hole] = null;
    }

    private int home(int hash) {
        return (hash ^ hash >>> 16) & mask;
    }

    private int after(int place) {
        return place + 1 & mask;
    }

    /** 0 stands for an empty place. */
    private static int marked(int hash) {
        return hash == 0 ? 1 : hash;
    }
}
