package org.strowger.sip.message;

import java.util.Arrays;
import java.util.Optional;

/** The host of a URI or a sent-by: a name, an IPv4 address or an IPv6 reference (RFC 3261 §25.1 as amended by RFC 5954). */
final class Host {
    private static final int GROUPS = 8;

    private Host() {}

    /** Where the host ends that starts at {@code from}, counted from the start of the array. */
    static int end(Slice text, int from) throws MalformedMessageException {
        int end = end(text.bytes(), from, text.end());
        if (end < 0) {
            throw Grammar.malformed("a host", text, from);
        }
        return end;
    }

    /** The same; -1 if none does. */
    static int end(byte[] bytes, int from, int end) {
        if (from < end && bytes[from] == '[') {
            return endOfReference(bytes, from, end);
        }
        long address = ipv4(bytes, from, end);
        int behind = endOfIpv4(address);
        if (address >= 0 && (behind == end || !Grammar.is(Grammar.HOST, bytes[behind]))) {
            return behind;
        }
        int to = Grammar.endOf(Grammar.HOST, bytes, from, end);
        return isName(bytes, from, to) ? to : -1;
    }

    /**
     * "the host components are considered to match if the different textual representations yield the same binary IP address"
     * (RFC 5954 §4.2)
     */
    static boolean matches(Slice one, Slice other) {
        if (one.equalsIgnoreCase(other)) {
            return true;
        }
        var address = ipv6(one);
        return address.isPresent()
                && ipv6(other)
                        .filter(same -> Arrays.equals(same, address.get()))
                        .isPresent();
    }

    private static Optional<byte[]> ipv6(Slice host) {
        byte[] address = new byte[2 * GROUPS];
        boolean isReference = host.length() > 2 && host.at(0) == '[';
        return isReference && readIpv6(host.bytes(), host.start() + 1, host.end() - 1, address)
                ? Optional.of(address)
                : Optional.empty();
    }

    private static int endOfReference(byte[] bytes, int from, int end) {
        int close = from + 1;
        while (close < end && bytes[close] != ']') {
            close++;
        }
        return close < end && readIpv6(bytes, from + 1, close, new byte[2 * GROUPS]) ? close + 1 : -1;
    }

    /**
     * No empty label but behind a final dot, no label that begins or ends with a hyphen, and a letter somewhere: digits and dots alone
     * must be an address.
     */
    private static boolean isName(byte[] bytes, int from, int to) {
        boolean hasLetters = false;
        byte before = '.';
        for (int at = from; at < to; at++) {
            byte octet = bytes[at];
            boolean breaks = octet == '.' || octet == '-';
            if (breaks && before == '.' || octet == '.' && before == '-') {
                return false;
            }
            hasLetters |= octet > '9';
            before = octet;
        }
        return before != '-' && hasLetters;
    }

    /**
     * Reads an address at {@code from}: where it ends in the upper half of the number, its four octets in the lower; -1 if none stands
     * there. dec-octet of RFC 3986: no leading zeros, at most 255.
     */
    private static long ipv4(byte[] bytes, int from, int end) {
        long address = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (at == end || bytes[at++] != '.')) {
                return -1;
            }
            int start = at;
            int value = 0;
            while (at < end && at - start < 3 && Grammar.is(Grammar.DIGIT, bytes[at])) {
                value = value * 10 + bytes[at++] - '0';
            }
            if (at == start || value > 255 || bytes[start] == '0' && at - start > 1) {
                return -1;
            }
            address = address << Byte.SIZE | value;
        }
        return (long) at << Integer.SIZE | address;
    }

    private static int endOfIpv4(long address) {
        return (int) (address >> Integer.SIZE);
    }

    private static boolean putIpv4(byte[] bytes, int from, int to, byte[] target, int group) {
        long address = ipv4(bytes, from, to);
        for (int octet = 0; octet < 4; octet++) {
            target[2 * group + octet] = (byte) (address >>> (3 - octet) * Byte.SIZE);
        }
        return endOfIpv4(address) == to;
    }

    private static boolean readIpv6(byte[] bytes, int from, int to, byte[] target) {
        boolean startsWithGap = to - from >= 2 && bytes[from] == ':' && bytes[from + 1] == ':';
        int groups = 0;
        int gap = startsWithGap ? 0 : -1;
        int at = startsWithGap ? from + 2 : from;
        while (at < to) {
            // "[2001:db8:::192.0.2.1] … an implementation must tolerate both of the above constructs" (RFC 5118 §4.10)
            at += gap == groups && bytes[at] == ':' && hasDot(bytes, at, to) ? 1 : 0;
            int groupEnd = Grammar.endOf(Grammar.HEX, bytes, at, to);
            if (groupEnd < to && bytes[groupEnd] == '.') {
                boolean fits = groups <= GROUPS - 2 && putIpv4(bytes, at, to, target, groups);
                return fits && closeGap(target, groups + 2, gap);
            }
            if (groups == GROUPS || groupEnd == at || groupEnd - at > 4) {
                return false;
            }
            putGroup(bytes, at, groupEnd, target, groups++);
            at = groupEnd;
            if (at == to) {
                break;
            }
            if (bytes[at++] != ':' || at == to) {
                return false;
            }
            if (bytes[at] == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = groups;
                at++;
            }
        }
        return closeGap(target, groups, gap);
    }

    private static boolean hasDot(byte[] bytes, int from, int to) {
        int dot = Grammar.endOf(Grammar.DIGIT, bytes, from + 1, to);
        return dot < to && bytes[dot] == '.';
    }

    private static void putGroup(byte[] bytes, int from, int to, byte[] target, int group) {
        int value = 0;
        for (int at = from; at < to; at++) {
            value = value << 4 | Character.digit(bytes[at], 16);
        }
        target[2 * group] = (byte) (value >> 8);
        target[2 * group + 1] = (byte) value;
    }

    /** Moves the groups behind the "::" to the end; false if the groups are not eight with it. */
    private static boolean closeGap(byte[] target, int groups, int gap) {
        if (gap < 0 || groups >= GROUPS) {
            return gap < 0 && groups == GROUPS;
        }
        int moved = 2 * (groups - gap);
        System.arraycopy(target, 2 * gap, target, target.length - moved, moved);
        Arrays.fill(target, 2 * gap, target.length - moved, (byte) 0);
        return true;
    }
}
