package org.strowger.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.strowger.sip.message.Slice;

/** A listening point that is bound: what it is called, and whom it reaches. Immutable but for a memory of its names. */
final class Point {
    /** Addresses of a machine come and go in years of running. */
    private static final int MOST_FACES = 256;

    /** Made once: this is asked for every message. */
    private final Optional<Point> itself = Optional.of(this);

    private final Listen listen;
    private final InetSocketAddress bound;
    private final LocalAddresses addresses;
    /** By each of our addresses that a peer has seen, if bound to all of them. */
    private final Map<InetAddress, Face> faces = new ConcurrentHashMap<>();
    /** As all peers see it, unless bound to all addresses. */
    private final Face boundFace;
    /** The sent-by that was handed out last: of nearly every response it is the one. */
    private volatile String lastSentBy = "";

    /** What a peer sees of it. */
    private record Face(InetSocketAddress local, SentBy sentBy, String text) {}

    Point(Listen listen, InetSocketAddress bound, LocalAddresses addresses) {
        this.listen = listen;
        this.bound = bound;
        this.addresses = addresses;
        this.boundFace = face(bound.getAddress());
    }

    Optional<Point> itself() {
        return itself;
    }

    Protocol protocol() {
        return listen.protocol();
    }

    Listen listen() {
        return listen;
    }

    InetSocketAddress bound() {
        return bound;
    }

    boolean isWildcard() {
        return bound.getAddress().isAnyLocalAddress();
    }

    /** Whether it is bound to all addresses, and that is one of them. */
    boolean isWildcardFor(InetSocketAddress local) {
        return isWildcard()
                && bound.getPort() == local.getPort()
                && Addresses.sameFamily(bound.getAddress(), local.getAddress());
    }

    /** Our address as that peer sees it. */
    InetSocketAddress local(InetAddress remote) {
        return facing(remote).local;
    }

    /** What Via carries towards that peer. */
    SentBy sentBy(InetAddress remote) {
        var face = facing(remote);
        if (!face.text.equals(lastSentBy)) {
            lastSentBy = face.text;
        }
        return face.sentBy;
    }

    private Face facing(InetAddress remote) {
        if (!isWildcard()) {
            return boundFace;
        }
        var local = addresses.facing(remote);
        var known = faces.get(local);
        if (known != null) {
            return known;
        }
        if (faces.size() >= MOST_FACES) {
            faces.clear();
        }
        var fresh = face(local);
        faces.put(local, fresh);
        return fresh;
    }

    private Face face(InetAddress local) {
        var host = listen.advertise().map(Advertised::host).orElseGet(() -> Addresses.host(local));
        int port = listen.advertisedPort().orElse(bound.getPort());
        return new Face(
                new InetSocketAddress(local, bound.getPort()), new SentBy(protocol(), host, port), host + ":" + port);
    }

    /** Whether we put that sent-by into a request not long ago; if not, {@link #isNamed} tells. */
    boolean handedOut(Slice sentBy) {
        return sentBy.is(lastSentBy);
    }

    /** Whether host and port are this point. */
    boolean isNamed(String host, int port) {
        if (listen.advertise().isPresent()) {
            var advertised = listen.advertise().get();
            int advertisedPort = advertised.port().orElse(bound.getPort());
            if (advertised.host().equalsIgnoreCase(host) && (port == advertisedPort || port == bound.getPort())) {
                return true;
            }
        }
        return port == bound.getPort() && (listen.host().equalsIgnoreCase(host) || isAddressedBy(host));
    }

    /** Whether it listens on that port, or is advertised with it. */
    boolean hasPort(int port) {
        return port == bound.getPort() || listen.advertisedPort().orElse(bound.getPort()) == port;
    }

    private boolean isAddressedBy(String host) {
        if ("localhost".equalsIgnoreCase(host)) {
            return isWildcard() || bound.getAddress().isLoopbackAddress();
        }
        var literal = Addresses.literal(host);
        if (literal.isEmpty()) {
            return false;
        }
        var address = literal.get();
        if (!isWildcard()) {
            return address.equals(bound.getAddress());
        }
        return Addresses.sameFamily(bound.getAddress(), address) && addresses.has(address);
    }

    /** Whether that peer can be reached by it at all. */
    boolean mayReach(Protocol protocol, InetAddress remote) {
        return listen.protocol() == protocol && Addresses.sameFamily(bound.getAddress(), remote);
    }

    /** How well it suits to reach a peer that it may reach: the highest wins. */
    int reach(InetAddress remote) {
        if (bound.getAddress().isLoopbackAddress() && !remote.isLoopbackAddress()) {
            // 127.0.0.1 reaches nobody outside; the attempt will say so
            return 1;
        }
        if (bound.getAddress().equals(addresses.facing(remote))) {
            return 4;
        }
        return isWildcard() ? 3 : 2;
    }
}
