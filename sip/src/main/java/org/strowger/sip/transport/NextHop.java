package org.strowger.sip.transport;

import java.net.InetSocketAddress;
import java.util.Locale;

/** Where a message is sent next: an address, or a flow that is there already (RFC 3263, RFC 5626). */
public sealed interface NextHop {
    Protocol protocol();

    InetSocketAddress remote();

    /**
     * An address.
     *
     * @param domain that was to be reached, which the peer must prove to speak for (RFC 5922 §7.3): the host of the URI that was resolved,
     *     without brackets; empty where that is the address itself, and always where the protocol is not secure
     */
    record Address(Protocol protocol, InetSocketAddress remote, String domain) implements NextHop {
        /** Forgets what does not matter, so that the same hops are equal. */
        public Address {
            domain = protocol.isSecure() ? domain.toLowerCase(Locale.ROOT) : "";
        }

        /** Whoever is at that address. */
        public Address(Protocol protocol, InetSocketAddress remote) {
            this(protocol, remote, "");
        }

        /** Whom the peer must prove to be: a domain, or an address without brackets. */
        String host() {
            return domain.isEmpty() ? Addresses.text(remote.getAddress()) : domain;
        }
    }

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
