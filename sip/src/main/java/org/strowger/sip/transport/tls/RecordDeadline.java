package org.strowger.sip.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A record of TLS must come to its end in time, however its bytes dribble: nobody behind the deciphering sees any of them before the last
 * (RFC 8446 §5.1). Owned by Netty's thread.
 */
public final class RecordDeadline extends ChannelInboundHandlerAdapter {
    private static final int HEAD_BYTES = 5;
    private static final int LENGTH_AT = 3;

    private final Duration patience;
    private final Runnable timedOut;
    /** Of the record that is being read. */
    private int headRead;

    private int payloadLeft;
    private @Nullable Future<?> deadline;

    /** @param timedOut told before the connection is closed */
    public RecordDeadline(Duration patience, Runnable timedOut) {
        this.patience = patience;
        this.timedOut = timedOut;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        boolean ended = follow((ByteBuf) read);
        boolean partial = headRead > 0;
        if (ended || !partial) {
            stopWaiting();
        }
        if (partial && deadline == null) {
            deadline = ctx.executor().schedule(() -> close(ctx), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        ctx.fireChannelRead(read);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopWaiting();
        ctx.fireChannelInactive();
    }

    /** Whether a record came to its end. */
    private boolean follow(ByteBuf read) {
        boolean ended = false;
        int at = read.readerIndex();
        while (at < read.writerIndex()) {
            if (headRead < HEAD_BYTES) {
                if (headRead >= LENGTH_AT) {
                    payloadLeft = payloadLeft << 8 | read.getUnsignedByte(at);
                }
                headRead++;
                at++;
            } else {
                int taken = Math.min(payloadLeft, read.writerIndex() - at);
                payloadLeft -= taken;
                at += taken;
            }
            if (headRead == HEAD_BYTES && payloadLeft == 0) {
                headRead = 0;
                ended = true;
            }
        }
        return ended;
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void close(ChannelHandlerContext ctx) {
        timedOut.run();
        var _ = ctx.close();
    }
}
