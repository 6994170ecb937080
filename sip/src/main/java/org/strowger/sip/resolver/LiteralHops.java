package org.strowger.sip.resolver;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/**
 * The next hops of URIs with an address literal that were asked for lately, so that they are not made anew for each message, and what
 * is kept of many calls shares them. Safe for all threads.
 *
 * <p>Each URI has one place and shares it with others: the last one has it. So strangers can make us forget, which costs the making, and
 * no more.
 */
final class LiteralHops {
    /** A power of two. */
    private static final int PLACES = 1024;
    /** Longer ones are made anew. */
    private static final int LONGEST = 64;

    private final @Nullable Known[] known = new @Nullable Known[PLACES];

    /** @param place what the URI says about its next hop, in bytes of its own */
    private record Known(Slice place, boolean secure, List<NextHop> hops) {}

    /** Empty if the host is a name, or the URI leads nowhere. */
    List<NextHop> of(SipUri uri, Predicate<Protocol> supported) {
        var place = uri.place();
        int slot = slot(place);
        var there = known[slot];
        if (there != null && there.secure == uri.isSecure() && there.place.equals(place)) {
            return there.hops;
        }
        var hops = Destination.of(uri, supported)
                .map(destination -> DnsResolver.hops(destination, Literals.of(destination.host())))
                .orElse(List.of());
        if (!hops.isEmpty() && place.length() <= LONGEST) {
            // what is there is immutable, so it does not matter who of two threads is the last
            known[slot] = new Known(Slice.of(place.toBytes()), uri.isSecure(), hops);
        }
        return hops;
    }

    private static int slot(Slice place) {
        int hash = place.hashCode();
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
