package org.strowger.sip.loop;

/** What a loop waits on while no timer is due: the room that owns the sockets makes it. */
public interface Poller {
    /**
     * Waits until there is something to do, {@link #wakeup} is called or the time is over, and does what there is to do.
     *
     * @param maxWaitNanos 0: do not wait; Long.MAX_VALUE: no bound
     * @return how many things were done
     */
    int poll(long maxWaitNanos);

    /** Whether the last {@link #poll} left unread what was there to be read. Only the loop's thread calls it. */
    default boolean hasLeftSome() {
        return false;
    }

    /**
     * Lets go of what the loop's thread has done but still holds back, as datagrams that leave together. Only that thread calls it:
     * before it waits, and before another thread goes on with what it has begun.
     */
    void flush();

    /** Ends the present or the next {@link #poll}; any thread may call it. */
    void wakeup();
}
