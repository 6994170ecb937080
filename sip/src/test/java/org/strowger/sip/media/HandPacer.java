package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/** A pacer turned by hand in the thread of the test. */
final class HandPacer implements Pacer {
    private static final long PATIENCE_SECONDS = 10;

    private final LinkedTransferQueue<Runnable> waiting = new LinkedTransferQueue<>();
    private final List<Runnable> ticks = new ArrayList<>();
    private final List<Duration> intervals = new ArrayList<>();

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
    }

    @Override
    public Ticking every(Duration interval, Runnable tick) {
        ticks.add(tick);
        intervals.add(interval);
        return () -> {
            ticks.remove(tick);
            intervals.remove(interval);
        };
    }

    /** Runs what was handed over. */
    void run() {
        for (var task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    /** Waits for one task, such as a datagram, and runs it. */
    void await() {
        try {
            var task = waiting.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(task).as("a task within %d s", PATIENCE_SECONDS).isNotNull();
            task.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void tick() {
        run();
        List.copyOf(ticks).forEach(Runnable::run);
    }

    /** How often whatever ticks wants to tick. */
    List<Duration> intervals() {
        return intervals;
    }
}
