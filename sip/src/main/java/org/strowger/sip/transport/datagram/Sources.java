package org.strowger.sip.transport.datagram;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The sources seen lately, so that an address is not made anew for each datagram.
 *
 * <p>Each source has one place and shares it with others: the last one seen has it. So strangers can make us forget a source, which
 * costs its making, and no more.
 */
final class Sources {
    private static final int PLACES = 1024;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;
    private static final int PLACE_SHIFT = Long.numberOfLeadingZeros(PLACES - 1);

    /** Family and port as they stand in memory, and the scope of an IPv6 address. */
    private final long[] ports = new long[PLACES];

    private final long[] highs = new long[PLACES];
    private final long[] lows = new long[PLACES];
    private final @Nullable InetSocketAddress[] known = new @Nullable InetSocketAddress[PLACES];

    /** The address that stands there; see {@link SocketAddresses}. */
    InetSocketAddress read(MemorySegment from, long at) {
        long port = Integer.toUnsignedLong(from.get(JAVA_INT, at));
        if (from.get(JAVA_SHORT, at) == SocketAddresses.AF_INET) {
            return find(port, 0, from.get(JAVA_INT, at + SocketAddresses.ADDRESS4), from, at);
        }
        long scope = from.get(JAVA_INT, at + SocketAddresses.SCOPE);
        long high = from.get(JAVA_LONG, at + SocketAddresses.ADDRESS6);
        long low = from.get(JAVA_LONG, at + SocketAddresses.ADDRESS6 + Long.BYTES);
        return find(scope << Integer.SIZE | port, high, low, from, at);
    }

    private InetSocketAddress find(long port, long high, long low, MemorySegment from, long at) {
        int place = place(port, high, low);
        var there = known[place];
        if (there != null && ports[place] == port && highs[place] == high && lows[place] == low) {
            return there;
        }
        var fresh = SocketAddresses.read(from, at);
        ports[place] = port;
        highs[place] = high;
        lows[place] = low;
        known[place] = fresh;
        return fresh;
    }

    private static int place(long port, long high, long low) {
        long mixed = ((port * SPREAD ^ high) * SPREAD ^ low) * SPREAD;
        return (int) (mixed >>> PLACE_SHIFT);
    }
}
