package org.strowger.server.routing;

import java.net.InetAddress;

/**
 * A range of IP addresses in CIDR notation (RFC 4632), such as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address.
 *
 * @param network the first address of the range
 * @param prefixBits how many leading bits an address must share with it
 */
public record AddressRange(InetAddress network, int prefixBits) {
    /** Reads the notation; IllegalArgumentException says what was expected. */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var network = literal(slash < 0 ? text : text.substring(0, slash), text);
        int all = network.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : bits(text.substring(slash + 1), all, text);
        return new AddressRange(network, bits);
    }

    private static InetAddress literal(String address, String text) {
        // ofLiteral never asks the resolver: a name here is a mistake
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException _) {
            throw notARange(text);
        }
    }

    private static int bits(String digits, int all, String text) {
        try {
            int bits = Integer.parseInt(digits);
            if (bits >= 0 && bits <= all) {
                return bits;
            }
        } catch (NumberFormatException _) {
            throw notARange(text);
        }
        throw notARange(text);
    }

    private static IllegalArgumentException notARange(String text) {
        return new IllegalArgumentException(
                "expected an IP address or a range such as 192.0.2.0/24, found \"" + text + "\"");
    }

    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((mine[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
