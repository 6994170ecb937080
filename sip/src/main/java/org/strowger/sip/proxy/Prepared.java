package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.flow.FlowRoute;
import org.strowger.sip.transport.Flow;

/**
 * A request behind route preprocessing (RFC 3261 §16.4).
 *
 * @param request as received
 * @param requestUri what it is about, strict routing and our own maddr undone
 * @param routes the Route values that remain
 * @param marks those of ours that were in its route: of the dialog, which was admitted here
 * @param flowRoute by which flow it goes on, where its topmost Route said so
 */
record Prepared(
        SipRequest request,
        Uri requestUri,
        List<Slice> routes,
        List<RouteMark.Shown> marks,
        Optional<FlowRoute> flowRoute) {

    static Prepared of(SipRequest request, Flow flow, Ours ours, RouteMark mark) throws MalformedMessageException {
        var received = new Prepared(
                request, request.requestUri(), request.headers().values(HeaderName.ROUTE), List.of(), Optional.empty());
        return received.withoutStrictRouting(flow, ours, mark)
                .withoutOurMaddr(flow, ours)
                .withoutOurRoutes(flow, ours, mark);
    }

    /** Whether the request is inside a dialog. */
    boolean inDialog() {
        return request.toTag().isPresent();
    }

    /** Whether a Route remains, which settles the next hop. */
    boolean isRouted() {
        return !routes.isEmpty();
    }

    /** Whether the Request-URI is the only target: a Route remains, or it has an maddr (§16.5). */
    boolean isSettled() {
        return isRouted() || requestUri instanceof SipUri uri && uri.maddr().isPresent();
    }

    /** Whether it belongs to a dialog that was admitted here, and goes to where such a request may go. */
    boolean proven() {
        return proof().isPresent();
    }

    /** The mark that proves it. */
    Optional<RouteMark.Shown> proof() {
        for (var mark : marks) {
            if (mark.leadsTo(this::next)) {
                return Optional.of(mark);
            }
        }
        return Optional.empty();
    }

    Routing.Question question(Flow flow) {
        return new Routing.Question(request, requestUri, flow, inDialog(), routes);
    }

    private Prepared withoutStrictRouting(Flow flow, Ours ours, RouteMark mark) throws MalformedMessageException {
        // a value that we put into a Record-Route names us and has lr: "This will only happen when the element sending
        // the request to
        // the proxy […] is a strict router" (§16.4)
        if (routes.isEmpty() || !(requestUri instanceof SipUri uri) || !uri.isLooseRouter() || !ours.names(uri, flow)) {
            return this;
        }
        var target = NameAddr.parse(routes.getLast()).uri();
        var rest = routes.subList(0, routes.size() - 1);
        return new Prepared(request, target, rest, marks(uri, flow, mark), FlowRoute.in(uri, flow, mark.pathKey()));
    }

    private Prepared withoutOurMaddr(Flow flow, Ours ours) throws MalformedMessageException {
        return requestUri instanceof SipUri uri && ours.isArrivedByMaddr(uri, flow)
                ? new Prepared(request, RequestUris.withoutMaddr(uri), routes, marks, flowRoute)
                : this;
    }

    /** All that name us at the top: two of them where we put two into Record-Route (RFC 5658 §5). */
    private Prepared withoutOurRoutes(Flow flow, Ours ours, RouteMark mark) throws MalformedMessageException {
        if (routes.isEmpty()) {
            return this;
        }
        int gone = 0;
        var shown = marks;
        var there = flowRoute;
        while (gone < routes.size()
                && NameAddr.parse(routes.get(gone)).uri() instanceof SipUri uri
                && ours.names(uri, flow)) {
            shown = joined(shown, marks(uri, flow, mark));
            there = there.isPresent() ? there : FlowRoute.in(uri, flow, mark.pathKey());
            gone++;
        }
        return gone == 0 ? this : new Prepared(request, requestUri, routes.subList(gone, routes.size()), shown, there);
    }

    /** Where it goes to next, unless routing says otherwise. */
    private Optional<Place> next() {
        try {
            return Place.of(
                    routes.isEmpty()
                            ? requestUri
                            : NameAddr.parse(routes.getFirst()).uri());
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private static List<RouteMark.Shown> joined(List<RouteMark.Shown> some, List<RouteMark.Shown> more) {
        if (some.isEmpty() || more.isEmpty()) {
            return some.isEmpty() ? more : some;
        }
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private List<RouteMark.Shown> marks(SipUri uri, Flow flow, RouteMark mark) {
        return inDialog() ? mark.in(uri, request, flow).map(List::of).orElse(List.of()) : List.of();
    }
}
