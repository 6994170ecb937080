package org.strowger.sip.transport;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The counters as they run; any thread counts. */
final class Counts {
    private final List<LongAdder> adders =
            Stream.of(TransportCounter.values()).map(_ -> new LongAdder()).toList();

    void count(TransportCounter counter) {
        adders.get(counter.ordinal()).increment();
    }

    long of(TransportCounter counter) {
        return adders.get(counter.ordinal()).sum();
    }
}
