package org.strowger.sip.transport;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections were let in, in all and from each address. Any thread. */
final class Admission {
    private final ConnectionLimits limits;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<InetAddress, Integer> perSource = new ConcurrentHashMap<>();

    Admission(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Lets one in, if there is room for it. */
    boolean enter(InetAddress source) {
        if (total.incrementAndGet() > limits.total()) {
            total.decrementAndGet();
            return false;
        }
        if (perSource.merge(source, 1, Integer::sum) > limits.perSource()) {
            leave(source);
            return false;
        }
        return true;
    }

    /** One that was let in has gone. */
    void leave(InetAddress source) {
        total.decrementAndGet();
        perSource.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }
}
