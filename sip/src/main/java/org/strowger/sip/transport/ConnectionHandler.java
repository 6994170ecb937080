package org.strowger.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.transport.framing.Framer;

/** Reads one connection: frames, keep-alives, and the times after which a peer has had its chance. Owned by Netty's thread. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements Framer.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final byte[] PONG = {'\r', '\n'};

    private final Connection connection;
    private final Streams streams;
    private final Duration messageTime;
    private final Framer framer;
    private @Nullable ChannelHandlerContext context;
    /** Runs while a message is incomplete. */
    private @Nullable Future<?> patience;

    private long patienceFor;
    private boolean broken;

    ConnectionHandler(Connection connection, Streams streams, Framer framer, Duration messageTime) {
        this.connection = connection;
        this.streams = streams;
        this.framer = framer;
        this.messageTime = messageTime;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        var buffer = (ByteBuf) read;
        try {
            if (!broken) {
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
        streams.reception().message(message, connection);
    }

    @Override
    public void ping() {
        streams.reception().keepAlive();
        var present = context;
        // a peer that pings and does not read gets no more answers than it takes
        if (present != null && present.channel().isWritable()) {
            var _ = present.writeAndFlush(Unpooled.wrappedBuffer(PONG));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            timedOut(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
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
        if (cause instanceof IOException) {
            LOG.debug("{} broke", connection, cause);
        } else {
            LOG.error("{} is closed after a failure of ours", connection, cause);
        }
        var _ = ctx.close();
    }

    /** The stream cannot be read any further: it is answered if it can be, and closed, even if the peer does not read the answer. */
    private void broken(ChannelHandlerContext ctx, MalformedMessageException cause) {
        broken = true;
        streams.reception().malformed(cause, connection);
        connection.closeAfterwards();
        stopWaiting();
        patience = ctx.executor().schedule(() -> timedOut(ctx), messageTime.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A message must come to its end in time, however its bytes dribble. */
    private void awaitTheRest(ChannelHandlerContext ctx) {
        if (!framer.isPartial()) {
            stopWaiting();
        } else if (patience == null || patienceFor != framer.taken()) {
            stopWaiting();
            patienceFor = framer.taken();
            patience = ctx.executor().schedule(() -> timedOut(ctx), messageTime.toMillis(), TimeUnit.MILLISECONDS);
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
