package org.strowger.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.strowger.sip.transport.framing.Framer;
import org.strowger.sip.transport.framing.StreamFramer;
import org.strowger.sip.transport.framing.WebSocketFramer;
import org.strowger.sip.transport.framing.WebSocketSettings;
import org.strowger.sip.transport.tls.RecordDeadline;
import org.strowger.sip.transport.tls.Tls;

/**
 * What stands between a socket and its connection: ciphering, framing, and the times after which a peer has had its chance.
 *
 * @param tls there if a listening point needs it
 */
record Pipeline(ConnectionTimes times, WebSocketSettings webSocket, Optional<Tls> tls) {
    void furnish(Channel channel, Connection connection, Streams streams, GatheringIo io) {
        var protocol = connection.protocol();
        var handlers = channel.pipeline();
        if (protocol.isSecure()) {
            handlers.addLast(new RecordDeadline(times.message(), () -> streams.timedOut(connection)))
                    .addLast(ciphering(channel, connection));
        }
        handlers.addLast(idleness(protocol))
                .addLast(new TurnFlush(io))
                .addLast(new ConnectionHandler(connection, streams, io, framer(protocol), times));
    }

    /** How often a silent peer may be asked whether it is there, before the time for which it may be idle is over. */
    int mostPings() {
        return (int) Math.min(Integer.MAX_VALUE, times.idle().dividedBy(ping()) - 1);
    }

    private ChannelHandler ciphering(Channel channel, Connection connection) {
        var ciphers = tls.orElseThrow(() -> new IllegalStateException("no certificates for " + connection));
        return connection.isAccepted()
                ? ciphers.accepting(channel.alloc(), times.handshake())
                : ciphers.opening(
                        channel.alloc(), connection.host(), connection.remote().getPort(), times.handshake());
    }

    /** A WebSocket is asked whether it is still there; of others only both directions' silence counts. */
    private IdleStateHandler idleness(Protocol protocol) {
        return protocol.isWebSocket()
                ? new IdleStateHandler(ping().toMillis(), 0, 0, TimeUnit.MILLISECONDS)
                : new IdleStateHandler(0, 0, times.idle().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Duration ping() {
        return webSocket.ping().compareTo(times.idle()) < 0 ? webSocket.ping() : times.idle();
    }

    private Framer framer(Protocol protocol) {
        return protocol.isWebSocket() ? new WebSocketFramer(webSocket.origins()) : new StreamFramer();
    }
}
