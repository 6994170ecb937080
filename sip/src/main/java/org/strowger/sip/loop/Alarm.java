package org.strowger.sip.loop;

/** Told when a shard has a timer that is due sooner than any it had; the loop that turns its wheel wakes in time. */
@FunctionalInterface
interface Alarm {
    Alarm NONE = _ -> {};

    /** May be called by any thread. */
    void dueAt(long nanos);
}
