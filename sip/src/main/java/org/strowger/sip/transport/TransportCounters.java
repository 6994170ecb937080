package org.strowger.sip.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was counted since the start, as of one moment.
 *
 * @param values one for every {@link TransportCounter}
 */
public record TransportCounters(Map<TransportCounter, Long> values) {
    /** Copies the map. */
    public TransportCounters {
        values = Map.copyOf(values);
    }

    static TransportCounters of(Running counts) {
        var values = new EnumMap<TransportCounter, Long>(TransportCounter.class);
        for (var counter : TransportCounter.values()) {
            values.put(counter, counts.of(counter));
        }
        return new TransportCounters(values);
    }

    /** How often. */
    public long of(TransportCounter counter) {
        return values.getOrDefault(counter, 0L);
    }

    /** Connections open now. */
    public long openConnections() {
        return of(TransportCounter.CONNECTIONS_ACCEPTED)
                + of(TransportCounter.CONNECTIONS_OPENED)
                - of(TransportCounter.CONNECTIONS_CLOSED);
    }

    /** The counters as they run; the map is never changed, and any thread counts. */
    static final class Running {
        private final Map<TransportCounter, LongAdder> adders = new EnumMap<>(TransportCounter.class);

        Running() {
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
}
