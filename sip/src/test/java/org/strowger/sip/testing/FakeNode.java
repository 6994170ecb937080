package org.strowger.sip.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.MessageListener;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SendFailure;
import org.strowger.sip.transport.SentBy;
import org.strowger.sip.transport.Tap;
import org.strowger.sip.transport.Transport;

/** The transport layer of one server or agent on a {@link FakeNetwork}: one address, UDP and TCP at the same port. */
public final class FakeNode implements Transport {
    private static final int MAX_DATAGRAM_BYTES = 65_507;

    private final FakeNetwork network;
    private final String name;
    private final InetSocketAddress address;
    private final Shards shards;
    private final List<String> malformed = new ArrayList<>();
    private @Nullable MessageListener listener;
    private @Nullable IOException broken;
    private Tap tap = Tap.NONE;
    private boolean tcp = true;
    private boolean takesConnections = true;

    FakeNode(FakeNetwork network, String name, InetSocketAddress address, Shards shards) {
        this.network = network;
        this.name = name;
        this.address = address;
        this.shards = shards;
    }

    /** Who hears what arrives from now on; until then it is lost. */
    public FakeNode listener(MessageListener hears) {
        listener = hears;
        return this;
    }

    /** Who is shown what comes and goes from now on. */
    public FakeNode tap(Tap shown) {
        tap = shown;
        return this;
    }

    /** From now on it does not know TCP: neither sends by it nor takes connections. */
    public FakeNode withoutTcp() {
        tcp = false;
        takesConnections = false;
        return this;
    }

    /** From now on it refuses connections, as a peer of RFC 2543 does. */
    public FakeNode refusingConnections() {
        takesConnections = false;
        return this;
    }

    /** From now on nothing that it sends goes out, and the sender is told why. */
    public FakeNode broken(IOException why) {
        broken = why;
        return this;
    }

    public FakeNode mended() {
        broken = null;
        return this;
    }

    /** From now on it hears nothing and takes no connections. */
    public FakeNode deaf() {
        listener = null;
        takesConnections = false;
        return this;
    }

    public String name() {
        return name;
    }

    public InetSocketAddress address() {
        return address;
    }

    public Shards shards() {
        return shards;
    }

    /** This node as a next hop of others. */
    public NextHop hop(Protocol protocol) {
        return new NextHop.Address(protocol, address);
    }

    /** First lines of what arrived and was no message. */
    public List<String> malformed() {
        return malformed;
    }

    boolean takesConnections() {
        return takesConnections;
    }

    @Override
    public boolean supports(Protocol protocol) {
        return protocol == Protocol.UDP || protocol == Protocol.TCP && tcp;
    }

    @Override
    public SentBy sentBy(NextHop hop) {
        return new SentBy(hop.protocol(), literal(), address.getPort());
    }

    @Override
    public SentBy sentBy(Flow flow) {
        return new SentBy(flow.protocol(), literal(), address.getPort());
    }

    @Override
    public boolean isOurs(Protocol protocol, String host, int port) {
        int meant = port == 0 ? protocol.defaultPort() : port;
        return supports(protocol) && meant == address.getPort() && isOurHost(host);
    }

    @Override
    public boolean isOurHost(String host) {
        return host.equals(literal()) || host.equals(name);
    }

    @Override
    public boolean isOurPort(int port) {
        return port == address.getPort();
    }

    @Override
    public Optional<Flow> flow(Protocol protocol, InetSocketAddress local, InetSocketAddress remote) {
        return switch (protocol) {
            case UDP -> Optional.of(new FakeFlow.Datagrams(address, remote));
            case TCP -> network.taken(this, remote).map(end -> end);
            case TLS, WS, WSS -> Optional.empty();
        };
    }

    @Override
    public void send(Shard shard, SipRequest request, NextHop hop, SendFailure failure) {
        send(shard, request.bytes(), hop, failure);
    }

    @Override
    public void send(Shard shard, SipResponse response, NextHop hop, SendFailure failure) {
        send(shard, response.bytes(), hop, failure);
    }

