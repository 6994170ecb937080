package org.strowger.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.framing.Framer;
import org.strowger.sip.transport.framing.Frames;
import org.strowger.sip.transport.tls.Tls;

/**
 * Reads one connection: handshakes, frames, keep-alives, and the times after which a peer has had its chance. Owned by Netty's thread.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements Framer.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final Slice PONG = Slice.of("\r\n");

    private final Connection connection;
    private final Streams streams;
    private final GatheringIo io;
    private final ConnectionTimes times;
    private final Framer framer;
    private @Nullable ChannelHandlerContext context;
    /** Runs while a message is incomplete. */
    private @Nullable Future<?> patience;

    private long patienceFor;
    private boolean finished;
    /** Pings since the peer was last heard. */
    private int unanswered;

    ConnectionHandler(Connection connection, Streams streams, GatheringIo io, Framer framer, ConnectionTimes times) {
        this.connection = connection;
        this.streams = streams;
        this.io = io;
        this.framer = framer;
        this.times = times;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (framer.isPartial()) {
            patience = after(times.handshake(), ctx);
        }
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        var buffer = (ByteBuf) read;
        unanswered = 0;
        try {
            if (!finished) {
                framer.add(buffer.nioBuffer(), this);
                awaitTheRest(ctx);
            }
        } catch (MalformedMessageException e) {
            broken(ctx, e);
        } finally {
            buffer.release();
        }
    }

    @Override
    public void message(byte[] message) {
        io.messageArrived();
        streams.reception().message(message, connection);
    }

    @Override
    public void ping() {
        streams.reception().keepAlive();
        var present = context;
        // a peer that pings and does not read gets no more answers than it takes
        if (present != null && present.channel().isWritable()) {
            var _ = present.writeAndFlush(connection.framed(PONG));
        }
    }

    @Override
    public void reply(byte[] bytes) {
        var present = context;
        if (present != null && present.channel().isWritable()) {
            var _ = present.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        }
    }

    @Override
    public void established() {
        var present = context;
        if (present != null) {
            streams.established(connection, present.channel());
        }
    }

    @Override
    public void finished() {
        var present = context;
        if (present != null) {
            finish(present);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case IdleStateEvent _ -> idle(ctx);
            case SslHandshakeCompletionEvent shaken when shaken.isSuccess() -> ciphered(ctx);
            case SslHandshakeCompletionEvent failed -> refused(ctx, failed.cause());
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    /** "the client MUST compare the original domain […] to the SIP domain identities obtained from the certificate" (RFC 5922 §7.3). */
    private void ciphered(ChannelHandlerContext ctx) {
        connection.provedBy(Tls.peer(ctx.pipeline().get(SslHandler.class)));
        if (!connection.isAccepted() && !connection.speaksFor(connection.host())) {
            // "If the server is not authenticated, the client MUST close the connection immediately" (§7.3)
            refused(ctx, new SSLPeerUnverifiedException("the certificate is not for " + connection.host()));
        } else if (!connection.protocol().isWebSocket()) {
            established();
        }
    }

    private void refused(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("no TLS with {}", connection.remote(), cause);
        streams.refused(connection, cause);
        var _ = ctx.close();
    }

    /** A WebSocket's peer is asked; of others silence was all they had. */
    private void idle(ChannelHandlerContext ctx) {
        if (connection.protocol().isWebSocket() && unanswered < streams.mostPings()) {
            unanswered++;
            reply(Frames.ping());
        } else {
            timedOut(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopWaiting();
        streams.closed(connection, new IOException(connection + " is closed"));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            LOG.debug("{} broke", connection, cause);
        } else {
            LOG.error("{} is closed after a failure of ours", connection, cause);
        }
        var _ = ctx.close();
    }

    /** The stream cannot be read any further: it is answered if it can be, and closed, even if the peer does not read the answer. */
    private void broken(ChannelHandlerContext ctx, MalformedMessageException cause) {
        streams.reception().malformed(cause, connection);
        finish(ctx);
    }

    private void finish(ChannelHandlerContext ctx) {
        finished = true;
        connection.closeAfterwards(ctx.channel());
        stopWaiting();
        patience = after(times.message(), ctx);
    }

    private Future<?> after(Duration time, ChannelHandlerContext ctx) {
        return ctx.executor().schedule(() -> timedOut(ctx), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A message must come to its end in time, however its bytes dribble. */
    private void awaitTheRest(ChannelHandlerContext ctx) {
        if (finished) {
            return;
        }
        if (!framer.isPartial()) {
            stopWaiting();
        } else if (patience == null || patienceFor != framer.taken()) {
            stopWaiting();
            patienceFor = framer.taken();
            patience = after(times.message(), ctx);
        }
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    private void timedOut(ChannelHandlerContext ctx) {
        streams.timedOut(connection);
        var _ = ctx.close();
    }
}
