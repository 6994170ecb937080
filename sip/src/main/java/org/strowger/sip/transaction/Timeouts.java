package org.strowger.sip.transaction;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Timeout;

/**
 * The timers that one transaction has armed, one of each letter at most. Owned by the shard.
 *
 * <p>A timer that no longer matters may fire, because its machine ignores it; but when the transaction ends all are given back, with what
 * they hold.
 */
final class Timeouts {
    /** No machine has more timers. */
    private static final int LETTERS = 5;

    private final @Nullable Timeout[] armed = new Timeout[LETTERS];

    void start(Shard shard, Enum<?> timer, Duration delay, Runnable expiry) {
        var before = armed[timer.ordinal()];
        if (before != null) {
            before.forget();
        }
        armed[timer.ordinal()] = shard.schedule(delay, expiry);
    }

    void forgetAll() {
        for (int letter = 0; letter < LETTERS; letter++) {
            var timeout = armed[letter];
            if (timeout != null) {
                timeout.forget();
                armed[letter] = null;
            }
        }
    }
}
