package org.strowger.bench;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.strowger.sip.testing.cost.Crossing;

/**
 * A whole call across the proxy and its transactions, without a network and on a false clock: 6 messages in, 7 out, and the end of all
 * timers. The two ends, which write the 6, are in it with one microsecond or two.
 */
@State(Scope.Thread)
public class CallBenchmark {
    private static final int CALLS = 1000;
    /** Longer than the last transaction of a call lives. */
    private static final Duration THE_END = Duration.ofSeconds(40);

    private final Crossing crossing = new Crossing();
    private int number;

    /** A thousand calls, then time passes: what a second at a thousand calls a second costs us without the kernel. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public int call() {
        for (int call = 0; call < CALLS; call++) {
            crossing.call(number++ % 100_000_000);
        }
        crossing.pass(THE_END);
        return crossing.sent();
    }

    @TearDown
    public void nothingIsLeft() {
        if (!crossing.isQuiet()) {
            throw new IllegalStateException("something is left of " + number + " calls");
        }
    }
}
