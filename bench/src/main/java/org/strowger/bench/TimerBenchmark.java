package org.strowger.bench;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.strowger.sip.loop.Timeout;
import org.strowger.sip.testing.FakeLoop;

/** Timers on the wheel of a shard where ten thousand others wait. */
@State(Scope.Thread)
public class TimerBenchmark {
    private static final int TIMERS = 1000;
    private static final int OTHERS = 10_000;
    private static final Duration A_CALL = Duration.ofSeconds(32);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final FakeLoop loop = new FakeLoop();
    private final Timeout[] armed = new Timeout[TIMERS];
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
                armed[timer] = loop.shard().schedule(A_CALL, this::expired);
            }
            for (var timer : armed) {
                timer.forget();
            }
        });
    }

    private void expired() {
        fired++;
    }

    int fired() {
        return fired;
    }
}
