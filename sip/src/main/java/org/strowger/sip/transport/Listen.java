package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A listening point as it is wanted: protocol, address, port, and how peers reach it if not by that address.
 *
 * @param host an address or a name of this machine, IPv6 in brackets; {@code 0.0.0.0} is every IPv4 address, {@code [::]} every address
 * @param port 0: any free one; TCP then gets the one that UDP got on the same host
 */
public record Listen(Protocol protocol, String host, int port, Optional<Advertised> advertise) {
    private static final String EXAMPLE = "expected a listening point such as \"udp://192.0.2.1:5060\"";
    private static final String SEPARATOR = "://";

    /**
     * Reads {@code udp://127.0.0.1:5060}, {@code tcp://[::]:5060}, {@code udp://0.0.0.0}; without a port it is the protocol's default.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Listen parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException(EXAMPLE + ", found \"" + text + "\"");
        }
        var protocol = protocol(text.substring(0, separator));
        var parts = HostPort.parse(text.substring(separator + SEPARATOR.length()));
        return new Listen(protocol, parts.host(), parts.port().orElse(protocol.defaultPort()), Optional.empty());
    }

    /** UDP and TCP on that port of every address of this machine, IPv6 where it has that; 0: any free port. */
    public static List<Listen> everywhere(int port) {
        var host = hasIpv6() ? "[::]" : "0.0.0.0";
        return List.of(
                new Listen(Protocol.UDP, host, port, Optional.empty()),
                new Listen(Protocol.TCP, host, port, Optional.empty()));
    }

    /** An operator may have switched it off, and then no socket can be bound to it. */
    private static boolean hasIpv6() {
        try (var probe = DatagramChannel.open(StandardProtocolFamily.INET6)) {
            probe.bind(new InetSocketAddress("::", 0));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The same, reached by that address from outside. */
    public Listen advertisedAs(Advertised advertised) {
        return new Listen(protocol, host, port, Optional.of(advertised));
    }

    private static Protocol protocol(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "udp" -> Protocol.UDP;
            case "tcp" -> Protocol.TCP;
            case "tls" -> Protocol.TLS;
            case "ws" -> Protocol.WS;
            case "wss" -> Protocol.WSS;
            default ->
                throw new IllegalArgumentException(
                        "expected udp, tcp, tls, ws or wss before \"" + SEPARATOR + "\", found \"" + text + "\"");
        };
    }

    /** As it is written: {@code udp://127.0.0.1:5060}. */
    @Override
    public String toString() {
        return protocol.name().toLowerCase(Locale.ROOT) + SEPARATOR + host + ":" + port;
    }

    OptionalInt advertisedPort() {
        return advertise.map(Advertised::port).orElse(OptionalInt.empty());
    }
}
