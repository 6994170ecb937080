package org.strowger.sip.transport.keepalive;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Shard;

/**
 * The far ends of one UDP point that have promised to be heard (RFC 5626 §4.4), and when each was. Empty for phones that promise nothing,
 * and then it costs nothing. Any thread.
 */
public final class Promises {
    private final ConcurrentHashMap<InetSocketAddress, Promise> byFarEnd = new ConcurrentHashMap<>();

    private static final class Promise {
        private final InetSocketAddress farEnd;
        private final long silenceNanos;
        private final Clock clock;
        private final Runnable broken;
        private volatile long heardAtNanos;

        Promise(InetSocketAddress farEnd, Duration silence, Clock clock, Runnable broken) {
            this.farEnd = farEnd;
            this.silenceNanos = silence.toNanos();
            this.clock = clock;
            this.broken = broken;
            heard();
        }

        void heard() {
            heardAtNanos = clock.nanos();
        }

        long nanosLeft() {
            return heardAtNanos + silenceNanos - clock.nanos();
        }
    }

    /** Something came from there, whatever it was. */
    public void heard(InetSocketAddress farEnd) {
        if (!byFarEnd.isEmpty()) {
            var promise = byFarEnd.get(farEnd);
            if (promise != null) {
                promise.heard();
            }
        }
    }

    /**
     * It has promised to be heard at least so often. Only inside the shard.
     *
     * @param clock of the shard
     * @param broken run once, inside the shard, if it is not, after which nothing is expected of it any more
     */
    public void made(Shard shard, Clock clock, InetSocketAddress farEnd, Duration silence, Runnable broken) {
        var before = byFarEnd.get(farEnd);
        if (before != null && before.silenceNanos == silence.toNanos()) {
            before.heard();
            return;
        }
        var promise = new Promise(farEnd, silence, clock, broken);
        byFarEnd.put(farEnd, promise);
        await(shard, promise);
    }

    private void await(Shard shard, Promise promise) {
        shard.schedule(Duration.ofNanos(promise.nanosLeft()), () -> look(shard, promise));
    }

    private void look(Shard shard, Promise promise) {
        if (byFarEnd.get(promise.farEnd) != promise) {
            return;
        }
        if (promise.nanosLeft() > 0) {
            await(shard, promise);
        } else if (byFarEnd.remove(promise.farEnd, promise)) {
            promise.broken.run();
        }
    }
}
