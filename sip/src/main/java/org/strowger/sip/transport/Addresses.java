package org.strowger.sip.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses and their text; never looks a name up. */
final class Addresses {
    private static final int IPV4_GROUPS = 4;
    private static final int MAX_OCTET = 255;
    private static final int LONGEST_LITERAL = 45;
    private static final int GROUPS = 8;

    private Addresses() {}

    /** The address of a literal, IPv6 with or without brackets; empty for a name. */
    static Optional<InetAddress> literal(String text) {
        if (text.length() > LONGEST_LITERAL + 2) {
            return Optional.empty();
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        var bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bare.indexOf(':') >= 0) {
            return ipv6(bare);
        }
        return bracketed ? Optional.empty() : ipv4(bare);
    }

    /** As it stands in a Via: an IPv6 address with brackets. */
    static String host(InetAddress address) {
        return address instanceof Inet6Address ? "[" + text(address) + "]" : text(address);
    }

    /** Without brackets and zone; IPv6 in its canonical form (RFC 5952). */
    static String text(InetAddress address) {
        return address instanceof Inet6Address ? canonical(address.getAddress()) : address.getHostAddress();
    }

    /** {@code 192.0.2.1:5060}, {@code [2001:db8::1]:5060}: for messages to people. */
    static String text(InetSocketAddress address) {
        return host(address.getAddress()) + ":" + address.getPort();
    }

    private static Optional<InetAddress> ipv4(String text) {
        var octets = new byte[IPV4_GROUPS];
        int group = 0;
        int value = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = Math.max(0, value) * 10 + (c - '0');
            }
            boolean ends = c == '.' && value >= 0 && group < IPV4_GROUPS - 1;
            if (value > MAX_OCTET || (!ends && (c < '0' || c > '9'))) {
                return Optional.empty();
            }
            if (ends) {
                octets[group++] = (byte) value;
                value = -1;
            }
        }
        if (group != IPV4_GROUPS - 1 || value < 0) {
            return Optional.empty();
        }
        octets[group] = (byte) value;
        return Optional.of(of(octets));
    }

    private static Optional<InetAddress> ipv6(String text) {
        try {
            return Optional.of(Inet6Address.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static InetAddress of(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }

    /** Whether a socket bound to the one address can send to the other. */
    static boolean sameFamily(InetAddress bound, InetAddress remote) {
        if (bound instanceof Inet4Address) {
            return remote instanceof Inet4Address;
        }
        // a socket bound to [::] serves both families
        return bound.isAnyLocalAddress() || remote instanceof Inet6Address;
    }

    /** Lower case, no leading zeros, the longest run of zero groups as {@code ::}. */
    private static String canonical(byte[] address) {
        int longestStart = 0;
        int longest = 0;
        int start = 0;
        while (start < GROUPS) {
            int end = start;
            while (end < GROUPS && group(address, end) == 0) {
                end++;
            }
            if (end - start > longest) {
                longestStart = start;
                longest = end - start;
            }
            start = end + 1;
        }
        // "The symbol "::" MUST NOT be used to shorten just one 16-bit 0 field" (RFC 5952 §4.2.2)
        return longest < 2
                ? groups(address, 0, GROUPS)
                : groups(address, 0, longestStart) + "::" + groups(address, longestStart + longest, GROUPS);
    }

    private static String groups(byte[] address, int from, int to) {
        var text = new StringBuilder();
        for (int group = from; group < to; group++) {
            if (group > from) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(address, group)));
        }
        return text.toString();
    }

    private static int group(byte[] address, int group) {
        return (address[2 * group] & 0xff) << 8 | (address[2 * group + 1] & 0xff);
    }
}
