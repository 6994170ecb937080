package org.strowger.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.FakeClock;

/** One loop, run by the thread of the test and by a clock of its own. */
class LoopTest {
    private static final long EIGHT_TICKS = 8 * Wheel.TICK_NANOS;

    private static final int TIMERS = 400;
    /** So much time goes by in each poll. */
    private static final long POLL_NANOS = 250_000;
    /** So much arrives in a second where each poll finds one thing. */
    private static final int ONE_EACH_POLL = 4_000;

    private static final long PAUSE_NANOS = 700_000;
    private static final Coalescing GATHERING = new Coalescing(2_000, Duration.ofNanos(PAUSE_NANOS));

    private final FakeClock clock = new FakeClock();
    private final Shards shards = new Shards(1, clock);
    private final List<Long> lateNanos = new ArrayList<>();
    private final TreeSet<Long> turns = new TreeSet<>();
    /** How long it let things gather before each poll. */
    private final List<Long> gatheredNanos = new ArrayList<>();
    /** Whether each poll leaves something unread. */
    private boolean leavesSome;
    /** Whether another loop leaves something in each turn. */
    private boolean othersLeaveSome;

    @Test
    void firesATimerATickLateAtMostWhileLittleArrives() {
        run(0, GATHERING);

        assertThat(lateNanos).hasSize(TIMERS).allMatch(late -> late >= 0 && late <= Wheel.TICK_NANOS + POLL_NANOS);
        assertThat(turns).hasSizeGreaterThan(TIMERS / 2);
    }

    @Test
    void firesATimerEightTicksLateAtMostWhileThingsGather() {
        run(1_000, GATHERING);

        assertThat(lateNanos)
                .hasSize(TIMERS)
                .allMatch(late -> late >= 0 && late <= EIGHT_TICKS + POLL_NANOS + PAUSE_NANOS);
        // before the pace is known they are turned once a tick: for a window of 50 ms
        assertThat(turns).hasSizeBetween(TIMERS / 8, 60 + TIMERS / 8);
    }

    @Test
    void letsThingsGatherForItsPauseAndNeverWhileLittleArrives() {
        run(1, new Coalescing(ONE_EACH_POLL - 1, Duration.ofNanos(PAUSE_NANOS)));
        assertThat(gatheredNanos).containsOnly(0L, PAUSE_NANOS);

        startAgain();
        run(1, new Coalescing(ONE_EACH_POLL, Duration.ofNanos(PAUSE_NANOS)));
        assertThat(gatheredNanos).containsOnly(0L);
    }

    @Test
    void letsNothingGatherWithoutAPause() {
        run(1_000, new Coalescing(0, Duration.ZERO));
        assertThat(gatheredNanos).containsOnly(0L);
        // timers do not gather either
        assertThat(lateNanos).hasSize(TIMERS).allMatch(late -> late >= 0 && late <= Wheel.TICK_NANOS + POLL_NANOS);

        startAgain();
        run(1_000, Coalescing.OFF);
        assertThat(gatheredNanos).containsOnly(0L);
    }

    @Test
    void letsNothingGatherWhileItIsBehind() {
        leavesSome = true;
        run(1_000, GATHERING);
        assertThat(gatheredNanos).containsOnly(0L);

        startAgain();
        leavesSome = false;
        run(1_000, GATHERING);
        assertThat(gatheredNanos).contains(PAUSE_NANOS);
    }

    @Test
    void letsNothingGatherWhileAnotherLoopHasLeftSomething() {
        othersLeaveSome = true;
        run(1_000, GATHERING);

        assertThat(gatheredNanos).containsOnly(0L);
    }

    private void startAgain() {
        lateNanos.clear();
        gatheredNanos.clear();
    }

    /** Arms a timer for each of some ticks and polls until all have fired, finding so much each time. */
    private void run(int found, Coalescing coalescing) {
        var shard = shards.at(0);
        shard.execute(() -> {
            for (int tick = 1; tick <= TIMERS; tick++) {
                long due = clock.nanos() + tick * Wheel.TICK_NANOS;
                shard.schedule(Duration.ofNanos(tick * Wheel.TICK_NANOS), () -> fired(due));
            }
        });
        var poller = new Passing(found);
        var loop = new Loop(shards.all(), poller, clock, coalescing);
        poller.loop = loop;
        loop.run();
    }

    private void fired(long dueNanos) {
        lateNanos.add(clock.nanos() - dueNanos);
        turns.add(clock.nanos());
    }

    /** Lets some time pass instead of waiting, until all timers have fired. */
    private final class Passing implements Poller {
        private final int found;
        private long polledAtNanos = clock.nanos();
        private Loop loop;

        Passing(int found) {
            this.found = found;
        }

        @Override
        public int poll(long maxWaitNanos) {
            // all else in this test takes no time
            gatheredNanos.add(clock.nanos() - polledAtNanos);
            clock.advance(Duration.ofNanos(POLL_NANOS));
            polledAtNanos = clock.nanos();
            if (lateNanos.size() == TIMERS) {
                loop.stop();
            }
            return found;
        }

        @Override
        public boolean hasLeftSome() {
            return leavesSome;
        }

        /** It comes after what was left is done, and before things gather. */
        @Override
        public void flush() {
            if (othersLeaveSome) {
                loop.left();
            }
        }

        @Override
        public void wakeup() {}
    }
}
