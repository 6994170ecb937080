package org.strowger.sip.proxy;

import java.util.Optional;
import java.util.function.Predicate;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;

/** Which URIs mean this element: by a listening point, or by a domain that Routing is responsible for. */
final class Ours {
    private final ListeningPoints points;
    private final Predicate<String> domains;

    /** Where we listen: {@link org.strowger.sip.transport.Transport#isOurs}. */
    @FunctionalInterface
    interface ListeningPoints {
        boolean contain(Protocol protocol, String host, int port);
    }

    /** @param domains those we are responsible for: {@link Routing#isResponsibleFor} */
    Ours(ListeningPoints points, Predicate<String> domains) {
        this.points = points;
        this.domains = domains;
    }

    /** Whether a request sent to that URI, received by the flow, has arrived: the next hop that it names is us (§16.4). */
    boolean names(SipUri uri, Flow flow) {
        var host = uri.maddr().orElse(uri.host()).toString();
        int port = uri.port().orElse(0);
        return listens(uri, flow, host, port)
                || domains.test(host)
                        && (port == 0 || listens(uri, flow, flow.local().getHostString(), port));
    }

    /** Whether what that Request-URI names is for us to say, not for another domain (§16.5). */
    boolean isResponsibleFor(Uri uri, Flow flow) {
        if (!(uri instanceof SipUri sip)) {
            return true;
        }
        var host = sip.host().toString();
        return domains.test(host) || listens(sip, flow, host, sip.port().orElse(0));
    }

    /** Whether the maddr of that URI is ours, and the request came by the port and transport that the URI asks for (§16.4). */
    boolean isArrivedByMaddr(SipUri uri, Flow flow) {
        if (uri.maddr().isEmpty()) {
            return false;
        }
        var protocol = uri.transport().map(Protocol::of).orElse(Optional.of(defaultProtocol(uri)));
        if (protocol.isEmpty() || protocol.get() != flow.protocol()) {
            return false;
        }
        int port = uri.port().orElse(protocol.get().defaultPort());
        var host = uri.maddr().get().toString();
        return flow.local().getPort() == port && (points.contain(flow.protocol(), host, port) || domains.test(host));
    }

    /** Whether that sent-by of a Via is one that we put into requests. */
    boolean isSentBy(Protocol protocol, String host, int port) {
        return points.contain(protocol, host, port);
    }

    /** By a protocol that the URI allows: a phone that came by TCP may write its outbound proxy without a transport parameter. */
    private boolean listens(SipUri uri, Flow flow, String host, int port) {
        var transport = uri.transport();
        if (transport.isPresent()) {
            var named = Protocol.of(transport.get());
            return named.isPresent() && listens(named.get(), uri.isSecure(), host, port);
        }
        if (points.contain(flow.protocol(), host, port)) {
            return true;
        }
        return uri.isSecure()
                ? points.contain(Protocol.TLS, host, port)
                : points.contain(Protocol.UDP, host, port) || points.contain(Protocol.TCP, host, port);
    }

    /**
     * By the protocol that a transport parameter names. In a sips URI it means the same over TLS, and "ws" means WSS in a sip URI too
     * (RFC 7118 §5.2).
     */
    private boolean listens(Protocol named, boolean secure, String host, int port) {
        if (points.contain(named, host, port)) {
            return true;
        }
        var secured = named.secured();
        return (secure || named.isWebSocket()) && secured.isPresent() && points.contain(secured.get(), host, port);
    }

    private static Protocol defaultProtocol(SipUri uri) {
        return uri.isSecure() ? Protocol.TLS : Protocol.UDP;
    }
}
