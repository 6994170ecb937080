package org.strowger.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;

/** Where a response goes, by its top Via (RFC 3261 §18.2.2, RFC 3581 §4): pure computation. */
final class ResponseRoute {
    private ResponseRoute() {}

    /**
     * For a request that came by UDP.
     *
     * @param flow by which the request came
     */
    static InetSocketAddress unreliable(Via via, Flow flow) {
        var source = flow.remote();
        int sentByPort = via.port().orElse(Protocol.UDP.defaultPort());
        var maddr = via.maddr().flatMap(ResponseRoute::literal);
        // we join no group, so a multicast maddr can only be meant to make us flood one
        if (maddr.isPresent() && !maddr.get().isMulticastAddress()) {
            return new InetSocketAddress(maddr.get(), sentByPort);
        }
        var address = isSource(via, flow) ? source.getAddress() : addressOf(via, source);
        // "there is both a "received" parameter and an "rport" parameter, the response MUST be sent to the IP address
        // listed in the "received" parameter, and the port in the "rport" parameter" (RFC 3581 §4)
        int port = via.received().isPresent() ? via.rport().orElse(sentByPort) : sentByPort;
        return port == source.getPort() && address.equals(source.getAddress())
                ? source
                : new InetSocketAddress(address, port);
    }

    /** For a request that came by a connection which is closed now. */
    static InetSocketAddress reconnect(Via via, InetSocketAddress source, Protocol protocol) {
        return new InetSocketAddress(addressOf(via, source), via.port().orElse(protocol.defaultPort()));
    }

    /** That address, where by TLS the peer must prove to be whom sent-by names. */
    static NextHop.Address hop(Via via, InetSocketAddress remote, Protocol protocol) {
        var host = via.host().toString();
        return literal(via.host()).isPresent()
                ? new NextHop.Address(protocol, remote)
                : new NextHop.Address(protocol, remote, host);
    }

    /** As nearly always: the Via was marked with the source, or names it. */
    private static boolean isSource(Via via, Flow flow) {
        return via.received().orElse(via.host()).is(flow.remoteHost());
    }

    /** received; without it sent-by, which is the source then; a name that was never marked counts as the source. */
    private static InetAddress addressOf(Via via, InetSocketAddress source) {
        var address = literal(via.received().orElse(via.host()));
        // the source's own, where equal: it knows the zone of a link-local address
        return address.filter(found -> !found.equals(source.getAddress())).orElse(source.getAddress());
    }

    private static Optional<InetAddress> literal(Slice text) {
        return Addresses.literal(text.toString());
    }
}
