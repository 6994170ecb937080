package org.strowger.sip.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Coalescing;
import org.strowger.sip.loop.Pace;

/**
 * What a thread of connections waits on: while messages come fast it lets them gather for a moment before it looks, as a loop does with
 * datagrams. A wake-up for each message costs more than the message. Owned by that thread.
 */
final class GatheringIo implements IoHandler {
    private final IoHandler io;
    private final Coalescing coalescing;
    private final Clock clock;
    private final Pace pace;
    private int messages;
    private boolean gathering;
    private boolean turning;
    private final List<TurnFlush> written = new ArrayList<>();

    GatheringIo(IoHandler io, Coalescing coalescing, Clock clock) {
        this.io = io;
        this.coalescing = coalescing;
        this.clock = clock;
        this.pace = coalescing.pace(clock.nanos());
    }

    /** A message came by one of its connections. */
    void messageArrived() {
        messages++;
    }

    /** Whether messages come so fast that the next turn lets them gather first. */
    boolean isGathering() {
        return gathering;
    }

    /** Whether connections are being read. */
    boolean isTurning() {
        return turning;
    }

    /** Tells it when all have been read. */
    void afterTurn(TurnFlush flush) {
        written.add(flush);
    }

    @Override
    public int run(IoHandlerContext context) {
        // whoever has something for this thread to do is not kept waiting
        if (gathering && context.canBlock()) {
            clock.pause(coalescing.pause());
        }
        turning = true;
        int done;
        try {
            done = io.run(context);
        } finally {
            turning = false;
            flush();
        }
        gathering = pace.isFast(messages, clock.nanos()) && messages > 0;
        messages = 0;
        return done;
    }

    private void flush() {
        for (int index = 0; index < written.size(); index++) {
            written.get(index).turned();
        }
        written.clear();
    }

    @Override
    public void initialize() {
        io.initialize();
    }

    @Override
    public void prepareToDestroy() {
        io.prepareToDestroy();
    }

    @Override
    public void destroy() {
        io.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return io.register(handle);
    }

    @Override
    public void wakeup() {
        io.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return io.isCompatible(type);
    }
}
