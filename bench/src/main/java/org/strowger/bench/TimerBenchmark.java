package org.strowger.bench;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.strowger.sip.loop.Expiry;
import org.strowger.sip.testing.FakeLoop;

/** Timers of a shard where ten thousand others wait. */
@State(Scope.Thread)
public class TimerBenchmark {
    private static final int TIMERS = 1000;
    private static final int OTHERS = 10_000;
    private static final Duration A_CALL = Duration.ofSeconds(32);
    private static final Expiry<TimerBenchmark> EXPIRED = TimerBenchmark::expired;
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final FakeLoop loop = new FakeLoop();
    private final long[] armed = new long[TIMERS];
    private int fired;

    public TimerBenchmark() {
        for (int other = 0; other < OTHERS; other++) {
            var delay = AN_HOUR.plusMillis(other);
            loop.shard().execute(() -> loop.shard().schedule(delay, () -> {}));
        }
    }

    /** Armed for 32 seconds and forgotten, as most timers of a call are. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void armAndForget() {
        loop.shard().execute(() -> {
            for (int timer = 0; timer < TIMERS; timer++) {
                armed[timer] = loop.shard().arm(A_CALL, EXPIRED, this);
            }
            for (long timer : armed) {
                loop.shard().forget(timer);
            }
        });
    }

    /** Armed for 32 seconds and fired, as those that end a transaction. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public int armAndFire() {
        loop.shard().execute(() -> {
            for (int timer = 0; timer < TIMERS; timer++) {
                loop.shard().arm(A_CALL, EXPIRED, this);
            }
        });
        loop.advance(A_CALL);
        return fired;
    }

    /** The same with a timer of a length of its own. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public int scheduleAndFire() {
        loop.shard().execute(() -> {
            for (int timer = 0; timer < TIMERS; timer++) {
                loop.shard().schedule(A_CALL, EXPIRED, this);
            }
        });
        loop.advance(A_CALL);
        return fired;
    }

    private void expired() {
        fired++;
    }

    int fired() {
        return fired;
    }
}
