package org.strowger.sip.transaction;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Method;
import org.strowger.sip.transport.Flow;

/**
 * Server transactions whose users are done with them, and which only know a repetition until timer J or L ends them (RFC 3261 §17.2.2,
 * RFC 6026 §7.1): nearly all there are. Rows of numbers and no objects, so that the collector has nothing to copy. Owned by a shard.
 *
 * <p>All wait equally long, so they end in the order in which they came. Of each bucket the newest row is known, and of each row the
 * next older one in its bucket; a search ends at the first row that is over. So one that ends is not touched, and no table is mended.
 *
 * <p>Rows lie in chunks, which are filled one behind the other and used again. Only the buckets are made anew when there are more rows.
 */
final class PastServers {
    static final int CHUNK_BITS = 8;
    private static final int CHUNK = 1 << CHUNK_BITS;
    /** So many chunks with nothing in them wait for their next use; others are given back. */
    private static final int MOST_SPARE = 4;

    private static final int LEAST = 16;
    /** So many buckets to a row, and all but a few of them go. */
    private static final int SPARSE = 8;

    /** By the numbers of their rows, modulo the length, which is a power of two. */
    private @Nullable Rows[] chunks = new @Nullable Rows[2];

    private final @Nullable Rows[] spares = new @Nullable Rows[MOST_SPARE];
    private int spareCount;
    /** Of each bucket the last row; one that is over stands for none. */
    private int[] newest;
    /** Rows are counted up, over the end of the numbers: only their differences are compared. */
    private int first;

    private int next;

    PastServers() {
        this(1);
    }

    /** @param first the number of the first row */
    PastServers(int first) {
        this.first = first;
        this.next = first;
        this.newest = buckets(LEAST);
    }

    /**
     * What is left of one.
     *
     * @param sender what is the same in requests that are the same one, by whatever way they came
     * @param kept what it has sent, in the kept bytes: the final response, or of an INVITE the To tag
     * @param mayMerge whether a request of the same sender is one that came by another way
     */
    record Past(ServerKey.Unique key, long sender, Flow flow, long kept, boolean mayMerge) {}

    /** Who is told what a row had in the kept bytes, when it is over. */
    @FunctionalInterface
    interface Heir {
        void inherits(long kept);
    }

    int size() {
        return next - first;
    }

    /** When the first is over; Long.MAX_VALUE if there is none. */
    long earliestNanos() {
        return first == next ? Long.MAX_VALUE : dueNanos(first);
    }

    /** Adds one that is over at that time; false if one that is there ends later. */
    boolean add(Past past, long dueNanos) {
        if (first != next && dueNanos < dueNanos(next - 1)) {
            return false;
        }
        if (size() == newest.length) {
            resize(newest.length * 2);
        }
        chunkFor(next).fill(place(next), past, dueNanos);
        chain(next++);
        return true;
    }

    /** The one of that key; null if there is none. */
    @Nullable
    Past find(ServerKey key, long sender, long nowNanos) {
        if (!(key instanceof ServerKey.Unique(long high, long low, var method))) {
            return null;
        }
        for (int row = newest[bucket(sender)]; isLiving(row, nowNanos); row = older(row)) {
            var chunk = chunk(row);
            int place = place(row);
            if (chunk.keysHigh[place] == high && chunk.keysLow[place] == low && method.equals(chunk.methods[place])) {
                return chunk.past(place);
            }
        }
        return null;
    }

    /** How many have that sender; those alone that a request may be merged with, if that is what is asked. */
    int count(long sender, boolean mergingOnly, long nowNanos) {
        int count = 0;
        for (int row = newest[bucket(sender)]; isLiving(row, nowNanos); row = older(row)) {
            var chunk = chunk(row);
            int place = place(row);
            if (chunk.senders[place] == sender && (chunk.mayMerge[place] || !mergingOnly)) {
                count++;
            }
        }
        return count;
    }

