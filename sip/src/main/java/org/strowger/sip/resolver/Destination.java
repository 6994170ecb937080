package org.strowger.sip.resolver;

import java.util.Optional;
import java.util.function.Predicate;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.Protocol;

/**
 * What a URI says about its next hop without asking anybody (RFC 3263 §4.1, §4.2).
 *
 * @param host TARGET: the value of maddr where there is one, else the host; an IPv6 reference without its brackets
 */
record Destination(Protocol protocol, String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    /** Empty where the URI names no next hop that we could send to: another scheme, or a transport that we do not have. */
    static Optional<Destination> of(Uri uri, Predicate<Protocol> supported) {
        if (!(uri instanceof SipUri sip)) {
            return Optional.empty();
        }
        return protocol(sip, supported).flatMap(protocol -> {
            int port = sip.port().orElse(protocol.defaultPort());
            return port > 0 && port <= HIGHEST_PORT
                    ? Optional.of(new Destination(protocol, host(sip), port))
                    : Optional.empty();
        });
    }

    private static Optional<Protocol> protocol(SipUri uri, Predicate<Protocol> supported) {
        var named = uri.transport();
        var protocol = named.isPresent() ? named(named.get(), uri.isSecure()) : unnamed(uri.isSecure(), supported);
        return protocol.filter(supported);
    }

    /** "If the URI specifies a transport protocol in the transport parameter, that transport protocol SHOULD be used" (§4.1). */
    private static Optional<Protocol> named(Slice transport, boolean secure) {
        return Protocol.of(transport).flatMap(protocol -> secure ? secured(protocol) : Optional.of(protocol));
    }

    private static Optional<Protocol> secured(Protocol protocol) {
        return switch (protocol) {
            case TCP, TLS -> Optional.of(Protocol.TLS);
            case WS, WSS -> Optional.of(Protocol.WSS);
            // "it is not possible to use TLS over UDP" (§4.1)
            case UDP -> Optional.empty();
        };
    }

    /** "the client SHOULD use UDP for a SIP URI, and TCP for a SIPS URI" (§4.1); TCP where an operator has switched UDP off. */
    private static Optional<Protocol> unnamed(boolean secure, Predicate<Protocol> supported) {
        if (secure) {
            return Optional.of(Protocol.TLS);
        }
        return Optional.of(supported.test(Protocol.UDP) ? Protocol.UDP : Protocol.TCP);
    }

    private static String host(SipUri uri) {
        var host = uri.maddr().orElse(uri.host()).toString();
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
