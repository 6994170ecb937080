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
 */
final class PastServers {
    private static final int LEAST = 16;
    /** So many rows to one in use, and all but twice what is used go. */
    private static final int SPARSE = 8;

    private Rows rows;
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
        this.rows = new Rows(LEAST, first - 1);
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
        return first == next ? Long.MAX_VALUE : rows.dueNanos[rows.place(first)];
    }

    /** Adds one that is over at that time; false if one that is there ends later. */
    boolean add(Past past, long dueNanos) {
        if (first != next && dueNanos < rows.dueNanos[rows.place(next - 1)]) {
            return false;
        }
        if (size() == rows.count()) {
            resize(rows.count() * 2);
        }
        rows.fill(rows.place(next), past, dueNanos);
        rows.chain(next++);
        return true;
    }

    /** The one of that key; null if there is none. */
    @Nullable
    Past find(ServerKey key, long sender, long nowNanos) {
        if (!(key instanceof ServerKey.Unique(long high, long low, var method))) {
            return null;
        }
        for (int row = rows.newest(sender); isLiving(row, nowNanos); row = rows.older(row)) {
            int place = rows.place(row);
            if (rows.keysHigh[place] == high && rows.keysLow[place] == low && method.equals(rows.methods[place])) {
                return rows.past(place);
            }
        }
        return null;
    }

    /** How many have that sender; those alone that a request may be merged with, if that is what is asked. */
    int count(long sender, boolean mergingOnly, long nowNanos) {
        int count = 0;
        for (int row = rows.newest(sender); isLiving(row, nowNanos); row = rows.older(row)) {
            int place = rows.place(row);
            if (rows.senders[place] == sender && (rows.mayMerge[place] || !mergingOnly)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Takes out what is over by then.
     *
     * @param most how many at once
     */
    void expire(long nowNanos, int most, Heir heir) {
        for (int taken = 0; taken < most && earliestNanos() <= nowNanos; taken++) {
            int place = rows.place(first++);
            rows.flows[place] = null;
            rows.methods[place] = null;
            heir.inherits(rows.kept[place]);
        }
        if (rows.count() > LEAST && size() < rows.count() / SPARSE) {
            resize(Math.max(LEAST, Integer.highestOneBit(Math.max(1, size())) * 4));
        }
    }

    /** Whether one of that sender is such. */
    boolean has(long sender, long nowNanos, Predicate<Past> test) {
        for (int row = rows.newest(sender); isLiving(row, nowNanos); row = rows.older(row)) {
            int place = rows.place(row);
            if (rows.senders[place] == sender && test.test(rows.past(place))) {
                return true;
            }
        }
        return false;
    }

    private boolean isLiving(int row, long nowNanos) {
        return row - first >= 0 && next - row > 0 && rows.dueNanos[rows.place(row)] > nowNanos;
    }

    private void resize(int count) {
        var resized = new Rows(count, first - 1);
        for (int row = first; row != next; row++) {
            rows.copyTo(resized, row);
            resized.chain(row);
        }
        rows = resized;
    }

    /** The columns; a row stands at its number modulo their length, which is a power of two, as is the number of buckets. */
    private static final class Rows {
        private final long[] dueNanos;
        private final long[] senders;
        private final long[] keysHigh;
        private final long[] keysLow;
        private final long[] kept;
        private final @Nullable Method[] methods;
        private final @Nullable Flow[] flows;
        private final boolean[] mayMerge;
        /** Of each row the one before it in its bucket, and of each bucket the last; one that is over stands for none. */
        private final int[] olders;

        private final int[] newest;

        /** @param over the number of a row that is over, which stands for none */
        Rows(int count, int over) {
            dueNanos = new long[count];
            senders = new long[count];
            keysHigh = new long[count];
            keysLow = new long[count];
            kept = new long[count];
            methods = new @Nullable Method[count];
            flows = new @Nullable Flow[count];
            mayMerge = new boolean[count];
            olders = new int[count];
            newest = new int[count];
            Arrays.fill(newest, over);
        }

        int count() {
            return senders.length;
        }

        int place(int row) {
            return row & senders.length - 1;
        }

        int newest(long sender) {
            return newest[bucket(sender)];
        }

        int older(int row) {
            return olders[place(row)];
        }

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

        /** Puts a row that is filled before the others of its bucket. */
        void chain(int row) {
            int bucket = bucket(senders[place(row)]);
            olders[place(row)] = newest[bucket];
            newest[bucket] = row;
        }

        void copyTo(Rows others, int row) {
            int from = place(row);
            int to = others.place(row);
            others.dueNanos[to] = dueNanos[from];
            others.senders[to] = senders[from];
            others.keysHigh[to] = keysHigh[from];
            others.keysLow[to] = keysLow[from];
            others.kept[to] = kept[from];
            others.methods[to] = methods[from];
            others.flows[to] = flows[from];
            others.mayMerge[to] = mayMerge[from];
        }

        private int bucket(long sender) {
            int hash = Long.hashCode(sender);
            return (hash ^ hash >>> 16) & senders.length - 1;
        }
    }
}
