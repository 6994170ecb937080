package org.strowger.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.strowger.sip.message.Slice;

/** A listening point that is bound: what it is called, and whom it reaches. Immutable but for a memory of its last name. */
final class Point {
    private final Listen listen;
    private final InetSocketAddress bound;
    private final LocalAddresses addresses;
    /** The sent-by that was handed out last: of nearly every response it is the one. */
    private volatile String lastSentBy = "";

    Point(Listen listen, InetSocketAddress bound, LocalAddresses addresses) {
        this.listen = listen;
        this.bound = bound;
        this.addresses = addresses;
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

    /** Our address as that peer sees it. */
    InetSocketAddress local(InetAddress remote) {
        return isWildcard() ? new InetSocketAddress(addresses.facing(remote), bound.getPort()) : bound;
    }

    /** What Via carries towards that peer. */
    SentBy sentBy(InetAddress remote) {
        var sentBy = listen.advertise()
                .map(advertised -> new SentBy(
                        protocol(), advertised.host(), advertised.port().orElse(bound.getPort())))
                .orElseGet(() ->
                        new SentBy(protocol(), Addresses.host(local(remote).getAddress()), bound.getPort()));
        var text = sentBy.host() + ":" + sentBy.port();
        if (!text.equals(lastSentBy)) {
            lastSentBy = text;
        }
        return sentBy;
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

    /** How well it suits to reach that peer: 0 not at all, the highest wins. */
    int reach(InetAddress remote) {
        if (!Addresses.sameFamily(bound.getAddress(), remote)) {
            return 0;
        }
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
