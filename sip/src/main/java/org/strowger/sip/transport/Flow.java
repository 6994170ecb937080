package org.strowger.sip.transport;

import java.net.InetSocketAddress;

/**
 * The way by which a peer's messages come and ours go: a connection, or for UDP a pair of addresses (RFC 5626 §3.2).
 *
 * <p>Immutable as seen from other rooms; two flows are equal if they are the same way.
 */
public interface Flow {
    Protocol protocol();

    /** Where we received; never the wildcard address unless the platform cannot tell. */
    InetSocketAddress local();

    /** Source of what was received, behind any NAT. */
    InetSocketAddress remote();

    /** The address of the source as a Via's received carries it: without brackets. */
    default String remoteHost() {
        return Addresses.text(remote().getAddress());
    }

    /** False once a connection is closed; always true for UDP. */
    boolean isOpen();
}
