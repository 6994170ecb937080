package org.strowger.sip.transport;

import java.util.EnumMap;
import java.util.Map;

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

    static TransportCounters of(Counts counts) {
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
}
