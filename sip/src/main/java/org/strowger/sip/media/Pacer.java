package org.strowger.sip.media;

import java.time.Duration;
import org.strowger.sip.loop.Shard;

/** Says when, and keeps one thing at a time: whatever it runs, it runs one after the other. */
public interface Pacer {

    /** The pacer of a shard: ticks are timers of the shard, and everything runs inside it. */
    static Pacer in(Shard shard) {
        return new ShardPacer(shard);
    }

    /** Runs it after whatever was handed over before; on any thread. */
    void execute(Runnable task);

    /** Ticks each interval from now on; only from inside a task or a tick. */
    Ticking every(Duration interval, Runnable tick);

    /** Something that ticks. */
    interface Ticking {
        /** No tick any more; only from inside a task or a tick. */
        void stop();
    }
}
