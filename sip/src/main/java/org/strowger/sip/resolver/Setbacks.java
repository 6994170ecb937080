package org.strowger.sip.resolver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.strowger.sip.transport.NextHop;

/**
 * Next hops that failed lately. Each is an address with its port and protocol, never a name, and all that becomes of it is that others are
 * tried first. Safe for all threads.
 *
 * <p>Time is the shards', in nanoseconds.
 */
final class Setbacks {
    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Map<NextHop, Long> untilNanos = new ConcurrentHashMap<>();

    void add(NextHop hop, Duration howLong, long nowNanos) {
        if (untilNanos.size() >= MOST) {
            untilNanos.values().removeIf(until -> until - nowNanos <= 0);
        }
        if (untilNanos.size() < MOST && hop instanceof NextHop.Address) {
            long lasts = howLong.compareTo(LONGEST) < 0 ? howLong.toNanos() : LONGEST.toNanos();
            untilNanos.merge(place(hop), nowNanos + lasts, (one, other) -> one - other > 0 ? one : other);
        }
    }

    /** Those without a setback first, apart from that as they were. */
    List<NextHop> last(List<NextHop> hops, long nowNanos) {
        if (untilNanos.isEmpty() || hops.size() < 2) {
            return hops;
        }
        var ordered = new ArrayList<NextHop>(hops.size());
        var putOff = new ArrayList<NextHop>();
        for (var hop : hops) {
            (isPutOff(hop, nowNanos) ? putOff : ordered).add(hop);
        }
        ordered.addAll(putOff);
        return ordered;
    }

    /** Whatever domain it was meant for. */
    private static NextHop place(NextHop hop) {
        return new NextHop.Address(hop.protocol(), hop.remote());
    }

    private boolean isPutOff(NextHop hop, long nowNanos) {
        var place = place(hop);
        var until = untilNanos.get(place);
        if (until == null) {
            return false;
        }
        boolean over = until - nowNanos <= 0;
        if (over) {
            untilNanos.remove(place, until);
        }
        return !over;
    }
}
