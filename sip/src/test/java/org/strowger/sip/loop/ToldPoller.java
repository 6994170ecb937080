package org.strowger.sip.loop;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Waits as it is told, and remembers how long that was to be. */
final class ToldPoller implements Poller {
    final AtomicInteger wakeups = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicReference<Runnable> arrival = new AtomicReference<>(() -> {});
    final AtomicBoolean leftSome = new AtomicBoolean();
    final AtomicInteger flushes = new AtomicInteger();
    final BlockingQueue<Long> waits = new ArrayBlockingQueue<>(1_000_000);
    private final Semaphore wakeup = new Semaphore(0);

    @Override
    public int poll(long maxWaitNanos) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("planted");
        }
        arrival.getAndSet(() -> {}).run();
        waits.offer(maxWaitNanos);
        try {
            if (done.get() == 0 && wakeup.tryAcquire(maxWaitNanos, TimeUnit.NANOSECONDS)) {
                wakeup.drainPermits();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return done.get();
    }

    @Override
    public boolean hasLeftSome() {
        return leftSome.get();
    }

    /** A turn has begun and ended since. */
    void turnOnce() throws InterruptedException {
        waits.clear();
        for (int turn = 0; turn < 2; turn++) {
            // the first may be the one that had begun before
            wakeup();
            awaitSleep();
        }
    }

    @Override
    public void flush() {
        flushes.incrementAndGet();
    }

    @Override
    public void wakeup() {
        wakeups.incrementAndGet();
        wakeup.release();
    }

    /** The bound of the next sleep that is longer than a second. */
    long awaitSleep() throws InterruptedException {
        long wait = LoopsTest.next(waits);
        while (wait < 1_000_000_000) {
            wait = LoopsTest.next(waits);
        }
        return wait;
    }
}
