package org.strowger.sip.testing.cost;

import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.MessageListener;

/** Brings datagrams in as the transport layer does: copied out of the receive buffer, read, marked, and carried into their shard. */
public final class Door {
    private final Shards shards;
    private final MessageListener listener;
    private final Meter meter = new Meter();

    public Door(Shards shards, MessageListener listener) {
        this.shards = shards;
        this.listener = listener;
    }

    /** What all that came in has allocated. */
    public Meter meter() {
        return meter;
    }

    /** @param source the remote address of the flow, as text */
    public void datagram(byte[] buffer, Flow flow, String source) {
        meter.start();
        try {
            switch (SipParser.parse(buffer.clone())) {
                case SipRequest request -> {
                    var marked = request.receivedFrom(source, flow.remote().getPort());
                    var shard = shards.of(marked.callId().value().hash(shards.seed()));
                    shard.execute(() -> listener.request(shard, marked, flow));
                }
                case SipResponse response -> {
                    var shard = shards.of(response.callId().value().hash(shards.seed()));
                    shard.execute(() -> listener.response(shard, response, flow));
                }
            }
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("expected a message", e);
        }
        meter.stop();
    }
}
