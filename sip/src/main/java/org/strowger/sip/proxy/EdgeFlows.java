package org.strowger.sip.proxy;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Headers;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.proxy.flow.Edge;
import org.strowger.sip.proxy.flow.FlowKey;
import org.strowger.sip.proxy.flow.FlowRoute;
import org.strowger.sip.proxy.flow.FlowToken;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.SentBy;

/** What is done for phones that are reached by the way they came, and not by their address (RFC 5626 §5). */
final class EdgeFlows {
    private static final String PATH_TAG = "path";
    private static final String OB = "ob";
    private static final Slice OB_AT_THE_END = Slice.of(";ob>");

    private EdgeFlows() {}

    /**
     * Whether requests for the phone that sent this one go back by its flow: it came straight from it, by a connection, or from behind a
     * NAT, or the phone says so: "the edge proxy can use the presence of the "ob" URI parameter in the UAC's Contact URI" (§5.3.2).
     *
     * @param contact its first {@link #contact}
     */
    static boolean isDue(SipRequest request, SipUri contact, Flow flow) {
        if (request.headers().hasSeveral(HeaderName.VIA)) {
            return false;
        }
        var place = Place.of(contact).orElseThrow();
        var host = place.host();
        if (isUnreachable(host) || contact.parameters().has(OB)) {
            return true;
        }
        boolean seen = place.equals(Place.of(flow.remote()));
        boolean itself = host.equals(Place.lower(request.topVia().host()));
        return flow.protocol().isReliable() ? seen || itself : !seen && itself && isLiteral(host);
    }

    /** Where the phone that sent this one says that it is; empty if it says nothing that can be read. */
    static Optional<SipUri> contact(SipRequest request) {
        var first = request.headers().firstValue(HeaderName.CONTACT);
        try {
            return first.isPresent() && NameAddr.parse(first.get()).uri() instanceof SipUri uri
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** Names that end in .invalid are no addresses (RFC 7118 §5). */
    private static boolean isUnreachable(Slice host) {
        var ending = ".invalid";
        return host.length() > ending.length()
                && host.part(host.length() - ending.length(), host.length()).isIgnoreCase(ending);
    }

    /** Whether that URI's own address leads nowhere. */
    static boolean isUnreachable(SipUri uri) {
        return isUnreachable(uri.host());
    }

    private static boolean isLiteral(Slice host) {
        int last = host.at(host.length() - 1);
        return host.indexOf(':') >= 0 || last >= '0' && last <= '9';
    }

    /** The flow by which that copy goes, if it goes by a flow of a registration, straight to the phone. */
    static Optional<FlowToken> of(NextHop hop, Outbound copy) {
        return hop instanceof NextHop.Established(var flow) && copy.routes().isEmpty()
                ? Optional.of(FlowToken.of(flow))
                : Optional.empty();
    }

    /** Whether a REGISTER can only be refused: "reject the request with a 421 response indicating a requirement for the extension" (RFC 3327 §5.2). */
    static boolean lacksPath(SipRequest request, Edge edge) {
        return edge == Edge.REQUIRED && isFirstHopOfRegister(request) && !supportsPath(request.headers());
    }

    private static boolean isFirstHopOfRegister(SipRequest request) {
        return request.method().equals(Method.REGISTER) && !request.headers().hasSeveral(HeaderName.VIA);
    }

    private static boolean supportsPath(Headers headers) {
        return names(headers, HeaderName.SUPPORTED) || names(headers, HeaderName.REQUIRE);
    }

    private static boolean names(Headers headers, HeaderName field) {
        for (var tag : headers.values(field)) {
            if (tag.isIgnoreCase(PATH_TAG)) {
                return true;
            }
        }
        return false;
    }

    /** Whether we put ourselves into the Path of a REGISTER. */
    static boolean isPathDue(SipRequest request, Edge edge) {
        return isFirstHopOfRegister(request)
                && (edge == Edge.SUPPORTED || edge == Edge.REQUIRED || edge == Edge.FLOWS && registersFlow(request))
                && supportsPath(request.headers());
    }

    /**
     * A URI that leads to the phone by the flow that the REGISTER came by, with {@code ob} (RFC 5626 §5.1).
     *
     * @param side how the registrar's side reaches us
     */
    static Slice path(SipRequest request, Flow from, SentBy side, FlowKey key) {
        boolean secure = request.requestUri() instanceof SipUri uri && uri.isSecure();
        var value = RecordRoute.values(side, side, secure, FlowRoute.user(from, key))
                .getFirst();
        return Slice.joined(value.part(0, value.length() - 1), OB_AT_THE_END);
    }

    /** "If the UA has indicated support and the proxy requires the registrar to support the Path extension, then the proxy SHOULD insert a Requires header field value" (RFC 3327 §5.2). */
    static void requirePath(RequestEdit copy, SipRequest request) {
        if (!names(request.headers(), HeaderName.REQUIRE)) {
            copy.append(HeaderName.REQUIRE, Slice.of(PATH_TAG));
        }
    }

    private static boolean registersFlow(SipRequest request) {
        for (var contact : contacts(request)) {
            if (contact.parameters().has("reg-id")) {
                return true;
            }
        }
        return false;
    }

    private static List<NameAddr> contacts(SipRequest request) {
        try {
            return NameAddr.all(request.headers(), HeaderName.CONTACT);
        } catch (MalformedMessageException e) {
            // a star, or what the registrar will refuse
            return List.of();
        }
    }
}
