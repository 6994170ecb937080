package org.strowger.server.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.LocationListener;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.proxy.LateTargets;

/**
 * Tells the proxy of phones that register while their user's other phones ring (RFC 3261 §16.5).
 *
 * <p>A call is entered nowhere for it, and a binding that is only refreshed is compared and passed by. What leads elsewhere than before is
 * noted, and what was noted within a moment is looked up together: one look at the requests under way, however many register.
 */
public final class LateRegistrations implements LocationListener {
    /** Shorter than a phone needs to ring, and long enough that a thousand registrations cost five looks a second. */
    static final Duration MOMENT = Duration.ofMillis(200);

    private final Router router;
    private final Shard shard;
    private final Supplier<Instant> clock;
    private final Consumer<LateTargets> proxy;
    private final Set<AddressOfRecord> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean awaited = new AtomicBoolean();

    /**
     * @param shard whose timers are used
     * @param clock the time of day
     */
    public LateRegistrations(Router router, Shard shard, Supplier<Instant> clock, Consumer<LateTargets> proxy) {
        this.router = router;
        this.shard = shard;
        this.clock = clock;
        this.proxy = proxy;
    }

    /** Nothing yet: whoever looked now would not see it. */
    @Override
    public void changed(AddressOfRecord aor, Bindings before, Bindings after) {}

    @Override
    public void settled(AddressOfRecord aor, Bindings before, Bindings after) {
        if (after.leadElsewhereThan(before)) {
            changed.add(aor);
            if (awaited.compareAndSet(false, true)) {
                shard.execute(() -> shard.schedule(MOMENT, this::look));
            }
        }
    }

    private void look() {
        awaited.set(false);
        var now = new HashSet<>(changed);
        changed.removeAll(now);
        proxy.accept(router.late(now, clock.get()));
    }
}
