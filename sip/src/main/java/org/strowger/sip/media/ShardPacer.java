package org.strowger.sip.media;

import java.time.Duration;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Timeout;

/** A pacer whose ticks are timers of a shard. */
final class ShardPacer implements Pacer {
    private final Shard shard;

    ShardPacer(Shard shard) {
        this.shard = shard;
    }

    @Override
    public void execute(Runnable task) {
        shard.execute(task);
    }

    @Override
    public Ticking every(Duration interval, Runnable tick) {
        return new ShardTicking(shard, interval, tick);
    }

    /** One timer after the other, each due an interval after the last was due, so that lateness does not add up. */
    private static final class ShardTicking implements Ticking {
        private static final Duration FORGIVEN = Duration.ofSeconds(1);

        private final Shard shard;
        private final Duration interval;
        private final Runnable tick;
        private long dueNanos;
        private Timeout timeout;

        ShardTicking(Shard shard, Duration interval, Runnable tick) {
            this.shard = shard;
            this.interval = interval;
            this.tick = tick;
            this.dueNanos = shard.nanos() + interval.toNanos();
            this.timeout = shard.schedule(interval, this::fire);
        }

        @Override
        public void stop() {
            timeout.forget();
        }

        private void fire() {
            long late = shard.nanos() - dueNanos;
            // what was missed is made up for, but not after the machine has slept
            long from = late > FORGIVEN.toNanos() ? shard.nanos() : dueNanos;
            dueNanos = from + interval.toNanos();
            timeout = shard.schedule(Duration.ofNanos(dueNanos - shard.nanos()), this::fire);
            tick.run();
        }
    }
}
