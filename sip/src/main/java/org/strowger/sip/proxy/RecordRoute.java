package org.strowger.sip.proxy;

import java.util.List;
import java.util.Set;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SentBy;

/**
 * What we put into Record-Route (RFC 3261 §16.6 step 4): one URI where both sides reach us the same way, else one for each side, so that
 * nothing has to be rewritten in responses (RFC 5658 §5).
 */
final class RecordRoute {
    /** Methods that neither make nor refresh a dialog; all others, also those that we do not know, might. */
    private static final Set<Method> WITHOUT_DIALOG = Set.of(
            Method.ACK,
            Method.BYE,
            Method.CANCEL,
            Method.INFO,
            Method.MESSAGE,
            Method.OPTIONS,
            Method.PRACK,
            Method.PUBLISH,
            Method.REGISTER);

    private static final Slice SIP = Slice.of("<sip:");
    private static final Slice SIPS = Slice.of("<sips:");
    private static final Slice AT = Slice.of("@");
    private static final Slice OVER_UDP = Slice.of(";transport=udp");
    private static final Slice OVER_TCP = Slice.of(";transport=tcp");
    private static final Slice OVER_TLS = Slice.of(";transport=tls");
    private static final Slice OVER_WS = Slice.of(";transport=ws");
    private static final Slice LOOSE = Slice.of(";lr>");

    private RecordRoute() {}

    /**
     * Whether a request gets one.
     *
     * @param fromSecure whether it came by a secure transport
     * @param secure whether its Request-URI or its topmost Route is a SIPS URI as it leaves
     */
    static boolean isDue(ProxySettings settings, Method method, boolean fromSecure, boolean secure) {
        // "it SHOULD add a Record-Route header field value to every request with a method it does not understand";
        // where security
        // changes between the two sides it "MUST insert a Record-Route header field" (§16.6 step 4)
        return !WITHOUT_DIALOG.contains(method) && (settings.recordRoute() || fromSecure != secure);
    }

    /**
     * The values, topmost first.
     *
     * @param from how the side that the request came from reaches us
     * @param to how the side that it goes to reaches us
     * @param secure whether its Request-URI or its topmost Route is a SIPS URI
     * @param mark proves later that the dialog was admitted
     */
    static List<Slice> values(SentBy from, SentBy to, boolean secure, Slice mark) {
        boolean changes = from.protocol() != to.protocol();
        var outer = value(to, secure, changes, mark);
        return from.equals(to) ? List.of(outer) : List.of(outer, value(from, secure, changes, mark));
    }

    private static Slice value(SentBy side, boolean secure, boolean changes, Slice mark) {
        var protocol = side.protocol();
        // "a proxy that receives a request over TLS, but generates a request without a SIPS URI […] MUST insert a
        // Record-Route header field that is not a SIPS URI" (§16.6 step 4)
        var scheme = secure ? SIPS : SIP;
        return Slice.joined(scheme, mark, AT, side.hostAndPort(), transport(protocol, secure, changes), LOOSE);
    }

    private static Slice transport(Protocol protocol, boolean secure, boolean changes) {
        return switch (protocol) {
            // "if the transport protocol changed […] the proxy SHOULD […] add a transport parameter to each" (RFC 5658
            // §6.2)
            case UDP -> changes ? OVER_UDP : Slice.EMPTY;
            case TCP -> OVER_TCP;
            // "MUST encode a next-hop that will be reached using TLS" (RFC 5658 §6.2): by the scheme, else by the
            // parameter that it forbids, see decision 0041
            case TLS -> secure ? Slice.EMPTY : OVER_TLS;
            case WS, WSS -> OVER_WS;
        };
    }
}
