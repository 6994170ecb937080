package org.strowger.sip.loop;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that turns a poller and the wheels of its shards.
 *
 * <p>It sleeps in the poller until something arrives or the next timer of its shards is due; while none is armed it sleeps for good. A
 * timer that another thread arms wakes it only if it is due before the loop meant to wake. Wheels are turned at most once a tick,
 * and while things come so fast that they gather, once in eight.
 */
final class Loop implements Alarm, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long AWAKE = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;
    /** While things gather, timers do so as well: what ends in a shard is then seen to in one go. */
    private static final int GATHERED_TICKS = 8;
    /** So much may wait at once that other loops have left. */
    static final int MOST_LEFT = 1024;

    private final List<Shard> shards;
    private final Poller poller;
    private final Clock clock;
    private final Coalescing coalescing;
    private final Pace pace;
    /** No timer of the shards is due before this. */
    private final AtomicLong earliestNanos = new AtomicLong(NEVER);
    /** Until when the loop means to sleep. */
    private final AtomicLong asleepUntilNanos = new AtomicLong(AWAKE);

    /** How much other loops have left in our shards since we looked last. */
    private final AtomicInteger left = new AtomicInteger();
    /** Whether the last poll left something unread; of this thread alone. */
    private boolean behind;

    private long turnedAtNanos;
    private long turnEveryNanos = Wheel.TICK_NANOS;
    private volatile boolean stopping;

    Loop(List<Shard> shards, Poller poller, Clock clock, Coalescing coalescing) {
        this.shards = shards;
        this.poller = poller;
        this.clock = clock;
        this.coalescing = coalescing;
        this.pace = coalescing.pace(clock.nanos());
        this.turnedAtNanos = clock.nanos() - Wheel.TICK_NANOS;
    }

    @Override
    public void run() {
        for (var shard : shards) {
            shard.turnedBy(this);
        }
        boolean gathering = false;
        while (!stopping) {
            try {
                gathering = turn(gathering);
            } catch (RuntimeException | Error e) {
                // even an Error is one message's misfortune: without this thread nobody is served
                LOG.error("a loop stumbled and goes on", e);
                gathering = false;
            }
        }
        poller.flush();
    }

    @Override
    public void dueAt(long nanos) {
        if (nanos < earliestNanos.get()) {
            earliestNanos.accumulateAndGet(nanos, Math::min);
        }
        wakeBefore(nanos);
    }

    /** @param nanos a thread that sleeps no longer than that may go on */
    private void wakeBefore(long nanos) {
        long until = asleepUntilNanos.get();
        if (nanos < until && asleepUntilNanos.compareAndSet(until, AWAKE)) {
            poller.wakeup();
        }
    }

    @Override
    public boolean takes() {
        return left.get() < MOST_LEFT;
    }

    @Override
    public void left() {
        if (left.getAndIncrement() == 0) {
            wakeBefore(AWAKE + 1);
        }
    }

    /** Whether there is more to read than it keeps up with; the same during a whole poll. Only its own thread asks. */
    boolean isBehind() {
        return behind;
    }

    /** The thread ends as soon as it has done what it is at. */
    void stop() {
        stopping = true;
        poller.wakeup();
    }

    /** One turn; answers whether things come so fast that the next one lets them gather first. */
    private boolean turn(boolean gathering) {
        long now = clock.nanos();
        turnEveryNanos = gathering ? GATHERED_TICKS * Wheel.TICK_NANOS : Wheel.TICK_NANOS;
        long turnAt = turnAtNanos();
        if (now >= turnAt) {
            turnWheels(now);
            turnAt = turnAtNanos();
        }
        int done = left.get() > 0 ? runLeft() : 0;
        // what the last turn, the timers of this one and what was left have sent
        poller.flush();
        if (gathering) {
            if (!behind && left.get() == 0) {
                clock.pause(coalescing.pause());
            }
            done += poller.poll(0);
        } else {
            done += sleep(now, turnAt);
        }
        behind = poller.hasLeftSome();
        return pace.isFast(done, clock.nanos()) && done > 0;
    }

    private int sleep(long now, long untilNanos) {
        asleepUntilNanos.set(untilNanos);
        try {
            // whoever armed a timer or left something before the line above has not seen that we are about to sleep
            long until = left.get() > 0 ? now : Math.min(untilNanos, turnAtNanos());
            return poller.poll(until == NEVER ? NEVER : Math.max(0, until - now));
        } finally {
            asleepUntilNanos.set(AWAKE);
        }
    }

    /** What comes while it looks is seen by it, or at the next turn. */
    private int runLeft() {
        left.set(0);
        int done = 0;
        int index = 0;
        try {
            while (index < shards.size()) {
                done += shards.get(index).runLeft();
                index++;
            }
        } finally {
            if (index < shards.size()) {
                // an Error ended it, and what waits in the other shards is not forgotten
                left.incrementAndGet();
            }
        }
        return done;
    }

    private long turnAtNanos() {
        return Math.max(earliestNanos.get(), turnedAtNanos + turnEveryNanos);
    }

    private void turnWheels(long now) {
        turnedAtNanos = now;
        earliestNanos.set(NEVER);
        long earliest = NEVER;
        for (int index = 0; index < shards.size(); index++) {
            var shard = shards.get(index);
            if (shard.isDue(now)) {
                shard.turn();
            }
            earliest = Math.min(earliest, shard.turnAtNanos());
        }
        dueAt(earliest);
    }
}
