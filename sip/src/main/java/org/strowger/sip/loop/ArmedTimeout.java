package org.strowger.sip.loop;

import org.jspecify.annotations.Nullable;

/** A timer and its place in the wheel: a link of a ring, so that nothing else is allocated for it. Owned by its shard. */
final class ArmedTimeout implements Timeout {
    /** What a timer that has fired or was forgotten still holds, so that it keeps nothing of the call alive. */
    private static final Runnable NOTHING = ArmedTimeout::nothing;

    final long dueNanos;

    /** The ring it is in; null once it has fired or was forgotten. */
    @Nullable
    Ring ring;

    ArmedTimeout next = this;
    ArmedTimeout previous = this;

    private final Shard shard;
    private Runnable expiry;

    ArmedTimeout(Shard shard, long dueNanos, Runnable expiry) {
        this.shard = shard;
        this.dueNanos = dueNanos;
        this.expiry = expiry;
    }

    @Override
    public void forget() {
        shard.check();
        if (ring != null) {
            expiry = NOTHING;
            shard.forget(this, ring);
        }
    }

    private static void nothing() {}

    /** What it is for; asked once. */
    Runnable fired() {
        var fired = expiry;
        expiry = NOTHING;
        return fired;
    }
}
