package org.strowger.sip.loop;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** All shards of a server. */
public final class Shards {
    private final List<Shard> shards;
    private final Clock clock;
    private final long seed;

    /**
     * With a seed nobody can know.
     *
     * @param count a power of two
     */
    public Shards(int count, Clock clock) {
        this(count, clock, new SecureRandom().nextLong());
    }

    /**
     * With a given seed, so that a test goes the same way again.
     *
     * @param count a power of two
     */
    public Shards(int count, Clock clock, long seed) {
        if (Integer.bitCount(count) != 1 || count < 1) {
            throw new IllegalArgumentException("expected a power of two of shards, found " + count);
        }
        var made = new ArrayList<Shard>(count);
        for (int index = 0; index < count; index++) {
            made.add(new Shard(index, clock));
        }
        this.shards = List.copyOf(made);
        this.clock = clock;
        this.seed = seed;
    }

    public int size() {
        return shards.size();
    }

    /** The shard of that hash (of a Call-ID, with {@link #seed()}). */
    public Shard of(int hash) {
        return shards.get((hash ^ (hash >>> 16)) & (shards.size() - 1));
    }

    public Shard at(int index) {
        return shards.get(index);
    }

    public List<Shard> all() {
        return shards;
    }

    /** Random from the start of the process (or given, in tests): strangers choose Call-IDs. */
    public long seed() {
        return seed;
    }

    public Clock clock() {
        return clock;
    }

    /** Fires what is due in every shard that is free; whoever is inside one that is not does it there. */
    public void turn() {
        long now = clock.nanos();
        for (int index = 0; index < shards.size(); index++) {
            var shard = shards.get(index);
            if (shard.isDue(now)) {
                shard.turn();
            }
        }
    }

    /**
     * When the next timer of all shards is due, monotonic nanoseconds; Long.MAX_VALUE if none. For simulations: no other thread may be
     * inside a shard.
     */
    public long nextDueNanos() {
        return nextDueNanos(Long.MAX_VALUE);
    }

    /** The same, unless that is not before the given time: then the given time, with less to look for. */
    public long nextDueNanos(long known) {
        long earliest = known;
        for (int index = 0; index < shards.size(); index++) {
            var shard = shards.get(index);
            if (shard.turnAtNanos() < earliest) {
                earliest = Math.min(earliest, shard.earliestNanos());
            }
        }
        return earliest;
    }

    /** Timers armed and neither fired nor forgotten, in all shards; a guess while other threads are inside. */
    public int armed() {
        int armed = 0;
        for (var shard : shards) {
            armed += shard.armed();
        }
        return armed;
    }
}
