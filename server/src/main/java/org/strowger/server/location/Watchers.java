package org.strowger.server.location;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who watches which address-of-record: so many at most, of one and of all. Any thread. */
final class Watchers {
    private final ConcurrentHashMap<AddressOfRecord, List<Watcher>> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Whether there was room for it. */
    boolean add(AddressOfRecord aor, Watcher watcher, int mostOfOne, int mostOfAll) {
        if (size.incrementAndGet() > mostOfAll) {
            size.decrementAndGet();
            return false;
        }
        var there = byAddress.compute(aor, (_, before) -> {
            var some = before == null ? List.<Watcher>of() : before;
            return some.size() < mostOfOne ? with(some, watcher) : some;
        });
        if (there.contains(watcher)) {
            return true;
        }
        size.decrementAndGet();
        return false;
    }

    void remove(AddressOfRecord aor, Watcher watcher) {
        byAddress.computeIfPresent(aor, (_, before) -> {
            var rest = before.stream().filter(other -> !other.equals(watcher)).toList();
            size.addAndGet(rest.size() - before.size());
            return rest.isEmpty() ? null : rest;
        });
    }

    /** Costs next to nothing while nobody watches. */
    void tell(AddressOfRecord aor, boolean lost) {
        if (!byAddress.isEmpty()) {
            for (var watcher : byAddress.getOrDefault(aor, List.of())) {
                watcher.changed(lost);
            }
        }
    }

    int size() {
        return size.get();
    }

    private static List<Watcher> with(List<Watcher> some, Watcher further) {
        var all = new ArrayList<>(some);
        all.add(further);
        return List.copyOf(all);
    }
}
