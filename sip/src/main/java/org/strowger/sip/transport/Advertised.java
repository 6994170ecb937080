package org.strowger.sip.transport;

import java.util.OptionalInt;

/**
 * The address under which peers reach a listening point from outside: behind a NAT, or by name.
 *
 * @param host a name, an IPv4 address or an IPv6 address in brackets
 * @param port absent: the port that is listened on
 */
public record Advertised(String host, OptionalInt port) {
    /** Checks both. */
    public Advertised {
        if (!HostPort.isHost(host)) {
            throw new IllegalArgumentException("expected a host name or an address, found \"" + host + "\"");
        }
    }

    /**
     * Reads {@code host} or {@code host:port}.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Advertised parse(String text) {
        var parts = HostPort.parse(text);
        return new Advertised(parts.host(), parts.port());
    }
}
