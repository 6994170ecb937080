package org.strowger.sip.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** Where a response goes whose request left nothing behind: what the Via says that is on top now (RFC 3261 §16.11, §18.2.2). */
final class ReturnPath {
    private ReturnPath() {}

    /** Empty if it names no address: we put one into every Via that did not. */
    static Optional<NextHop> of(Via via) {
        var protocol = Protocol.of(via.transport());
        var host = literal(via.maddr().orElse(via.received().orElse(via.host())));
        if (protocol.isEmpty() || host.isEmpty() || host.get().isMulticastAddress()) {
            return Optional.empty();
        }
        int sentBy = via.port().orElse(protocol.get().defaultPort());
        // "the port in the "rport" parameter" (RFC 3581 §4): of a connection that is where it came from, so it is found
        // again
        int port = via.maddr().isPresent() ? sentBy : via.rport().orElse(sentBy);
        return Optional.of(new NextHop.Address(protocol.get(), new InetSocketAddress(host.get(), port)));
    }

    private static Optional<InetAddress> literal(Slice host) {
        var text = host.toString();
        try {
            return Optional.of(
                    InetAddress.ofLiteral(text.startsWith("[") ? text.substring(1, text.length() - 1) : text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
