package org.strowger.server.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.CSeq;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;

/**
 * The dialog of a subscription, as the notifier sees it (RFC 3261 §12.1.1, RFC 6665 §4.4.1). Immutable.
 *
 * @param local goes into From, with our tag
 * @param remote goes into To
 * @param sent CSeq number of the last NOTIFY
 * @param received CSeq number of the last SUBSCRIBE
 * @param remoteTarget where a NOTIFY goes in the end
 * @param routeSet by which proxies, in order
 */
record SubscriptionDialog(
        Id id, Slice local, Slice remote, long sent, long received, Uri remoteTarget, List<NameAddr> routeSet) {

    /** What names a dialog (RFC 3261 §12). */
    record Id(CallId callId, Tag local, Tag remote) {
        private static final Tag NO_TAG = new Tag(Slice.EMPTY);

        /** Of the dialog that a request is in, or that it begins with that tag of ours. */
        static Id of(SipRequest request, Tag local) {
            return new Id(request.callId(), local, request.fromTag().orElse(NO_TAG));
        }
    }

    /** @param tag of our answer */
    static SubscriptionDialog of(SipRequest request, Tag tag) throws MalformedMessageException {
        var headers = request.headers();
        var target = contact(request);
        if (target.isEmpty()) {
            throw MalformedMessageException.at("a Contact header field", request.bytes(), 0);
        }
        return new SubscriptionDialog(
                Id.of(request, tag),
                Slice.of(headers.value(HeaderName.TO).orElseThrow() + ";tag=" + tag),
                headers.value(HeaderName.FROM).orElseThrow(),
                0,
                request.cseq().number(),
                target.get(),
                NameAddr.all(headers, HeaderName.RECORD_ROUTE));
    }

    /** "it MUST be rejected with a 500" (RFC 3261 §12.2.2). */
    boolean isOutOfOrder(SipRequest request) {
        return request.cseq().number() <= received;
    }

    /** A SUBSCRIBE is a target refresh request (RFC 6665 §3.1). */
    SubscriptionDialog refreshed(SipRequest request) throws MalformedMessageException {
        var target = contact(request).orElse(remoteTarget);
        return new SubscriptionDialog(id, local, remote, sent, request.cseq().number(), target, routeSet);
    }

    /** One NOTIFY later. */
    SubscriptionDialog counted() {
        return new SubscriptionDialog(id, local, remote, sent + 1, received, remoteTarget, routeSet);
    }

    /** A NOTIFY with the present number (RFC 3261 §12.2.1.1). */
    RequestBuilder notification() {
        var request = SipRequest.builder(Method.NOTIFY, requestUri())
                .header(HeaderName.FROM, local)
                .header(HeaderName.TO, remote)
                .header(HeaderName.CALL_ID, id.callId().value())
                .header(HeaderName.CSEQ, new CSeq(sent, Method.NOTIFY).toString());
        for (var route : routes()) {
            request.header(HeaderName.ROUTE, route.text());
        }
        return request;
    }

    /** Whose next hops it goes to. */
    Uri destination() {
        return routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().uri();
    }

    private Uri requestUri() {
        return isStrictlyRouted() ? routeSet.getFirst().uri() : remoteTarget;
    }

    private List<NameAddr> routes() {
        if (!isStrictlyRouted()) {
            return routeSet;
        }
        // "place the remote target URI into the Route header field as the last value" (RFC 3261 §12.2.1.1)
        var rest = new ArrayList<>(routeSet.subList(1, routeSet.size()));
        rest.add(NameAddr.of(remoteTarget));
        return rest;
    }

    private boolean isStrictlyRouted() {
        return !routeSet.isEmpty() && routeSet.getFirst().uri() instanceof SipUri first && !first.isLooseRouter();
    }

    private static Optional<Uri> contact(SipRequest request) throws MalformedMessageException {
        for (var contact : Contact.all(request.headers())) {
            if (contact instanceof Contact.Address address) {
                return Optional.of(address.address().uri());
            }
        }
        return Optional.empty();
    }
}
