package org.strowger.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Clock;

/** Connections on Netty: accepts them, opens them, knows those there are. Any thread. */
final class Streams {
    private static final int GOODBYE_SECONDS = 2;

    private final Reception reception;
    private final TransportCounters.Running counts;
    private final TransportSettings settings;
    private final Pipeline pipeline;
    private final Clock clock;
    private final Admission admission;
    private final Connections connections = new Connections();
    /** Made when first needed: what the first answer by UDP does not need is not loaded before it. */
    private @Nullable StreamThreads threads;

    private boolean stopped;

    Streams(Ground ground, Reception reception, TransportSettings settings, Pipeline pipeline) {
        this.reception = reception;
        this.counts = ground.counts();
        this.settings = settings;
        this.clock = ground.shards().clock();
        this.pipeline = pipeline;
        this.admission = new Admission(settings.limits());
    }

    Reception reception() {
        return reception;
    }

    /** Waiting to be written on one connection. */
    int mostQueuedBytes() {
        return settings.limits().queuedBytes();
    }

    /** See {@link Pipeline#mostPings}. */
    int mostPings() {
        return pipeline.mostPings();
    }

    /** Begins to accept; what has come since the points were bound is accepted now. */
    void serve(List<StreamPoint> points) {
        var present = points.isEmpty() ? null : threads();
        if (present == null) {
            return;
        }
        for (var point : points) {
            var _ = new ServerBootstrap()
                    .group(present.group())
                    .channelFactory(() -> new NioServerSocketChannel(point.channel()))
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(initializer(channel -> accept(channel, point.point(), present.io(channel))))
                    .register();
        }
    }

    /** The open connection to that address, or one that is being opened. */
    Connection to(NextHop.Address hop, Point point) {
        var present = connections.to(hop);
        if (present.isPresent()) {
            return present.get();
        }
        var fresh = Connection.to(hop, point, this);
        if (hop.protocol().isWebSocket()) {
            fresh.closed(new IOException("a WebSocket is opened by its client, and %s has none open"
                    .formatted(Addresses.text(hop.remote()))));
            return fresh;
        }
        var there = connections.add(fresh);
        if (there == fresh && !open(fresh)) {
            connections.remove(fresh);
            fresh.closed(new IOException("the transport layer has stopped"));
        }
        return there;
    }

    /** The connection that stands with that far end, if it was not opened to somebody who had to prove a name. */
    Optional<Connection> standing(Protocol protocol, InetSocketAddress remote) {
        return connections.from(protocol, remote);
    }

    /** All handshakes are done: from now on it is used. */
    void established(Connection connection, Channel channel) {
        if (connection.isAccepted()) {
            // a peer that comes again from the same port has lost the connection it had
            connections.replace(connection).ifPresent(lost -> {
                closed(lost, new IOException(lost + " was replaced by its peer"));
                lost.close();
            });
        }
        connection.opened(channel);
    }

    /** No handshake came about. */
    void refused(Connection connection, Throwable cause) {
        counts.count(TransportCounter.HANDSHAKES_FAILED);
        connections.remove(connection);
        connection.closed(cause instanceof IOException e ? e : new IOException("no TLS with " + connection, cause));
    }

    /** That peer is also reached by that address. */
    void alias(Connection connection, InetSocketAddress advertised) {
        connections.alias(connection, advertised);
    }

    void closed(Connection connection, IOException cause) {
        connections.remove(connection);
        connection.closed(cause);
        if (connection.ends()) {
            counts.count(TransportCounter.CONNECTIONS_CLOSED);
            reception.closed(connection);
        }
    }

    void timedOut(Connection connection) {
        if (connection.isOpen()) {
            counts.count(TransportCounter.CONNECTIONS_TIMED_OUT);
        }
    }

    /** Closes all connections once what was sent has left, but waits for no peer for long. */
    void stop() {
        for (var connection : connections.all()) {
            connection.closeAfterwards();
        }
        var was = stopping();
        if (was != null) {
            was.group()
                    .shutdownGracefully(0, GOODBYE_SECONDS, TimeUnit.SECONDS)
                    .awaitUninterruptibly(GOODBYE_SECONDS + 1, TimeUnit.SECONDS);
        }
    }

    private synchronized @Nullable StreamThreads stopping() {
        stopped = true;
        return threads;
    }

    private synchronized @Nullable StreamThreads threads() {
        if (threads == null && !stopped) {
            threads = new StreamThreads(settings.loops(), settings.coalescing(), clock);
        }
        return stopped ? null : threads;
    }

    private void accept(Channel channel, Point point, GatheringIo io) {
        var source = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        if (!admission.enter(source)) {
            counts.count(TransportCounter.CONNECTIONS_REFUSED);
            var _ = channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> admission.leave(source));
        var connection = Connection.from((InetSocketAddress) channel.remoteAddress(), point, this);
        counts.count(TransportCounter.CONNECTIONS_ACCEPTED);
        pipeline.furnish(channel, connection, this, io);
        if (point.protocol() == Protocol.TCP) {
            established(connection, channel);
        }
    }

    /** False if nothing is opened any more. */
    private boolean open(Connection connection) {
        var present = threads();
        if (present == null) {
            return false;
        }
        var bootstrap = new Bootstrap()
                .group(present.group())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        pipeline.times().connect().toMillis())
                .handler(initializer(channel -> pipeline.furnish(channel, connection, this, present.io(channel))));
        if (!connection.point().isWildcard()) {
            // "an incoming connection on the source IP address from which the request was sent" must find us (§18.1.1)
            bootstrap.localAddress(
                    new InetSocketAddress(connection.point().bound().getAddress(), 0));
        }
        bootstrap.connect(connection.remote()).addListener((ChannelFuture done) -> opened(done, connection));
        return true;
    }

    private void opened(ChannelFuture done, Connection connection) {
        if (done.isSuccess()) {
            counts.count(TransportCounter.CONNECTIONS_OPENED);
            if (connection.protocol() == Protocol.TCP) {
                established(connection, done.channel());
            }
        } else {
            connections.remove(connection);
            connection.closed(refusal(done.cause(), connection));
        }
    }

    private IOException refusal(Throwable cause, Connection connection) {
        if (cause instanceof ConnectTimeoutException) {
            var timeout = new SocketTimeoutException("%s did not answer within %s"
                    .formatted(
                            Addresses.text(connection.remote()),
                            pipeline.times().connect()));
            timeout.initCause(cause);
            return timeout;
        }
        return cause instanceof IOException e ? e : new IOException("cannot open " + connection, cause);
    }

    private static ChannelInitializer<Channel> initializer(Furnishing furnishing) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                furnishing.furnish(channel);
            }
        };
    }

    @FunctionalInterface
    private interface Furnishing {
        void furnish(Channel channel);
    }
}
