package org.strowger.sip.ua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.strowger.sip.message.CSeq;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Headers;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;

/**
 * A dialog: what two agents remember of each other (RFC 3261 §12). A value; every change makes another.
 *
 * @param ends what goes into From and To of our requests
 * @param localSequence CSeq number of the last request we sent in it
 * @param remoteSequence CSeq number of the last request that came in it; absent if none came
 * @param remoteTarget where its requests go in the end
 * @param routeSet by which proxies, in order
 */
record Dialog(
        DialogId id,
        Ends ends,
        long localSequence,
        OptionalLong remoteSequence,
        Uri remoteTarget,
        List<NameAddr> routeSet) {

    /**
     * The two addresses, each with its tag.
     *
     * @param local goes into From
     * @param remote goes into To
     */
    record Ends(Slice local, Slice remote) {}

    Dialog {
        routeSet = List.copyOf(routeSet);
    }

    /** As the caller sees it, from its request and a response above 100 (§12.1.2). */
    static Dialog ofCaller(SipRequest request, SipResponse response) throws MalformedMessageException {
        // "The route set MUST be set to the list of URIs in the Record-Route header field from the response, taken in
        // reverse order" (§12.1.2)
        var routes = NameAddr.all(response.headers(), HeaderName.RECORD_ROUTE).reversed();
        return new Dialog(
                DialogId.ofSent(response),
                new Ends(value(request.headers(), HeaderName.FROM), value(response.headers(), HeaderName.TO)),
                request.cseq().number(),
                OptionalLong.empty(),
                contact(response.headers()).orElse(request.requestUri()),
                routes);
    }

    /**
     * As the callee sees it, from the request (§12.1.1).
     *
     * @param tag ours, of all responses to that request
     * @throws MalformedMessageException also if there is no Contact to send requests to
     */
    static Dialog ofCallee(SipRequest request, Tag tag) throws MalformedMessageException {
        var to = value(request.headers(), HeaderName.TO);
        var target = contact(request.headers());
        if (target.isEmpty()) {
            throw MalformedMessageException.at("a Contact", value(request.headers(), HeaderName.FROM), 0);
        }
        return new Dialog(
                new DialogId(request.callId(), tag, request.fromTag().orElse(DialogId.NO_TAG)),
                new Ends(Slice.of(to + ";tag=" + tag), value(request.headers(), HeaderName.FROM)),
                0,
                OptionalLong.of(request.cseq().number()),
                target.get(),
                NameAddr.all(request.headers(), HeaderName.RECORD_ROUTE));
    }

    /** One request of ours later. */
    Dialog counted() {
        return new Dialog(id, ends, localSequence + 1, remoteSequence, remoteTarget, routeSet);
    }

    /** Whether a request comes too late: "it MUST be rejected with a 500" (§12.2.2). */
    boolean isOutOfOrder(SipRequest request) {
        return remoteSequence.isPresent() && request.cseq().number() < remoteSequence.getAsLong();
    }

    /** After that request of the other side: "it is possible for the CSeq […] to be higher […] by more than one" (§12.2.2). */
    Dialog received(SipRequest request) {
        var number = OptionalLong.of(request.cseq().number());
        return new Dialog(id, ends, localSequence, number, remoteTarget, routeSet);
    }

    /** After a target refresh request: "replace the dialog's remote target URI with the URI from the Contact" (§12.2.2). */
    Dialog refreshed(SipRequest request) throws MalformedMessageException {
        var target = contact(request.headers()).orElse(remoteTarget);
        return new Dialog(id, ends, localSequence, remoteSequence, target, routeSet);
    }

    /** A request within the dialog with the present sequence number, without Contact and body (§12.2.1.1); an ACK too. */
    RequestBuilder request(Method method) {
        return request(method, localSequence);
    }

    /** The same with the number of the INVITE that an ACK is for. */
    RequestBuilder request(Method method, long number) {
        var request = SipRequest.builder(method, requestUri())
                .header(HeaderName.FROM, ends.local())
                .header(HeaderName.TO, ends.remote())
                .header(HeaderName.CALL_ID, id.callId().value())
                .header(HeaderName.CSEQ, new CSeq(number, method).toString());
        for (var route : routes()) {
            request.header(HeaderName.ROUTE, route.text());
        }
        return request;
    }

    /** Whose next hops a request in this dialog goes to (§8.1.2, §12.2.1.1). */
    Uri destination() {
        return routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().uri();
    }

    private Uri requestUri() {
        if (isStrictlyRouted() && routeSet.getFirst().uri() instanceof SipUri first) {
            // "the UAC MUST place the first URI from the route set into the Request-URI, stripping any parameters that
            // are not allowed in a Request-URI" (§12.2.1.1)
            return first.withoutHeaders().withoutParameter("method");
        }
        return remoteTarget instanceof SipUri target ? target.withoutHeaders() : remoteTarget;
    }

    private List<NameAddr> routes() {
        if (!isStrictlyRouted()) {
            return routeSet;
        }
        // "add a Route header field containing the remainder of the route set values in order […] and then place the
        // remote target URI into the Route header field as the last value" (§12.2.1.1)
        var rest = new ArrayList<>(routeSet.subList(1, routeSet.size()));
        rest.add(NameAddr.of(remoteTarget));
        return rest;
    }

    private boolean isStrictlyRouted() {
        return !routeSet.isEmpty() && routeSet.getFirst().uri() instanceof SipUri first && !first.isLooseRouter();
    }

    private static Slice value(Headers headers, HeaderName name) {
        return headers.value(name).orElseThrow();
    }

    private static Optional<Uri> contact(Headers headers) throws MalformedMessageException {
        for (var contact : Contact.all(headers)) {
            if (contact instanceof Contact.Address address) {
                return Optional.of(address.address().uri());
            }
        }
        return Optional.empty();
    }
}
