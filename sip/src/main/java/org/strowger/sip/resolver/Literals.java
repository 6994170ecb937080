package org.strowger.sip.resolver;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Address;

/** Hosts that need no name server: address literals, and localhost (RFC 6761 §6.3). */
final class Literals {
    private static final String LOCALHOST = "localhost";

    private Literals() {}

    /** The addresses; empty if the host is a name that has to be looked up. */
    static List<InetAddress> of(String host) {
        if (host.indexOf(':') >= 0) {
            return ipv6(host);
        }
        if (!host.isEmpty() && Character.isDigit(host.charAt(host.length() - 1))) {
            return ipv4(host);
        }
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST) ? loopbacks() : List.of();
    }

    private static List<InetAddress> ipv6(String host) {
        try {
            return List.of(Inet6Address.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static List<InetAddress> ipv4(String host) {
        var octets = Address.toByteArray(host, Address.IPv4);
        return octets == null ? List.of() : List.of(address(octets));
    }

    private static List<InetAddress> loopbacks() {
        var ipv6 = new byte[16];
        ipv6[15] = 1;
        return List.of(address(new byte[] {127, 0, 0, 1}), address(ipv6));
    }

    static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("expected 4 or 16 octets, found " + octets.length, e);
        }
    }
}
