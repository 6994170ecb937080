package org.strowger.sip.transport;

import java.net.InetSocketAddress;

/** Where a message is sent next: an address, or a flow that is there already (RFC 3263, RFC 5626). */
public sealed interface NextHop {
    Protocol protocol();

    InetSocketAddress remote();

    record Address(Protocol protocol, InetSocketAddress remote) implements NextHop {}

    record Established(Flow flow) implements NextHop {
        @Override
        public Protocol protocol() {
            return flow.protocol();
        }

        @Override
        public InetSocketAddress remote() {
            return flow.remote();
        }
    }
}
