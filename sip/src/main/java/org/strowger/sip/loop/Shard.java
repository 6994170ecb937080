package org.strowger.sip.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of the call state of a part of all Call-IDs: runs one thing at a time, in order, on whatever thread brings it.
 *
 * <p>It owns no thread. {@link #execute} runs the event at once on the calling thread if nobody is inside, otherwise leaves it in the
 * queue of whoever is. A room that keeps state per shard keeps it in an array by {@link #index()} and touches an element only
 * inside its shard; what one event wrote the next one sees, whatever threads they run on.
 */
public final class Shard {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    /** Longer than any process lives, and far from overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private static final Expiry<Runnable> RUN = Runnable::run;

    private static final VarHandle INSIDE;

    static {
        try {
            INSIDE = MethodHandles.lookup().findVarHandle(Shard.class, "inside", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int index;
    private final Clock clock;
    private final Wheel wheel;
    private final Lanes lanes = new Lanes();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Runnable fireDue = this::fireDue;
    private final Runnable fireNext = lanes::fire;
    private volatile @Nullable Thread inside;
    private volatile Alarm alarm = Alarm.NONE;
    /** When the wheel has to be turned next, as far as any thread knows; Long.MAX_VALUE: not, or it is about to be. */
    private volatile long turnAtNanos = Long.MAX_VALUE;

    private long nanos;
    private boolean nanosRead;

    Shard(int index, Clock clock) {
        this.index = index;
        this.clock = clock;
        this.wheel = new Wheel(clock.nanos());
    }

    /** 0 to the number of shards - 1. */
    public int index() {
        return index;
    }

    /**
     * Runs the event inside: now, if nobody is inside, otherwise as soon as those before it have run. An event that is brought from
     * inside runs when the present one has ended. An exception of the event is logged and goes no further.
     */
    public void execute(Runnable event) {
        var caller = Thread.currentThread();
        if (waiting.isEmpty() && enter(caller)) {
            try {
                run(event);
                if (runWaiting() > 0) {
                    // what another loop left here; what it does itself next may not overtake it
                    LoopThread.flush();
                }
            } finally {
                inside = null;
            }
        } else {
            if (inside != caller) {
                // what went before it on this thread also leaves before what it brings about on the other
                LoopThread.flush();
            }
            waiting.add(event);
        }
        // whoever was inside may have left before it could see what was added
        runLeft();
    }

    /**
     * As {@link #execute}, for what a loop has read: if that loop has fallen behind, and another one turns this shard's wheel, the event is left
     * to the other, behind what waits already. So one source that sends more than a loop can work on keeps several at work.
     */
    public void bring(Runnable event) {
        if (!LoopThread.isBehindBeside(alarm)) {
            execute(event);
        } else if (alarm.takes()) {
            waiting.add(event);
            alarm.left();
        } else {
            execute(event);
            // the next one may be left again, and what it brings about may not overtake this
            LoopThread.flush();
        }
    }

    /** Runs what waits, unless somebody is inside, who will; answers how much it was. */
    int runLeft() {
        var caller = Thread.currentThread();
        int done = 0;
        while (!waiting.isEmpty() && enter(caller)) {
            try {
                done += runWaiting();
                // whoever comes next may be another loop, and what it sends may not overtake this
                LoopThread.flush();
            } finally {
                inside = null;
            }
        }
        return done;
    }

    /**
     * Arms a timer on this shard's wheel; only inside. It never fires early, and with a real loop a tick (about a millisecond) late, or eight
     * under load; a negative delay counts as none.
     */
    public Timeout schedule(Duration delay, Runnable expiry) {
        return schedule(delay, RUN, expiry);
    }

    /**
     * The same for whoever has several timers, or many: no object is made but the timer itself.
     *
     * @param which what the listener is told
     */
    public <W> Timeout schedule(Duration delay, Expiry<? super W> listener, W which) {
        var timeout = new ArmedTimeout<>(this, nanos() + nanosOf(delay), listener, which);
        wheel.arm(timeout);
        announce(timeout.dueNanos);
        return timeout;
    }

    /**
     * Arms a timer of a length that many others have, as {@link #schedule} does, but cheaper: no object is made for it. A shard takes 64
     * lengths; what has a length of its own belongs into schedule.
     *
     * @return a number for {@link #forget}; never 0
     */
    public <W> long arm(Duration length, Expiry<? super W> listener, W which) {
        if (!length.isPositive()) {
            throw new IllegalArgumentException("expected a length above zero, found " + length);
        }
        long lengthNanos = nanosOf(length);
        long now = nanos();
        long timer = lanes.arm(now, lengthNanos, listener, which);
        announce(now + lengthNanos);
        return timer;
    }

    /** Takes out what {@link #arm} armed, without effect if it has fired or was forgotten before, or is 0. Only inside. */
    public void forget(long timer) {
        check();
        lanes.forget(timer);
    }

    /** The monotonic time, read once per event; only inside. */
    public long nanos() {
        check();
        if (!nanosRead) {
            nanos = clock.nanos();
            nanosRead = true;
        }
        return nanos;
    }

    /** Throws IllegalStateException unless the calling thread is inside. */
    public void check() {
        if (inside != Thread.currentThread()) {
            throw new IllegalStateException("only inside shard " + index);
        }
    }

    /** Fires what is due, or lets whoever is inside do it. */
    void turn() {
        turnAtNanos = Long.MAX_VALUE;
        execute(fireDue);
    }

    /** Whether the wheel is to be turned at that time. */
    boolean isDue(long nowNanos) {
        return turnAtNanos <= nowNanos;
    }

    long turnAtNanos() {
        return turnAtNanos;
    }

    /** When the next timer is due, exactly. For simulations: no other thread may be inside. */
    long earliestNanos() {
        return Math.min(wheel.earliestNanos(), lanes.earliestNanos());
    }

    int armed() {
        return wheel.armed() + lanes.armed();
    }

    /** Ties it to the loop that turns its wheel. */
    void turnedBy(Alarm loop) {
        alarm = loop;
        loop.dueAt(turnAtNanos);
    }

    void forget(ArmedTimeout<?> timeout, Ring ring) {
        wheel.forget(timeout, ring);
    }

    private void fireDue() {
        try {
            long now = nanos();
            while (lanes.earliestNanos() <= now) {
                run(fireNext);
            }
            wheel.advance(now);
            var due = wheel.nextDue();
            while (due != null) {
                run(due);
                due = wheel.nextDue();
            }
        } finally {
            turnAtNanos = Long.MAX_VALUE;
            announce(Math.min(wheel.turnAtNanos(), lanes.earliestNanos()));
        }
    }

    private static long nanosOf(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        return delay.compareTo(LONGEST) < 0 ? delay.toNanos() : LONGEST.toNanos();
    }

    private void announce(long dueNanos) {
        if (dueNanos < turnAtNanos) {
            turnAtNanos = dueNanos;
            alarm.dueAt(dueNanos);
        }
    }

    private boolean enter(Thread caller) {
        return inside == null && INSIDE.compareAndSet(this, null, caller);
    }

    private int runWaiting() {
        int done = 0;
        var event = waiting.poll();
        while (event != null) {
            run(event);
            done++;
            event = waiting.poll();
        }
        return done;
    }

    private void run(Runnable event) {
        nanosRead = false;
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.error("an event of shard {} failed", index, e);
        } catch (Error e) {
            // it ends the turn, and what waits behind it runs in the next
            announce(clock.nanos());
            throw e;
        }
    }
}
