package org.strowger.server.location;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries changes to the disk by a daemon thread of its own, some milliseconds after they were made, many at a time.
 *
 * <p>Of each address-of-record only the latest bindings wait, so the queue is never longer than there are addresses-of-record, however long
 * the disk fails; what was changed first is written first, and a batch is written whole or not at all. Failures are counted, logged once
 * a minute, and tried again.
 */
final class WriteBehind implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
    /** How long a change waits for company. With the time of a commit it stays below 30 ms. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

    /** So many at a time: when there is a crowd, the first of it need not wait for the last. */
    private static final int MOST_PER_BATCH = 4000;

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    /** Where a batch goes; throws if nothing of it was written. */
    interface Destination {
        void write(Map<AddressOfRecord, Bindings> batch) throws Exception;
    }

    private final Destination destination;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition closing = lock.newCondition();
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;
    private SequencedMap<AddressOfRecord, Bindings> pending = new LinkedHashMap<>();
    /** Taken from those that wait, and not on the disk yet. */
    private int taken;

    private boolean closed;
    private Instant silentUntil = Instant.MIN;

    WriteBehind(Destination destination, InstantSource clock) {
        this.destination = destination;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("binding-store").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Never waits for the disk. */
    void add(AddressOfRecord aor, Bindings bindings) {
        lock.lock();
        try {
            pending.put(aor, bindings);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Addresses-of-record whose latest change is not on the disk. */
    int waiting() {
        lock.lock();
        try {
            return pending.size() + taken;
        } finally {
            lock.unlock();
        }
    }

    /** Batches that could not be written at the first try. */
    long failures() {
        return failures.get();
    }

    /** Writes what waits, with one last try if the disk fails, and ends the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                more = awaitChanges();
                if (!writeAll(take())) {
                    closing(RETRY_NANOS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        int lost = waiting();
        if (lost > 0) {
            LOG.error("the bindings of {} addresses-of-record could not be written before the end", lost);
        }
    }

    /** False once nothing more comes. */
    private boolean awaitChanges() throws InterruptedException {
        lock.lock();
        try {
            while (pending.isEmpty() && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
        return !closing(LINGER_NANOS);
    }

    /** Waits that long, or until it is closed; whether it is. */
    private boolean closing(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private SequencedMap<AddressOfRecord, Bindings> take() {
        lock.lock();
        try {
            var all = pending;
            taken = all.size();
            pending = new LinkedHashMap<>();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** False if the disk failed; what is not written then waits again, before what came later. */
    private boolean writeAll(SequencedMap<AddressOfRecord, Bindings> all) {
        var batch = new LinkedHashMap<AddressOfRecord, Bindings>();
        var rest = all.entrySet().iterator();
        while (rest.hasNext()) {
            var change = rest.next();
            batch.put(change.getKey(), change.getValue());
            rest.remove();
            boolean full = batch.size() == MOST_PER_BATCH || !rest.hasNext();
            if (full && !written(batch)) {
                batch.putAll(all);
                putBack(batch);
                return false;
            }
            if (full) {
                done(batch.size());
                batch.clear();
            }
        }
        return true;
    }

    private void done(int written) {
        lock.lock();
        try {
            taken -= written;
        } finally {
            lock.unlock();
        }
    }

    private void putBack(SequencedMap<AddressOfRecord, Bindings> unwritten) {
        lock.lock();
        try {
            unwritten.putAll(pending);
            pending = unwritten;
            taken = 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean written(Map<AddressOfRecord, Bindings> batch) {
        try {
            destination.write(batch);
            return true;
        } catch (Exception e) {
            failures.incrementAndGet();
            var now = clock.instant();
            if (!now.isBefore(silentUntil)) {
                silentUntil = now.plus(BETWEEN_COMPLAINTS);
                LOG.error("bindings cannot be written, {} wait; calls go on: {}", batch.size(), e.toString());
            }
            return false;
        }
    }
}
