package org.strowger.sip.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters as they run; the map is never changed, and any thread counts. */
final class Counts {
    private final Map<TransportCounter, LongAdder> adders = new EnumMap<>(TransportCounter.class);

    Counts() {
        for (var counter : TransportCounter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    void count(TransportCounter counter) {
        adder(counter).increment();
    }

    long of(TransportCounter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(TransportCounter counter) {
        var adder = adders.get(counter);
        if (adder == null) {
            throw new IllegalStateException("nobody counts " + counter);
        }
        return adder;
    }
}
