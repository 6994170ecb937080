package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;

/** The way of everything received: read, marked, shown to the tap, brought to its shard. Any thread. */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Ground ground;
    private final Shards shards;
    private final MessageListener listener;
    private final Refusals refusals;

    /** Sends the answer to what could not be read. */
    @FunctionalInterface
    interface Refusals {
        void send(SipResponse response, Flow flow);
    }

    Reception(Ground ground, MessageListener listener, Refusals refusals) {
        this.ground = ground;
        this.shards = ground.shards();
        this.listener = listener;
        this.refusals = refusals;
    }

    void keepAlive() {
        ground.counts().count(TransportCounter.KEEP_ALIVES);
    }

    /** A connection has ended. */
    void closed(Connection connection) {
        listener.closed(connection);
    }

    /** A datagram that was sent did not arrive, as an ICMP error says. */
    void undelivered(byte[] quoted, InetSocketAddress to, IOException cause) {
        ground.counts().count(TransportCounter.ICMP_ERRORS);
        LOG.debug("what was sent to {} did not arrive: {}", to, cause.getMessage());
        listener.undelivered(quoted, to, cause);
    }

    /** Nothing was heard by a flow for too long. */
    void ended(UdpFlow flow) {
        // listeners are told of the end of flows outside the shards
        Thread.ofVirtual().name("flow-end").start(() -> listener.closed(flow));
    }

    /** @param bytes one message, this message's own from now on */
    void message(byte[] bytes, Flow flow) {
        try {
            ground.received(Slice.of(bytes), flow);
            parsed(SipParser.parse(bytes), flow);
        } catch (MalformedMessageException malformed) {
            malformed(malformed, flow);
        } catch (RuntimeException e) {
            ground.counts().count(TransportCounter.FAILURES);
            LOG.error("a message of {} bytes from {} could not be worked on", bytes.length, flow.remote(), e);
        }
    }

    /** Answers what is no message, where it can be answered at all. */
    void malformed(MalformedMessageException malformed, Flow flow) {
        ground.counts().count(TransportCounter.MALFORMED);
        LOG.debug("malformed message from {}: {}", flow.remote(), malformed.getMessage());
        malformed
                .response(flow.remoteHost(), flow.remote().getPort())
                .ifPresent(response -> refusals.send(response, flow));
    }

    private void parsed(SipMessage message, Flow flow) {
        switch (message) {
            case SipRequest request -> request(request, flow);
            case SipResponse response -> response(response, flow);
        }
    }

    private void request(SipRequest request, Flow flow) {
        ground.counts().count(TransportCounter.RECEIVED);
        // "it MUST examine the value of the "sent-by" parameter in the top Via" (§18.2.1)
        var marked = request.receivedFrom(flow.remoteHost(), flow.remote().getPort());
        if (flow instanceof Connection connection) {
            connection.asked(request.topVia());
        }
        var shard = shards.of(request.callId().value().hash(shards.seed()));
        shard.bring(() -> listener.request(shard, marked, flow));
    }

    private void response(SipResponse response, Flow flow) {
        // "does not correspond to a value that the client transport is configured to insert into requests,
        // the response MUST be silently discarded" (§18.1.2)
        if (!ground.points().isOurs(response.topVia())) {
            ground.counts().count(TransportCounter.STRAY_RESPONSES);
            return;
        }
        ground.counts().count(TransportCounter.RECEIVED);
        var shard = shards.of(response.callId().value().hash(shards.seed()));
        shard.bring(() -> listener.response(shard, response, flow));
    }
}
