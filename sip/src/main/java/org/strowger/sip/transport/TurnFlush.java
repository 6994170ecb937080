package org.strowger.sip.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Lets what is written to one connection while others are read leave with one system call, when all have been read. Owned by Netty's
 * thread.
 */
final class TurnFlush extends ChannelOutboundHandlerAdapter {
    private final GatheringIo io;
    /** Set while something waits for the end of the turn. */
    private @Nullable ChannelHandlerContext waiting;

    TurnFlush(GatheringIo io) {
        this.io = io;
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (!io.isTurning()) {
            context.flush();
        } else if (waiting == null) {
            waiting = context;
            io.afterTurn(this);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        turned();
        context.close(promise);
    }

    /** The turn is over. */
    void turned() {
        var context = waiting;
        if (context != null) {
            waiting = null;
            context.flush();
        }
    }
}