    private void send(Shard shard, Slice bytes, NextHop hop, SendFailure failure) {
        FakeNetwork.FailedSend failed = (delay, cause) -> fail(shard, failure, delay, cause);
        switch (hop) {
            case NextHop.Address(var protocol, var remote, var _)
            when protocol == Protocol.UDP -> datagram(remote, bytes, failed);
            case NextHop.Address(var _, var remote, var _) -> connect(remote, bytes, failed);
            case NextHop.Established(FakeFlow.Datagrams(var _, var remote)) -> datagram(remote, bytes, failed);
            case NextHop.Established(FakeFlow.End end) when end.isOpen() -> stream(end, bytes, failed);
            case NextHop.Established(var flow) ->
                failed.after(Duration.ZERO, new IOException("closed: " + flow.remote()));
        }
    }

    @Override
    public void send(Shard shard, SipResponse response, Flow flow, SendFailure failure) {
        var bytes = response.bytes();
        FakeNetwork.FailedSend failed = (delay, cause) -> fail(shard, failure, delay, cause);
        if (flow instanceof FakeFlow.End end) {
            if (end.isOpen()) {
                stream(end, bytes, failed);
            } else {
                connect(target(response, false), bytes, failed);
            }
        } else {
            datagram(target(response, true), bytes, failed);
        }
    }

    /** Sends bytes as they are, by UDP: what only a stranger would send. */
    public void send(Slice bytes, InetSocketAddress to) {
        network.datagram(this, to, bytes);
    }

    /** Where a response goes (RFC 3261 §18.2.2, RFC 3581 §4). */
    private static InetSocketAddress target(SipResponse response, boolean toRport) {
        var via = response.topVia();
        String host = via.received().orElse(via.host()).toString();
        int sentByPort = via.port().orElse(Protocol.UDP.defaultPort());
        int port = toRport ? via.rport().orElse(sentByPort) : sentByPort;
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private void datagram(InetSocketAddress to, Slice bytes, FakeNetwork.FailedSend failed) {
        if (broken != null) {
            failed.after(Duration.ZERO, broken);
        } else if (bytes.length() > MAX_DATAGRAM_BYTES) {
            failed.after(Duration.ZERO, new IOException("message too long: %d bytes".formatted(bytes.length())));
        } else {
            tap.sent(bytes, new FakeFlow.Datagrams(address, to), shards.clock().nanos());
            network.datagram(this, to, bytes);
        }
    }

    private void connect(InetSocketAddress to, Slice bytes, FakeNetwork.FailedSend failed) {
        network.connection(this, to, failed).ifPresent(end -> stream(end, bytes, failed));
    }

    private void stream(FakeFlow.End end, Slice bytes, FakeNetwork.FailedSend failed) {
        if (broken != null) {
            failed.after(Duration.ZERO, broken);
        } else {
            tap.sent(bytes, end, shards.clock().nanos());
            network.stream(this, end, bytes);
        }
    }

    private void fail(Shard shard, SendFailure failure, Duration delay, IOException cause) {
        if (delay.isZero()) {
            // as a socket that refuses at once
            failure.failed(cause);
        } else {
            network.after(delay, () -> shard.execute(() -> failure.failed(cause)));
        }
    }

    /** A connection of its own has ended. */
    void lost(FakeFlow.End end) {
        var hears = listener;
        if (hears != null) {
            hears.closed(end);
        }
    }

    /** Bytes came by that flow. */
    void arrived(Slice bytes, Flow flow) {
        var hears = listener;
        if (hears == null) {
            return;
        }
        tap.received(bytes, flow, shards.clock().nanos());
        try {
            deliver(SipParser.parse(bytes.toBytes()), flow, hears);
        } catch (MalformedMessageException e) {
            malformed.add(String.valueOf(e.getMessage()));
        }
    }

    private void deliver(SipMessage message, Flow flow, MessageListener hears) {
        var shard = shards.of(message.callId().value().hash(shards.seed()));
        switch (message) {
            case SipRequest request -> {
                var from = flow.remote();
                var marked = request.receivedFrom(from.getAddress().getHostAddress(), from.getPort());
                shard.execute(() -> hears.request(shard, marked, flow));
            }
            case SipResponse response -> shard.execute(() -> hears.response(shard, response, flow));
        }
    }

    private String literal() {
        String host = address.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
