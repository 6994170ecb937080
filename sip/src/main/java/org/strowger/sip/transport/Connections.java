package org.strowger.sip.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections there are, "indexed by the tuple formed from the address, port, and transport protocol at the far end" (RFC 3261
 * §18). Any thread.
 */
final class Connections {
    private final Map<FarEnd, Connection> byFarEnd = new ConcurrentHashMap<>();

    private record FarEnd(Protocol protocol, InetSocketAddress remote) {}

    /** One that is open or being opened. */
    Optional<Connection> to(Protocol protocol, InetSocketAddress remote) {
        return Optional.ofNullable(byFarEnd.get(new FarEnd(protocol, remote))).filter(Connection::isOpen);
    }

    /** Adds it, unless there is one to that far end that is not closed; answers the one that is there now. */
    Connection add(Connection connection) {
        var there = byFarEnd.compute(
                farEnd(connection), (_, present) -> present != null && present.isOpen() ? present : connection);
        return there == null ? connection : there;
    }

    /** Adds it in place of any other. */
    void replace(Connection connection) {
        byFarEnd.put(farEnd(connection), connection);
    }

    void remove(Connection connection) {
        byFarEnd.remove(farEnd(connection), connection);
    }

    List<Connection> all() {
        return List.copyOf(byFarEnd.values());
    }

    private static FarEnd farEnd(Connection connection) {
        return new FarEnd(connection.protocol(), connection.remote());
    }
}
