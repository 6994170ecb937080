package org.strowger.server.location;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which contacts an address-of-record has now (RFC 3261 §10.1): immutable values in a concurrent map, shared by all shards, changed by
 * whoever holds the address-of-record for a moment.
 *
 * <p>Expired bindings are never shown, and are cleared away in small sweeps ({@link #expire}). Everything is in memory; the store is told
 * of every change, and is read once, at the start.
 */
public final class LocationService implements AutoCloseable {
    private final ConcurrentHashMap<AddressOfRecord, Bindings> bindings = new ConcurrentHashMap<>();
    private final List<LocationListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Connections connections = new Connections();
    private final Watchers watchers = new Watchers();
    private final BindingStore store;
    /** No binding expires before, but for those that a sweep has still to see. */
    private final AtomicLong earliestMillis = new AtomicLong(Long.MAX_VALUE);

    private Iterator<Map.Entry<AddressOfRecord, Bindings>> sweep = Collections.emptyIterator();

    private LocationService(BindingStore store) {
        this.store = store;
    }

    /** With what the store holds. Closing the service closes the store. */
    public static LocationService open(BindingStore store, Instant now) throws IOException {
        var service = new LocationService(store);
        store.load(now, (aor, loaded) -> {
            service.bindings.put(aor, loaded);
            service.size.addAndGet(loaded.size());
            service.connections.changed(aor, Bindings.NONE, loaded);
            service.expiring(loaded);
        });
        return service;
    }

    /** One that keeps everything in memory only. */
    public static LocationService inMemory() {
        return new LocationService(BindingStore.memory());
    }

    public void addListener(LocationListener listener) {
        listeners.add(listener);
    }

    /**
     * Tells the watcher of each change of that address-of-record, from now on.
     *
     * @param mostOfOne how many may watch the same
     * @param mostOfAll how many may watch any
     * @return false if so many do already
     */
    public boolean watch(AddressOfRecord aor, Watcher watcher, int mostOfOne, int mostOfAll) {
        return watchers.add(aor, watcher, mostOfOne, mostOfAll);
    }

    public void unwatch(AddressOfRecord aor, Watcher watcher) {
        watchers.remove(aor, watcher);
    }

    /** How many watch, all together. */
    public int watchers() {
        return watchers.size();
    }

    /** The bindings that live at that time. */
    public Bindings bindings(AddressOfRecord aor, Instant now) {
        var found = bindings.get(aor);
        return found == null ? Bindings.NONE : found.liveAt(now);
    }

    /** What a change makes of bindings, and what it tells whoever asked for it. */
    public record Change<T>(Bindings after, T result) {}

    /**
     * Changes the bindings of an address-of-record: the function sees those that live, and nobody else changes them meanwhile. It must be
     * quick and must not ask this service; if it throws, nothing is changed.
     */
    public <T> T update(AddressOfRecord aor, Instant now, Function<Bindings, Change<T>> function) {
        var update = new Update<>(now, function);
        bindings.compute(aor, update);
        var change = update.change();
        // not before it can be seen: a round of the sweep that begins now looks at it
        expiring(change.after());
        settled(aor, update.before, change.after(), false);
        return change.result();
    }

    /** One call of {@link #update}, with what came of it. */
    private final class Update<T> implements BiFunction<AddressOfRecord, @Nullable Bindings, @Nullable Bindings> {
        private final Instant now;
        private final Function<Bindings, Change<T>> function;
        private Bindings before = Bindings.NONE;
        private @Nullable Change<T> change;

        Update(Instant now, Function<Bindings, Change<T>> function) {
            this.now = now;
            this.function = function;
        }

        @Override
        public @Nullable Bindings apply(AddressOfRecord aor, @Nullable Bindings found) {
            before = found == null ? Bindings.NONE : found;
            var made = function.apply(before.liveAt(now));
            change = made;
            return replaced(aor, before, made.after());
        }

        Change<T> change() {
            return Objects.requireNonNull(change, "the map calls it once");
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same object where nothing was changed
    private void settled(AddressOfRecord aor, Bindings before, Bindings after, boolean lost) {
        if (before != after) {
            watchers.tell(aor, lost);
            for (var listener : listeners) {
                listener.settled(aor, before, after);
            }
        }
    }

    /** Makes of bindings that are there what the function says: these, or nothing. */
    private @Nullable Bindings change(AddressOfRecord aor, UnaryOperator<Bindings> function, boolean lost) {
        var seen = new ArrayList<Bindings>(1);
        var after = bindings.computeIfPresent(aor, (_, found) -> {
            seen.add(found);
            return replaced(aor, found, function.apply(found));
        });
        if (!seen.isEmpty()) {
            settled(aor, seen.getFirst(), after == null ? Bindings.NONE : after, lost);
        }
        return after;
    }

    private @Nullable Bindings replaced(AddressOfRecord aor, Bindings before, Bindings after) {
        if (!before.equals(after)) {
            size.addAndGet(after.size() - before.size());
            connections.changed(aor, before, after);
            store.changed(aor, after);
            for (var listener : listeners) {
                listener.changed(aor, before, after);
            }
        }
        return after.isEmpty() ? null : after;
    }

    private void expiring(Bindings seen) {
        long millis = seen.earliestExpiryMillis();
        if (millis < earliestMillis.get()) {
            earliestMillis.accumulateAndGet(millis, Math::min);
        }
    }

    /**
     * Removes what hung on a connection that is closed. Who makes a binding looks afterwards whether its connection still stands, and else
     * calls this.
     */
    public void closed(Source connection) {
        for (var aor : connections.closed(connection)) {
            change(aor, found -> found.withoutConnection(connection), true);
        }
    }

    /** Connections on which bindings hang. */
    int connections() {
        return connections.size();
    }

    /**
     * Clears away what has expired, looking at some addresses-of-record and going on behind them the next time: called regularly, it
     * never takes long, and nothing at all before the first of those that it saw in its last round can have expired.
     *
     * @param most how many are looked at
     */
    public synchronized void expire(Instant now, int most) {
        long millis = now.toEpochMilli();
        if (!sweep.hasNext()) {
            if (earliestMillis.get() > millis) {
                return;
            }
            // whoever changes something from now on takes note of it, and this round of the rest
            earliestMillis.set(Long.MAX_VALUE);
            sweep = bindings.entrySet().iterator();
        }
        for (int looked = 0; looked < most && sweep.hasNext(); looked++) {
            var entry = sweep.next();
            var left = entry.getValue();
            if (left.earliestExpiryMillis() <= millis) {
                var aor = entry.getKey();
                left = change(aor, found -> found.liveAt(now), false);
            }
            if (left != null) {
                expiring(left);
            }
        }
    }

    /** Bindings held now, expired ones that wait for the sweep included. */
    public int size() {
        return size.get();
    }

    /** Addresses-of-record that have bindings; a view of the moment, in no order. */
    public Iterable<AddressOfRecord> addressesOfRecord() {
        return Collections.unmodifiableSet(bindings.keySet());
    }

    @Override
    public void close() {
        store.close();
    }
}
