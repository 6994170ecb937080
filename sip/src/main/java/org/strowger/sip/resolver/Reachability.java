package org.strowger.sip.resolver;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The order in which the addresses of a name are tried: IPv6 first (RFC 6724), but addresses that this machine has no route to last. */
final class Reachability {
    private static final int DISCARD = 9;

    private final Predicate<InetAddress> routed;
    /** What was found when an IPv6 address was last learned. */
    private volatile boolean ipv6Routed = true;

    /** Asks the kernel. */
    Reachability() {
        this(Reachability::isRouted);
    }

    /** @param routed whether there is a way to an address */
    Reachability(Predicate<InetAddress> routed) {
        this.routed = routed;
    }

    /** Looks whether IPv6 leads anywhere, if one of the addresses is such. */
    void learn(List<InetAddress> addresses) {
        for (var address : addresses) {
            if (address instanceof Inet6Address) {
                ipv6Routed = routed.test(address);
                return;
            }
        }
    }

    List<InetAddress> ordered(List<InetAddress> ipv4, List<InetAddress> ipv6) {
        boolean ipv6First = ipv6Routed;
        var ordered = new ArrayList<>(ipv6First ? ipv6 : ipv4);
        ordered.addAll(ipv6First ? ipv4 : ipv6);
        return List.copyOf(ordered);
    }

    /** Nothing is sent: to connect a datagram socket is to look for a route. */
    private static boolean isRouted(InetAddress address) {
        try (var probe = DatagramChannel.open()) {
            probe.connect(new InetSocketAddress(address, DISCARD));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
