package org.strowger.server.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Tap;

/**
 * Keeps what passed for one reader, in order; what the reader does not fetch in time is dropped and counted, so that nobody waits.
 *
 * <p>Any thread may record and any one thread may read.
 */
public final class Recorder implements Tap {
    private final BlockingQueue<Passed> waiting;
    private final AtomicLong dropped = new AtomicLong();

    /** @param mostWaiting messages that may wait for the reader */
    public Recorder(int mostWaiting) {
        this.waiting = new LinkedBlockingQueue<>(mostWaiting);
    }

    @Override
    public void received(Slice message, Flow flow, long atNanos) {
        keep(new Passed(message, flow.protocol(), flow.remote(), flow.local(), true, atNanos));
    }

    @Override
    public void sent(Slice message, Flow flow, long atNanos) {
        keep(new Passed(message, flow.protocol(), flow.local(), flow.remote(), false, atNanos));
    }

    private void keep(Passed passed) {
        if (!waiting.offer(passed)) {
            dropped.incrementAndGet();
        }
    }

    /** What passed since the last call, oldest first; waits for the first up to that long. */
    public List<Passed> next(long maxWaitMillis) throws InterruptedException {
        var found = new ArrayList<Passed>();
        var first = waiting.poll(maxWaitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            found.add(first);
            waiting.drainTo(found);
        }
        return found;
    }

    /** How many messages were lost because nobody fetched them. */
    public long dropped() {
        return dropped.get();
    }
}
