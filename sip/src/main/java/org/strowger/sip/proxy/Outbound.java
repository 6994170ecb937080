package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/**
 * A request on its way to one target (RFC 3261 §16.6 steps 1 to 7).
 *
 * @param prepared the request behind preprocessing
 * @param requestUri of the copy
 * @param routes of the copy
 * @param next the URI whose next hop it goes to
 */
record Outbound(Prepared prepared, Uri requestUri, List<Slice> routes, Uri next) {
    private static final int MAX_FORWARDS = 70;

    static Outbound to(Target target, Prepared prepared) throws MalformedMessageException {
        var reached = RequestUris.allowed(target.uri());
        var uri = Downgrade.isTheOtherWay(prepared.requestUri(), reached)
                ? RequestUris.unsecured((SipUri) reached)
                : reached;
        if (target.route().isEmpty() && prepared.routes().isEmpty()) {
            // "MUST replace that SIPS scheme with a SIP scheme […]. The proxy MUST use TLS to forward the request"
            // (RFC 5630 §5.3)
            return new Outbound(prepared, uri, List.of(), reached);
        }
        var routes = new ArrayList<>(target.route());
        routes.addAll(prepared.routes());
        var first = NameAddr.parse(routes.getFirst()).uri();
        if (first instanceof SipUri router && router.isLooseRouter()) {
            return new Outbound(prepared, uri, List.copyOf(routes), secure(uri, router));
        }
        // "The proxy MUST place the Request-URI into the Route header field as the last value. The proxy MUST then
        // place the first
        // Route header field value into the Request-URI" (§16.6 step 6)
        routes.removeFirst();
        routes.addLast(RequestUris.inBrackets(uri));
        var strict = RequestUris.allowed(first instanceof SipUri router ? secure(uri, router) : first);
        return new Outbound(prepared, strict, List.copyOf(routes), strict);
    }

    /** Whether the Request-URI or the topmost Route is a SIPS URI (§16.6 step 4). */
    boolean isSecure() {
        return isSecure(requestUri) || !routes.isEmpty() && isSecure(next);
    }

    /**
     * The copy, but for its Via. Content-Length is added by the edit where it is missing (§16.6 step 9).
     *
     * @param withhold fields that end here
     * @param recordRoutes what we put into Record-Route, topmost first; empty if we do not stay on the path
     */
    RequestEdit copy(List<HeaderField> withhold, List<Slice> recordRoutes) {
        var request = prepared.request();
        var copy = request.edit();
        if (!requestUri.text().equals(request.requestUri().text())) {
            copy.requestUri(requestUri);
        }
        // "If the copy does not contain a Max-Forwards header field, the proxy MUST add one […] which SHOULD be 70"
        // (§16.6 step 3)
        copy.maxForwards(
                request.maxForwards().isPresent() ? request.maxForwards().getAsInt() - 1 : MAX_FORWARDS);
        for (var field : withhold) {
            copy.remove(field);
        }
        writeRoutes(copy);
        for (int last = recordRoutes.size() - 1; last >= 0; last--) {
            copy.prepend(HeaderName.RECORD_ROUTE, recordRoutes.get(last));
        }
        return copy;
    }

    private void writeRoutes(RequestEdit copy) {
        if (routes.isEmpty()) {
            copy.removeAll(HeaderName.ROUTE);
            return;
        }
        var received = prepared.request().headers().values(HeaderName.ROUTE);
        if (routes.equals(received)) {
            return;
        }
        if (isTail(received)) {
            for (int gone = received.size() - routes.size(); gone > 0; gone--) {
                copy.removeFirst(HeaderName.ROUTE);
            }
        } else {
            copy.replaceAll(HeaderName.ROUTE, routes);
        }
    }

    private boolean isTail(List<Slice> received) {
        int gone = received.size() - routes.size();
        return gone > 0 && received.subList(gone, received.size()).equals(routes);
    }

    private static boolean isSecure(Uri uri) {
        return uri instanceof SipUri sip && sip.isSecure();
    }

    private static Uri secure(Uri requestUri, SipUri router) throws MalformedMessageException {
        // "if the Request-URI specifies a SIPS resource, the proxy MUST follow the procedures of [4] as if the input
        // URI were a SIPS
        // URI" (§16.6 step 7)
        return isSecure(requestUri) ? RequestUris.secured(router) : router;
    }
}
