package org.strowger.sip.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections there are, "indexed by the tuple formed from the address, port, and transport protocol at the far end" (RFC 3261
 * §18), and for TLS by whom the peer has proved to be. Any thread.
 */
final class Connections {
    private final Map<FarEnd, Connection> byFarEnd = new ConcurrentHashMap<>();

    /** By the address under which the peer can be reached as it says: the alias table of RFC 5923 §5. */
    private final Map<InetSocketAddress, Connection> aliases = new ConcurrentHashMap<>();

    /** @param host whom the peer must prove to be; empty: where that is not asked, or it was the peer that connected */
    private record FarEnd(Protocol protocol, InetSocketAddress remote, String host) {}

    /** One that is open or being opened, to a peer that may be given what is meant for that hop. */
    Optional<Connection> to(NextHop.Address hop) {
        var protocol = hop.protocol();
        if (!protocol.isSecure()) {
            return open(byFarEnd.get(new FarEnd(protocol, hop.remote(), "")));
        }
        return open(byFarEnd.get(new FarEnd(protocol, hop.remote(), hop.host())))
                .or(() -> open(byFarEnd.get(new FarEnd(protocol, hop.remote(), "")))
                        .filter(there -> there.speaksFor(hop.host())))
                .or(() -> aliasOf(hop));
    }

    /** One that came from there, or by a protocol that proves nothing was opened to there. */
    Optional<Connection> from(Protocol protocol, InetSocketAddress remote) {
        return open(byFarEnd.get(new FarEnd(protocol, remote, "")));
    }

    /**
     * "it reuses the connection only if" address and identity match (RFC 5923 §8.2). The address that it comes from proves nothing about
     * another port there: behind a NAT that is somebody else's (see decision 0039).
     */
    private Optional<Connection> aliasOf(NextHop.Address hop) {
        return hop.protocol() == Protocol.TLS
                ? open(aliases.get(hop.remote())).filter(there -> there.hasProvedToBe(hop.host()))
                : Optional.empty();
    }

    private static Optional<Connection> open(@Nullable Connection connection) {
        return Optional.ofNullable(connection).filter(Connection::isOpen);
    }

    /** From now on also what is meant for that address goes by the connection; one address for each, the last that it named. */
    void alias(Connection connection, InetSocketAddress address) {
        var before = connection.alias();
        if (address.equals(before)) {
            return;
        }
        if (before != null) {
            aliases.remove(before, connection);
        }
        connection.aliasedTo(address);
        aliases.put(address, connection);
        if (!connection.isOpen()) {
            aliases.remove(address, connection);
        }
    }

    /** Adds it, unless there is one to that far end that is not closed; answers the one that is there now. */
    Connection add(Connection connection) {
        var there = byFarEnd.compute(
                farEnd(connection), (_, present) -> present != null && present.isOpen() ? present : connection);
        return there == null ? connection : there;
    }

    /** Adds it in place of any other, which it answers. */
    Optional<Connection> replace(Connection connection) {
        return Optional.ofNullable(byFarEnd.put(farEnd(connection), connection));
    }

    void remove(Connection connection) {
        byFarEnd.remove(farEnd(connection), connection);
        var alias = connection.alias();
        if (alias != null) {
            aliases.remove(alias, connection);
        }
    }

    List<Connection> all() {
        return List.copyOf(byFarEnd.values());
    }

    private static FarEnd farEnd(Connection connection) {
        var protocol = connection.protocol();
        return new FarEnd(protocol, connection.remote(), protocol.isSecure() ? connection.host() : "");
    }
}
