package org.strowger.sip.loop;

/** A timer that was armed. */
public interface Timeout {
    /** Takes it out in O(1), without effect if it has fired or was forgotten before. Only inside its shard. */
    void forget();
}
