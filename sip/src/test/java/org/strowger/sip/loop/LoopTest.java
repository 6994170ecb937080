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

    private final FakeClock clock = new FakeClock();
    private final Shards shards = new Shards(1, clock);
    private final List<Long> lateNanos = new ArrayList<>();
    private final TreeSet<Long> turns = new TreeSet<>();

    @Test
    void firesATimerATickLateAtMostWhileLittleArrives() {
        run(0);

        assertThat(lateNanos).hasSize(TIMERS).allMatch(late -> late >= 0 && late <= Wheel.TICK_NANOS + POLL_NANOS);
        assertThat(turns).hasSizeGreaterThan(TIMERS / 2);
    }

    @Test
    void firesATimerEightTicksLateAtMostWhileThingsGather() {
        run(1_000);

        assertThat(lateNanos).hasSize(TIMERS).allMatch(late -> late >= 0 && late <= EIGHT_TICKS + POLL_NANOS);
        // before the pace is known they are turned once a tick: for a window of 50 ms
        assertThat(turns).hasSizeBetween(TIMERS / 8, 60 + TIMERS / 8);
    }

    /** Arms a timer for each of some ticks and polls until all have fired, finding so much each time. */
    private void run(int found) {
        var shard = shards.at(0);
        shard.execute(() -> {
            for (int tick = 1; tick <= TIMERS; tick++) {
                long due = clock.nanos() + tick * Wheel.TICK_NANOS;
                shard.schedule(Duration.ofNanos(tick * Wheel.TICK_NANOS), () -> fired(due));
            }
        });
        var poller = new Passing(found);
        var loop = new Loop(shards.all(), poller, clock, new Coalescing(2_000, Duration.ofNanos(1)));
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
        private Loop loop;

        Passing(int found) {
            this.found = found;
        }

        @Override
        public int poll(long maxWaitNanos) {
            clock.advance(Duration.ofNanos(POLL_NANOS));
            if (lateNanos.size() == TIMERS) {
                loop.stop();
            }
            return found;
        }

        @Override
        public void flush() {}

        @Override
        public void wakeup() {}
    }
}
