package org.strowger.sip.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SendFailure;
import org.strowger.sip.transport.SentBy;
import org.strowger.sip.transport.Transport;

/**
 * A transport whose responses take another way when theirs is closed: "the procedures of Section 5 of [4] SHOULD be used to determine where
 * to send the response" (RFC 3261 §18.2.2), by the sent-by of the topmost Via, one server after the other. The rest is the transport's.
 */
final class Detour implements Transport {
    private final Transport transport;
    private final Resolver resolver;

    Detour(Transport transport, Resolver resolver) {
        this.transport = transport;
        this.resolver = resolver;
    }

    @Override
    public void send(Shard shard, SipResponse response, Flow flow, SendFailure failure) {
        transport.send(
                shard,
                response,
                flow,
                cause -> shard.execute(() -> lookAround(new Lost(shard, response, failure), flow, cause)));
    }

    private void lookAround(Lost lost, Flow flow, IOException cause) {
        resolver.resolve(lost.shard(), lost.response().topVia(), hops -> {
            var others = hops.stream().filter(hop -> !wasTried(hop, lost, flow)).toList();
            tryNext(lost, others, cause);
        });
    }

    /** Where a connection was to be opened already: to the source, and the port of sent-by. */
    private static boolean wasTried(NextHop hop, Lost lost, Flow flow) {
        int port = lost.response().topVia().port().orElse(flow.protocol().defaultPort());
        return flow.protocol().isReliable()
                && hop.remote().getPort() == port
                && hop.remote().getAddress().equals(flow.remote().getAddress());
    }

    /** A response that did not leave by its own way. */
    private record Lost(Shard shard, SipResponse response, SendFailure failure) {}

    private void tryNext(Lost lost, List<NextHop> hops, IOException cause) {
        if (hops.isEmpty()) {
            lost.failure().failed(cause);
        } else {
            var rest = hops.subList(1, hops.size());
            transport.send(lost.shard(), lost.response(), hops.getFirst(), again -> tryNext(lost, rest, again));
        }
    }

    @Override
    public boolean supports(Protocol protocol) {
        return transport.supports(protocol);
    }

    @Override
    public SentBy sentBy(NextHop hop) {
        return transport.sentBy(hop);
    }

    @Override
    public SentBy sentBy(Flow flow) {
        return transport.sentBy(flow);
    }

    @Override
    public boolean isOurs(Protocol protocol, String host, int port) {
        return transport.isOurs(protocol, host, port);
    }

    @Override
    public boolean isOurHost(String host) {
        return transport.isOurHost(host);
    }

    @Override
    public boolean isOurPort(int port) {
        return transport.isOurPort(port);
    }

    @Override
    public Optional<Flow> flow(Protocol protocol, InetSocketAddress local, InetSocketAddress remote) {
        return transport.flow(protocol, local, remote);
    }

    @Override
    public void watch(Shard shard, Flow flow, Duration silence) {
        transport.watch(shard, flow, silence);
    }

    @Override
    public void send(Shard shard, SipRequest request, NextHop hop, SendFailure failure) {
        transport.send(shard, request, hop, failure);
    }

    @Override
    public void send(Shard shard, SipResponse response, NextHop hop, SendFailure failure) {
        transport.send(shard, response, hop, failure);
    }
}
