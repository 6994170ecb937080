package org.strowger.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Via;

/** All listening points. */
final class Points {
    /** Looked at for every message. */
    private final Point[] points;

    Points(List<Point> all) {
        this.points = all.toArray(Point[]::new);
    }

    List<Point> all() {
        return List.of(points);
    }

    boolean supports(Protocol protocol) {
        for (var point : points) {
            if (point.protocol() == protocol) {
                return true;
            }
        }
        return false;
    }

    /** The point of that protocol by which that peer is reached: the one that has the source address of the route, or all addresses. */
    Optional<Point> facing(Protocol protocol, InetAddress remote) {
        Point best = null;
        for (var point : points) {
            // what it takes to compare them is only worth it where there are several
            boolean isBetter =
                    point.mayReach(protocol, remote) && (best == null || point.reach(remote) > best.reach(remote));
            best = isBetter ? point : best;
        }
        return best == null ? Optional.empty() : best.itself();
    }

    /** The point of that protocol which has that address; a specific one before one of all addresses. */
    Optional<Point> at(Protocol protocol, InetSocketAddress local) {
        Optional<Point> wildcard = Optional.empty();
        for (var point : points) {
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
        return all().stream().filter(point -> point.protocol() == protocol).findFirst();
    }

    /** Whether they name one of our listening points; port 0 is the protocol's default. */
    boolean isOurs(Protocol protocol, String host, int port) {
        int wanted = port == 0 ? protocol.defaultPort() : port;
        for (var point : points) {
            if (point.protocol() == protocol && point.isNamed(host, wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of our listening points has that host, whatever its port. */
    boolean isOurHost(String host) {
        for (var point : points) {
            if (point.isNamed(host, point.bound().getPort())) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of our listening points has that port, or is advertised with it. */
    boolean isOurPort(int port) {
        for (var point : points) {
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
        for (var point : points) {
            if (point.protocol() == protocol.get() && point.handedOut(via.sentBy())) {
                return true;
            }
        }
        return isOurs(protocol.get(), via.host().toString(), via.port().orElse(0));
    }
}
