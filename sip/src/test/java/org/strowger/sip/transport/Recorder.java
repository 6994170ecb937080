package org.strowger.sip.transport;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;

/** Keeps what a transport layer hands up, and what its tap saw. */
final class Recorder implements MessageListener, Tap {
    static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final BlockingQueue<Flow> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> tapped = new LinkedBlockingQueue<>();

    record Arrival(Shard shard, SipMessage message, Flow flow) {
        SipRequest request() {
            return (SipRequest) message;
        }

        SipResponse response() {
            return (SipResponse) message;
        }
    }

    @Override
    public void request(Shard shard, SipRequest request, Flow flow) {
        shard.check();
        arrivals.add(new Arrival(shard, request, flow));
    }

    @Override
    public void response(Shard shard, SipResponse response, Flow flow) {
        shard.check();
        arrivals.add(new Arrival(shard, response, flow));
    }

    @Override
    public void received(Slice message, Flow flow, long atNanos) {
        tapped.add("< " + message);
    }

    @Override
    public void sent(Slice message, Flow flow, long atNanos) {
        tapped.add("> " + message);
    }

    @Override
    public void closed(Flow flow) {
        ends.add(flow);
    }

    /** The flow that ended next. */
    Flow nextEnd() {
        return next(ends);
    }

    Arrival next() {
        return next(arrivals);
    }

    String nextTapped() {
        return next(tapped);
    }

    boolean hasMore() {
        return !arrivals.isEmpty();
    }

    static <T> T next(BlockingQueue<T> queue) {
        try {
            var next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("waited in vain");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
