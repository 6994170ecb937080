package org.strowger.server.location;

/**
 * Where a REGISTER came from, behind any NAT: how its sender can be reached again.
 *
 * @param protocol token of the transport, such as UDP
 * @param host address literal, IPv6 without brackets
 * @param port 0 to 65535
 * @param local our own address and port, where it came to; empty if that is not known any more
 */
public record Source(String protocol, String host, int port, String local) {
    /** One of which our own end is not known. */
    public Source(String protocol, String host, int port) {
        this(protocol, host, port, "");
    }

    /** Whether it came by a connection. */
    public boolean isConnection() {
        return !protocol.equals("UDP");
    }
}
