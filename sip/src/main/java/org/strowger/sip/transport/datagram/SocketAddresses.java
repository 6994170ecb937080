package org.strowger.sip.transport.datagram;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * {@code struct sockaddr_in} and {@code sockaddr_in6} of Linux.
 *
 * <pre>
 *   family 2 | port 2 | IPv4 address 4
 *   family 2 | port 2 | flow 4 | IPv6 address 16 | scope 4
 * </pre>
 */
final class SocketAddresses {
    /** Room for one. */
    static final int BYTES = 32;

    static final short AF_INET = 2;
    static final short AF_INET6 = 10;
    static final long PORT = 2;
    static final long ADDRESS4 = 4;
    static final long ADDRESS6 = 8;
    static final long SCOPE = 24;
    static final int LENGTH6 = 28;

    private static final int LENGTH4 = 16;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    /** Of an IPv4 address in the form ::ffff:192.0.2.1, by which a socket for both families knows it. */
    private static final int MAPPED = 12;

    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    /** Of a socket bound there. */
    static short familyOf(InetSocketAddress bound) {
        return bound.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6;
    }

    /**
     * Writes one for a socket of that family.
     *
     * @return its length; 0 if a socket of that family cannot reach it
     */
    static int write(InetSocketAddress address, short family, MemorySegment to, long at) {
        byte[] octets = address.getAddress().getAddress();
        if (family == AF_INET && octets.length != IPV4_BYTES) {
            return 0;
        }
        to.set(JAVA_SHORT, at, family);
        to.set(NETWORK_SHORT, at + PORT, (short) address.getPort());
        if (family == AF_INET) {
            MemorySegment.copy(octets, 0, to, JAVA_BYTE, at + ADDRESS4, IPV4_BYTES);
            return LENGTH4;
        }
        to.set(JAVA_INT, at + ADDRESS4, 0);
        if (octets.length == IPV6_BYTES) {
            MemorySegment.copy(octets, 0, to, JAVA_BYTE, at + ADDRESS6, IPV6_BYTES);
        } else {
            to.set(JAVA_LONG, at + ADDRESS6, 0);
            to.set(JAVA_INT, at + ADDRESS6 + Long.BYTES, 0xffff_0000);
            MemorySegment.copy(octets, 0, to, JAVA_BYTE, at + ADDRESS6 + MAPPED, IPV4_BYTES);
        }
        to.set(JAVA_INT, at + SCOPE, address.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0);
        return LENGTH6;
    }

    /** Reads one; a mapped address comes out as the IPv4 address that it is. */
    static InetSocketAddress read(MemorySegment from, long at) {
        int port = Short.toUnsignedInt(from.get(NETWORK_SHORT, at + PORT));
        return new InetSocketAddress(address(from, at), port);
    }

    private static InetAddress address(MemorySegment from, long at) {
        try {
            if (from.get(JAVA_SHORT, at) == AF_INET) {
                return InetAddress.getByAddress(octets(from, at + ADDRESS4, IPV4_BYTES));
            }
            var octets = octets(from, at + ADDRESS6, IPV6_BYTES);
            int scope = from.get(JAVA_INT, at + SCOPE);
            return scope == 0 ? InetAddress.getByAddress(octets) : Inet6Address.getByAddress(null, octets, scope);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }

    private static byte[] octets(MemorySegment from, long at, int length) {
        var octets = new byte[length];
        MemorySegment.copy(from, JAVA_BYTE, at, octets, 0, length);
        return octets;
    }
}
