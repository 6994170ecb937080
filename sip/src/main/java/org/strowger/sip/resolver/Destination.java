package org.strowger.sip.resolver;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Predicate;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.message.Via;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/**
 * What a URI says about its next hop without asking anybody (RFC 3263 §4.1, §4.2).
 *
 * @param protocol as the URI says; else what is taken where nothing else is found
 * @param host TARGET: the value of maddr where there is one, else the host; an IPv6 reference without its brackets
 * @param port as the URI says; else the protocol's own
 * @param open what is left to be asked if the host is a name
 * @param secure whether nothing but what is secure will do
 * @param domain that is meant, whatever the way leads by: the host of the URI without brackets
 */
record Destination(Protocol protocol, String host, int port, Open open, boolean secure, String domain) {
    private static final int HIGHEST_PORT = 65_535;

    /** What name servers are to decide. */
    enum Open {
        /** Which protocol, which servers and ports, which addresses. */
        PROTOCOL,
        /** Which servers and ports, which addresses. */
        SERVERS,
        /** Which addresses: "a port is present in the URI" (§4.2). */
        ADDRESSES
    }

    /** Empty where the URI names no next hop that we could send to: another scheme, or a transport that we do not have. */
    static Optional<Destination> of(Uri uri, Predicate<Protocol> supported) {
        if (!(uri instanceof SipUri sip)) {
            return Optional.empty();
        }
        var named = sip.transport();
        var protocol = named.isPresent() ? named(named.get(), sip.isSecure()) : unnamed(sip.isSecure(), supported);
        if (protocol.isEmpty() || !supported.test(protocol.get())) {
            return Optional.empty();
        }
        int port = sip.port().orElse(protocol.get().defaultPort());
        if (port <= 0 || port > HIGHEST_PORT) {
            return Optional.empty();
        }
        var open = sip.port().isPresent() ? Open.ADDRESSES : named.isPresent() ? Open.SERVERS : Open.PROTOCOL;
        var domain = withoutBrackets(sip.host());
        var host = sip.maddr().map(Destination::withoutBrackets).orElse(domain);
        return Optional.of(new Destination(protocol.get(), host, port, open, sip.isSecure(), domain));
    }

    /** Where a Via's sent-by leads: "using the transport protocol from the Via header, and the port from sent-by, if present" (§5). */
    static Optional<Destination> of(Via via, Predicate<Protocol> supported) {
        return Protocol.of(via.transport()).filter(supported).map(protocol -> {
            int port = via.port().orElse(protocol.defaultPort());
            var open = via.port().isPresent() ? Open.ADDRESSES : Open.SERVERS;
            var host = withoutBrackets(via.host());
            return new Destination(protocol, host, port, open, protocol.isSecure(), host);
        });
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

    /** "the client SHOULD use UDP for a SIP URI, and TCP for a SIPS URI" (§4.1); what there is where an operator has switched UDP off. */
    private static Optional<Protocol> unnamed(boolean secure, Predicate<Protocol> supported) {
        if (secure) {
            return Optional.of(Protocol.TLS);
        }
        if (supported.test(Protocol.UDP)) {
            return Optional.of(Protocol.UDP);
        }
        return Optional.of(supported.test(Protocol.TCP) ? Protocol.TCP : Protocol.TLS);
    }

    /** "the client MUST compare the original domain […] to the SIP domain identities obtained from the certificate" (RFC 5922 §7.3). */
    NextHop hop(Protocol by, InetSocketAddress remote) {
        return by.isSecure() && Literals.of(domain).isEmpty()
                ? new NextHop.Address(by, remote, domain)
                : new NextHop.Address(by, remote);
    }

    private static String withoutBrackets(Slice host) {
        var text = host.toString();
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }
}