    /** Whether one of that sender is such. */
    boolean has(long sender, long nowNanos, Predicate<Past> test) {
        for (int row = newest[bucket(sender)]; isLiving(row, nowNanos); row = older(row)) {
            var chunk = chunk(row);
            if (chunk.senders[place(row)] == sender && test.test(chunk.past(place(row)))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes out what is over by then.
     *
     * @param most how many at once
     */
    void expire(long nowNanos, int most, Heir heir) {
        for (int taken = 0; taken < most && earliestNanos() <= nowNanos; taken++) {
            var chunk = chunk(first);
            long kept = chunk.emptied(place(first++));
            if (place(first) == 0) {
                giveBack(chunk, slot(first - 1));
            }
            heir.inherits(kept);
        }
        if (newest.length > LEAST && size() < newest.length / SPARSE) {
            resize(Math.max(LEAST, Integer.highestOneBit(Math.max(1, size())) * 4));
        }
    }

    private boolean isLiving(int row, long nowNanos) {
        return row - first >= 0 && next - row > 0 && dueNanos(row) > nowNanos;
    }

    private static int place(int row) {
        return row & CHUNK - 1;
    }

    private int slot(int row) {
        return row >>> CHUNK_BITS & chunks.length - 1;
    }

    private Rows chunk(int row) {
        return Objects.requireNonNull(chunks[slot(row)]);
    }

    private long dueNanos(int row) {
        return chunk(row).dueNanos[place(row)];
    }

    private int older(int row) {
        return chunk(row).olders[place(row)];
    }

    private int bucket(long sender) {
        int hash = Long.hashCode(sender);
        return (hash ^ hash >>> 16) & newest.length - 1;
    }

    /** Puts a row that is filled before the others of its bucket. */
    private void chain(int row) {
        var chunk = chunk(row);
        int bucket = bucket(chunk.senders[place(row)]);
        chunk.olders[place(row)] = newest[bucket];
        newest[bucket] = row;
    }

    /** The chunk of the row that comes next. */
    private Rows chunkFor(int row) {
        int taken = row - (first & -CHUNK) >>> CHUNK_BITS;
        if (taken == chunks.length) {
            growChunks();
        }
        int slot = slot(row);
        var chunk = chunks[slot];
        if (chunk == null) {
            chunk = spareCount > 0 ? Objects.requireNonNull(spares[--spareCount]) : new Rows();
            chunks[slot] = chunk;
        }
        return chunk;
    }

    private void growChunks() {
        var old = chunks;
        chunks = new @Nullable Rows[old.length * 2];
        for (int index = 0; index < old.length; index++) {
            int row = first + (index << CHUNK_BITS);
            chunks[slot(row)] = old[row >>> CHUNK_BITS & old.length - 1];
        }
    }

    private void giveBack(Rows chunk, int slot) {
        chunks[slot] = null;
        if (spareCount < MOST_SPARE) {
            spares[spareCount++] = chunk;
        }
    }

    private void resize(int count) {
        newest = buckets(count);
        for (int row = first; row != next; row++) {
            chain(row);
        }
    }

    /** Empty ones: of whatever was there, the row before the first is over. */
    private int[] buckets(int count) {
        var buckets = new int[count];
        Arrays.fill(buckets, first - 1);
        return buckets;
    }

    /** The columns of some rows. */
    private static final class Rows {
        private final long[] dueNanos = new long[CHUNK];
        private final long[] senders = new long[CHUNK];
        private final long[] keysHigh = new long[CHUNK];
        private final long[] keysLow = new long[CHUNK];
        private final long[] kept = new long[CHUNK];
        private final @Nullable Method[] methods = new @Nullable Method[CHUNK];
        private final @Nullable Flow[] flows = new @Nullable Flow[CHUNK];
        private final boolean[] mayMerge = new boolean[CHUNK];
        /** Of each row the one before it in its bucket. */
        private final int[] olders = new int[CHUNK];

        Past past(int place) {
            return new Past(
                    new ServerKey.Unique(keysHigh[place], keysLow[place], Objects.requireNonNull(methods[place])),
                    senders[place],
                    Objects.requireNonNull(flows[place]),
                    kept[place],
                    mayMerge[place]);
        }

        void fill(int place, Past past, long due) {
            dueNanos[place] = due;
            senders[place] = past.sender();
            keysHigh[place] = past.key().high();
            keysLow[place] = past.key().low();
            methods[place] = past.key().method();
            kept[place] = past.kept();
            flows[place] = past.flow();
            mayMerge[place] = past.mayMerge();
        }

        /** Answers what it had in the kept bytes. */
        long emptied(int place) {
            methods[place] = null;
            flows[place] = null;
            return kept[place];
        }
    }
}
