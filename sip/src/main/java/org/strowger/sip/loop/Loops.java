package org.strowger.sip.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The threads of a server: each turns a poller and the wheels of a part of the shards. */
public final class Loops {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

    private final List<Loop> loops;
    private final List<Thread> threads;

    private Loops(List<Loop> loops, List<Thread> threads) {
        this.loops = loops;
        this.threads = threads;
    }

    /** Starts one loop for each poller; the shards are dealt out among them. Shards have one set of loops at a time. */
    public static Loops start(Shards shards, List<? extends Poller> pollers, Coalescing coalescing) {
        var loops = new ArrayList<Loop>();
        var threads = new ArrayList<Thread>();
        for (int index = 0; index < pollers.size(); index++) {
            var loop = new Loop(part(shards, index, pollers.size()), pollers.get(index), shards.clock(), coalescing);
            loops.add(loop);
            var thread = new LoopThread("sip-loop-" + index, loop, pollers.get(index));
            thread.start();
            threads.add(thread);
        }
        return new Loops(List.copyOf(loops), List.copyOf(threads));
    }

    /** Ends the threads, each after what it is at; waits for them, but not for ever. */
    public void stop() {
        for (var loop : loops) {
            loop.stop();
        }
        try {
            for (var thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(LONGEST_GOODBYE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Shard> part(Shards shards, int index, int of) {
        return shards.all().stream()
                .filter(shard -> shard.index() % of == index)
                .toList();
    }
}
