package org.strowger.sip.transport.keepalive;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Closes a connection whose peer has promised to be heard (RFC 5626 §4.4) and is not. Owned by Netty's thread. */
public final class Silence extends IdleStateHandler {
    private static final String NAME = "silence";

    private final Runnable broken;

    /** @param broken run before the connection is closed */
    public Silence(Duration longest, Runnable broken) {
        super(longest.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
        this.broken = broken;
    }

    /** Listens to that channel from now on, in place of the one before. */
    public void on(ChannelPipeline pipeline) {
        if (pipeline.get(NAME) != null) {
            pipeline.remove(NAME);
        }
        pipeline.addFirst(NAME, this);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        broken.run();
        var _ = ctx.close();
    }
}
