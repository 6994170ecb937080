package org.strowger.sip.sdp;

/**
 * Where media is received: an address and a port.
 *
 * @param port 0 to 65535
 */
public record MediaAddress(NetworkAddress address, int port) {
    private static final int MAX_PORT = 65_535;

    public MediaAddress {
        Grammar.expect(port >= 0 && port <= MAX_PORT, "a port from 0 to 65535");
    }

    /**
     * An address of the Internet.
     *
     * @param host a literal without brackets, or a host name
     */
    public static MediaAddress of(String host, int port) {
        return new MediaAddress(NetworkAddress.of(host), port);
    }

    /** A literal without brackets, or a host name. */
    public String host() {
        return address.address();
    }

    /** For people, such as {@code 192.0.2.1:4000} or {@code [2001:db8::1]:4000}. */
    @Override
    public String toString() {
        return host().indexOf(':') < 0 ? host() + ":" + port : "[" + host() + "]:" + port;
    }
}
