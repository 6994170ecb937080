package org.strowger.sip.transaction;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.Transport;

/**
 * A request as it leaves: our Via on top, and where it goes (RFC 3261 §18.1.1).
 *
 * <p>What is too large for UDP goes by TCP, with another Via, and comes back to UDP if the peer does not take TCP. A flow is left as it is:
 * what is behind it may not be reachable in another way.
 *
 * @param smaller the same by UDP, where TCP was taken for the size alone
 */
record Departure(SipRequest request, NextHop hop, @Nullable Departure smaller) {
    /** "larger than 1300 bytes and the path MTU is unknown" (§18.1.1), and we never know it. */
    static final int MAX_DATAGRAM_BYTES = 1300;

    static Departure of(RequestEdit edit, NextHop hop, Slice branch, Transport transport) {
        var request = edit.write(via(transport, hop), branch);
        var departure = new Departure(request, hop, null);
        if (request.bytes().length() <= MAX_DATAGRAM_BYTES || !transport.supports(Protocol.TCP)) {
            return departure;
        }
        return switch (hop) {
            case NextHop.Address(var protocol, var remote, var _)
            when protocol == Protocol.UDP -> {
                var overTcp = new NextHop.Address(Protocol.TCP, remote);
                // "If this causes a change in the transport protocol from the one indicated in the top Via, the value
                // in the top Via MUST be changed" (§18.1.1)
                yield new Departure(edit.write(via(transport, overTcp), branch), overTcp, departure);
            }
            case NextHop.Address _, NextHop.Established _ -> departure;
        };
    }

    boolean isReliable() {
        return hop.protocol().isReliable();
    }

    /**
     * The same request by UDP, if it went by TCP for its size and nobody there takes TCP: "generates either an ICMP Protocol Not Supported,
     * or results in a TCP reset" (§18.1.1), or the attempt to connect is never answered.
     */
    Optional<Departure> after(IOException failure) {
        boolean noConnection = failure instanceof ConnectException || failure instanceof SocketTimeoutException;
        return noConnection ? Optional.ofNullable(smaller) : Optional.empty();
    }

    private static Via via(Transport transport, NextHop hop) {
        var via = transport.sentBy(hop).via();
        var remote = hop.remote().getAddress();
        return remote != null && remote.isMulticastAddress() ? via.toGroup(remote.getHostAddress()) : via;
    }
}
