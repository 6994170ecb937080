package org.strowger.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Via;

/** All listening points. */
final class Points {
    private final List<Point> all;

    Points(List<Point> all) {
        this.all = List.copyOf(all);
    }

    List<Point> all() {
        return all;
    }

    boolean supports(Protocol protocol) {
        for (var point : all) {
            if (point.protocol() == protocol) {
                return true;
            }
        }
        return false;
    }

    /** The point of that protocol by which that peer is reached: the one that has the source address of the route, or all addresses. */
    Optional<Point> facing(Protocol protocol, InetAddress remote) {
        Optional<Point> best = Optional.empty();
        int bestReach = 0;
        for (var point : all) {
            int reach = point.protocol() == protocol ? point.reach(remote) : 0;
            if (reach > bestReach) {
                bestReach = reach;
                best = point.itself();
            }
        }
        return best;
    }

    /** The point of that protocol which has that address; a specific one before one of all addresses. */
    Optional<Point> at(Protocol protocol, InetSocketAddress local) {
        Optional<Point> wildcard = Optional.empty();
        for (var point : all) {
            if (point.protocol() == protocol && point.bound().equals(local)) {
                return point.itself();
            }
            if (point.protocol() == protocol && point.isWildcardFor(local)) {
                wildcard = point.itself();
            }
        }
        return wildcard;
    }

    /** Any point of that protocol: for a peer whom none reaches, until the attempt to send says so. */
    Optional<Point> anyOf(Protocol protocol) {
        return all.stream().filter(point -> point.protocol() == protocol).findFirst();
    }

    /** Whether they name one of our listening points; port 0 is the protocol's default. */
    boolean isOurs(Protocol protocol, String host, int port) {
        int wanted = port == 0 ? protocol.defaultPort() : port;
        for (var point : all) {
            if (point.protocol() == protocol && point.isNamed(host, wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of our listening points has that host, whatever its port. */
    boolean isOurHost(String host) {
        for (var point : all) {
            if (point.isNamed(host, point.bound().getPort())) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of our listening points has that port, or is advertised with it. */
    boolean isOurPort(int port) {
        for (var point : all) {
            if (point.hasPort(port)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the Via is one that we put there (RFC 3261 §18.1.2). */
    boolean isOurs(Via via) {
        var protocol = Protocol.of(via.transport());
        if (protocol.isEmpty()) {
            return false;
        }
        for (var point : all) {
            if (point.protocol() == protocol.get() && point.handedOut(via.sentBy())) {
                return true;
            }
        }
        return isOurs(protocol.get(), via.host().toString(), via.port().orElse(0));
    }
}
