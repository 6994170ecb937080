package org.strowger.sip.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;

/**
 * Shards on a false clock, turned by hand in the thread of the test: time goes from one due timer to the next, and nothing waits.
 *
 * <p>Events run when they are executed; timers fire in {@link #advance}, {@link #runUntil} and {@link #turn}, each exactly when it
 * is due.
 */
public final class FakeLoop {
    private static final long SEED = 42;

    private final FakeClock clock = new FakeClock();
    private final Shards shards;
    private final List<Shards> all = new ArrayList<>();
    private Shards next;

    /** One shard. */
    public FakeLoop() {
        this(1);
    }

    /** @param shardCount a power of two */
    public FakeLoop(int shardCount) {
        this(shardCount, SEED);
    }

    /** @param seed what Call-IDs are hashed with */
    public FakeLoop(int shardCount, long seed) {
        this.shards = new Shards(shardCount, clock, seed);
        this.next = shards;
        all.add(shards);
    }

    /** Shards of somebody else who lives in the same time: another server, an agent, a network. */
    public Shards moreShards(int shardCount, long seed) {
        var more = new Shards(shardCount, clock, seed);
        all.add(more);
        return more;
    }

    public FakeClock clock() {
        return clock;
    }

    public Shards shards() {
        return shards;
    }

    /** The first shard: the only one where there is one. */
    public Shard shard() {
        return shards.at(0);
    }

    /** Fires what is due now. */
    public void turn() {
        for (var some : all) {
            some.turn();
        }
    }

    /** Timers armed in all shards that live in this time. */
    public int armed() {
        return all.stream().mapToInt(Shards::armed).sum();
    }

    /** Lets time pass, from due timer to due timer; everything due within it fires at its own time. */
    public void advance(Duration by) {
        long end = clock.nanos() + by.toNanos();
        turn();
        long due = nextDueNanos();
        while (due <= end) {
            goTo(due);
            due = nextDueNanos();
        }
        clock.advance(Duration.ofNanos(end - clock.nanos()));
    }

    /**
     * Lets time pass until the condition holds, as far as the first timer after which it does.
     *
     * @throws AssertionError if it does not hold within that time, or when no timer is left that could bring it about
     */
    public void runUntil(BooleanSupplier condition, Duration atMost) {
        long end = clock.nanos() + atMost.toNanos();
        turn();
        while (!condition.getAsBoolean()) {
            long due = nextDueNanos();
            if (due > end) {
                throw new AssertionError("not so within %s, %d timers are armed".formatted(atMost, armed()));
            }
            goTo(due);
        }
    }

    /** Lets time pass until no timer is armed. */
    public void runUntilIdle(Duration atMost) {
        runUntil(() -> armed() == 0, atMost);
    }

    /** Fires what is due then in those that were found to be next; others that are due at the same time are found after that. */
    private void goTo(long nanos) {
        clock.advance(Duration.ofNanos(Math.max(0, nanos - clock.nanos())));
        next.turn();
    }

    private long nextDueNanos() {
        long earliest = Long.MAX_VALUE;
        for (var some : all) {
            long due = some.nextDueNanos(earliest);
            if (due < earliest) {
                earliest = due;
                next = some;
            }
        }
        return earliest;
    }
}
