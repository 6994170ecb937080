package org.strowger.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Coalescing;

/** Netty's threads for connections. Each lets things gather as a loop does; one is cheapest, since no connection then waits for another thread. */
final class StreamThreads {
    private final Map<ThreadAwareExecutor, GatheringIo> ios = new ConcurrentHashMap<>();
    private final EventLoopGroup group;

    StreamThreads(int count, Coalescing coalescing, Clock clock) {
        var io = NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(
                count,
                thread -> ios.computeIfAbsent(thread, _ -> new GatheringIo(io.newHandler(thread), coalescing, clock)));
    }

    EventLoopGroup group() {
        return group;
    }

    /** What the thread of that channel waits on. */
    GatheringIo io(Channel channel) {
        var io = ios.get(channel.eventLoop());
        if (io == null) {
            throw new IllegalArgumentException(channel + " is not of these threads");
        }
        return io;
    }
}
