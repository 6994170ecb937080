package org.strowger.sip.loop;

/**
 * Who is told that a timer fired; inside its shard.
 *
 * @param <W> what tells the timers of one listener apart
 */
@FunctionalInterface
public interface Expiry<W> {
    void fired(W which);
}
