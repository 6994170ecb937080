package org.strowger.sip.loop;

import org.jspecify.annotations.Nullable;

/** A timer in the wheel of its shard: all there is of it, a link of the ring it is in as well. Owned by the shard. */
final class ArmedTimeout<W> implements Timeout, Runnable {
    final long dueNanos;

    /** The ring it is in; null once it has fired or was forgotten. */
    @Nullable
    Ring ring;

    ArmedTimeout<?> next = this;
    ArmedTimeout<?> previous = this;

    private final Shard shard;
    /** Both null once it has fired or was forgotten: whoever still holds it keeps nothing of the call alive. */
    private @Nullable Expiry<? super W> listener;

    private @Nullable W which;

    ArmedTimeout(Shard shard, long dueNanos, Expiry<? super W> listener, W which) {
        this.shard = shard;
        this.dueNanos = dueNanos;
        this.listener = listener;
        this.which = which;
    }

    @Override
    public void forget() {
        shard.check();
        if (ring != null) {
            listener = null;
            which = null;
            shard.forget(this, ring);
        }
    }

    /** Tells its listener, once. */
    @Override
    public void run() {
        var told = listener;
        var what = which;
        listener = null;
        which = null;
        if (told != null && what != null) {
            told.fired(what);
        }
    }
}
