package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Loops;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.datagram.Batching;
import org.strowger.sip.transport.tls.Tls;

/**
 * The transport layer on real sockets (RFC 3261 §18): UDP by our own loops, TCP, TLS and WebSocket by Netty.
 *
 * <p>Made, started once, stopped once. While it runs it also turns the wheels of its shards. Until it is started
 * nothing else may be asked of it; what is sent after the stop fails.
 */
public final class TransportLayer implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(TransportLayer.class);

    private final TransportSettings settings;
    private final Shards shards;
    private final Tap tap;
    private final TransportCounters.Running counts = new TransportCounters.Running();
    /** Set by the start and never changed again. */
    private volatile @Nullable Running running;

    private @Nullable Loops loops;

    /** Everything there is only once it was started. */
    private record Running(
            Opening opening, Ground ground, Pipeline pipeline, Streams streams, List<UdpPoller> pollers) {}

    public TransportLayer(TransportSettings settings, Shards shards, Tap tap) {
        this.settings = settings;
        this.shards = shards;
        this.tap = tap;
    }

    /**
     * Binds all listening points and begins to receive.
     *
     * @param listener gets every message, inside the shard of its Call-ID
     * @throws IOException if one cannot be bound; the message names it, and nothing is left open
     */
    public synchronized void start(MessageListener listener) throws IOException {
        if (running != null) {
            throw new IllegalStateException("started already");
        }
        var pipeline = new Pipeline(settings.times(), settings.webSocket(), certificates());
        var opening = Opening.open(settings, counts, new LocalAddresses(shards.clock()));
        var now = prepared(opening, pipeline, listener);
        running = now;
        // from here on messages come, and UDP is served while the rest is still being made
        loops = Loops.start(shards, now.pollers, settings.coalescing());
        now.streams.serve(opening.streams());
    }

    private Optional<Tls> certificates() throws IOException {
        for (var listen : settings.listens()) {
            if (listen.protocol().isSecure()) {
                if (settings.tls().certificates().isEmpty()) {
                    throw new IOException("cannot listen on %s: it needs a certificate".formatted(listen));
                }
                return Optional.of(Tls.open(settings.tls()));
            }
        }
        return Optional.empty();
    }

    /**
     * Takes up certificates that were replaced on the disk; connections that there are go on with the old ones. To be called now and then,
     * outside the shards: it reads files.
     */
    public void refreshCertificates() {
        present().pipeline.tls().ifPresent(Tls::refresh);
    }

    private Running prepared(Opening opening, Pipeline pipeline, MessageListener listener) throws IOException {
        var ground = new Ground(opening.points(), shards, tap, counts);
        var reception = new Reception(ground, listener, this::refuse);
        var pollers = new ArrayList<UdpPoller>();
        try {
            for (int loop = 0; loop < settings.loops(); loop++) {
                pollers.add(new UdpPoller(loop, opening.udp(), reception, Batching::load));
            }
        } catch (IOException e) {
            pollers.forEach(UdpPoller::close);
            opening.close();
            throw e;
        }
        var streams = new Streams(ground, reception, settings, pipeline);
        return new Running(opening, ground, pipeline, streams, List.copyOf(pollers));
    }

    /** Receives no more, lets what was sent leave, closes everything. Not from a thread of its own. */
    public synchronized void stop() {
        if (loops == null) {
            return;
        }
        loops.stop();
        loops = null;
        var was = present();
        was.streams.stop();
        was.pollers.forEach(UdpPoller::close);
        was.opening.close();
    }

    /** Where it listens. */
    public List<ListeningPoint> listeningPoints() {
        return present().ground.points().all().stream()
                .map(point -> new ListeningPoint(point.protocol(), point.bound()))
                .toList();
    }

    public TransportCounters counters() {
        return TransportCounters.of(counts);
    }

    @Override
    public boolean supports(Protocol protocol) {
        return present().ground.points().supports(protocol);
    }

    @Override
    public SentBy sentBy(NextHop hop) {
        return switch (hop) {
            case NextHop.Established(var flow) -> sentBy(flow);
            case NextHop.Address(var protocol, var remote, var _) ->
                present()
                        .ground
                        .points()
                        .facing(protocol, remote.getAddress())
                        .or(() -> present().ground.points().anyOf(protocol))
                        .orElseThrow(() -> new IllegalStateException("no listening point for " + protocol))
                        .sentBy(remote.getAddress());
        };
    }

    @Override
    public SentBy sentBy(Flow flow) {
        return point(flow).sentBy(flow.remote().getAddress());
    }

    @Override
    public boolean isOurs(Protocol protocol, String host, int port) {
        return present().ground.points().isOurs(protocol, host, port);
    }

    @Override
    public boolean isOurHost(String host) {
        return present().ground.points().isOurHost(host);
    }

    @Override
    public boolean isOurPort(int port) {
        return present().ground.points().isOurPort(port);
    }

    @Override
    public Optional<Flow> flow(Protocol protocol, InetSocketAddress local, InetSocketAddress remote) {
        var now = present();
        if (protocol.isReliable()) {
            return now.streams.standing(protocol, remote).map(connection -> connection);
        }
        return now.ground
                .points()
                .at(protocol, local)
                .map(point -> now.opening.udp(point).flow(remote));
    }

    @Override
    public void watch(Shard shard, Flow flow, Duration silence) {
        shard.check();
        switch (flow) {
            case UdpFlow udp ->
                udp.point()
                        .promises()
                        .made(
                                shard,
                                shards.clock(),
                                udp.remote(),
                                silence,
                                () -> present().streams.reception().ended(udp));
            case Connection connection -> connection.expectToHear(silence);
            case Flow other -> throw new IllegalArgumentException("not a flow of this transport: " + other);
        }
    }

    @Override
    public void send(Shard shard, SipRequest request, NextHop hop, SendFailure failure) {
        if (!hop.protocol().isSecure() && isSips(request)) {
            // "if the Request-URI contains a SIPS URI, TLS MUST be used" (§16.6 step 7): whoever chose the hop was
            // wrong
            inside(shard, failure).failed(new IOException("a sips request does not leave by " + hop.protocol()));
            return;
        }
        send(shard, request.bytes(), hop, failure);
    }

    @Override
    public void send(Shard shard, SipResponse response, Flow flow, SendFailure failure) {
        respond(response, flow, shard, failure);
    }

    @Override
    public void send(Shard shard, SipResponse response, NextHop hop, SendFailure failure) {
        send(shard, response.bytes(), hop, failure);
    }

    /** The answer to what could not be read: stateless, and nobody mourns it. */
    private void refuse(SipResponse response, Flow flow) {
        // it has no shard of its own, so any will do
        respond(response, flow, shards.at(0), cause -> LOG.debug("a refusal for {} failed", flow.remote(), cause));
    }

    private void respond(SipResponse response, Flow flow, Shard shard, SendFailure failure) {
        switch (flow) {
            // the flow wins over what the Via says: it is how the request came
            case UdpFlow udp -> {
                var to = ResponseRoute.unreliable(response.topVia(), udp);
                sendDatagram(
                        response.bytes(),
                        to.equals(udp.remote()) ? udp : udp.point().flow(to),
                        shard,
                        failure);
            }
            // "If that connection is no longer open, the server SHOULD open a connection to the IP address in the
            // "received" parameter, if present, using the port in the "sent-by" value" (§18.2.2)
            case Connection connection
            when connection.isOpen() ->
                send(response.bytes(), connection, cause -> {
                    if (connection.isOpen()) {
                        inside(shard, failure).failed(cause);
                    } else {
                        reconnect(response, connection, shard, failure);
                    }
                });
            case Connection connection -> reconnect(response, connection, shard, failure);
            case Flow other -> throw new IllegalArgumentException("not a flow of this transport: " + other);
        }
    }

    private void reconnect(SipResponse response, Connection gone, Shard shard, SendFailure failure) {
        var via = response.topVia();
        var remote = ResponseRoute.reconnect(via, gone.remote(), gone.protocol());
        send(response.bytes(), ResponseRoute.hop(via, remote, gone.protocol()), shard, failure);
    }

    private void send(Shard shard, Slice bytes, NextHop hop, SendFailure failure) {
        switch (hop) {
            case NextHop.Established(var flow) -> send(bytes, flow, shard, failure);
            case NextHop.Address address -> send(bytes, address, shard, failure);
        }
    }

    private static boolean isSips(SipRequest request) {
        return request.requestUri() instanceof SipUri uri && uri.isSecure();
    }

    private void send(Slice bytes, NextHop.Address hop, Shard shard, SendFailure failure) {
        var now = present();
        var protocol = hop.protocol();
        var remote = hop.remote();
        var point = now.ground.points().facing(protocol, remote.getAddress());
        if (point.isEmpty()) {
            inside(shard, failure)
                    .failed(new IOException("no listening point for %s reaches %s".formatted(protocol, remote)));
        } else if (protocol == Protocol.UDP) {
            sendDatagram(bytes, now.opening.udp(point.get()).flow(remote), shard, failure);
        } else {
            send(bytes, now.streams.to(hop, point.get()), inside(shard, failure));
        }
    }

    private void send(Slice bytes, Flow flow, Shard shard, SendFailure failure) {
        switch (flow) {
            case UdpFlow udp -> sendDatagram(bytes, udp, shard, failure);
            case Connection connection -> send(bytes, connection, inside(shard, failure));
            case Flow other -> throw new IllegalArgumentException("not a flow of this transport: " + other);
        }
    }

    private void send(Slice bytes, Connection connection, SendFailure failure) {
        present().ground.sending(bytes, connection);
        connection.send(bytes, failure);
    }

    private void sendDatagram(Slice bytes, UdpFlow flow, Shard shard, SendFailure failure) {
        present().ground.sending(bytes, flow);
        flow.point().send(bytes, flow.remote(), shard, failure);
    }

    /** Whoever sent it is told inside the shard, whatever thread learns of it. */
    private SendFailure inside(Shard shard, SendFailure failure) {
        return cause -> {
            counts.count(TransportCounter.SEND_FAILURES);
            shard.execute(() -> failure.failed(cause));
        };
    }

    private static Point point(Flow flow) {
        return switch (flow) {
            case UdpFlow udp -> udp.point().point();
            case Connection connection -> connection.point();
            case Flow other -> throw new IllegalArgumentException("not a flow of this transport: " + other);
        };
    }

    private Running present() {
        var present = running;
        if (present == null) {
            throw new IllegalStateException("the transport layer was not started");
        }
        return present;
    }
}
