package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.flow.FlowToken;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Transport;

/**
 * The target set of a request (RFC 3261 §16.5): each URI once, in the order in which they are tried.
 *
 * @param targets higher priority first; those of the same priority as they came
 */
record TargetSet(List<Target> targets) {
    static final TargetSet EMPTY = new TargetSet(List.of());

    static TargetSet of(List<Target> found) {
        return found.size() == 1 ? new TargetSet(List.of(found.getFirst())) : EMPTY.with(found);
    }

    /** The Request-URI as it is: for what Route or a dialog has settled. */
    static TargetSet straight(Prepared prepared) {
        return new TargetSet(List.of(Target.of(prepared.requestUri())));
    }

    /** The same for what a mark of ours proves: by the flow that the mark names, if it does; empty if that is gone and nothing else leads there. */
    static TargetSet proven(Prepared prepared, Transport transport) {
        var token = prepared.isRouted()
                ? Optional.<FlowToken>empty()
                : prepared.proof().flatMap(RouteMark.Shown::flow);
        if (token.isEmpty()) {
            return straight(prepared);
        }
        var found = by(token.get(), prepared, transport);
        if (!found.isEmpty()) {
            return found;
        }
        return prepared.requestUri() instanceof SipUri uri && EdgeFlows.isUnreachable(uri) ? EMPTY : straight(prepared);
    }

    /** The Request-URI as it is, by that flow and in no other way; empty if that is gone, or not fit for a SIPS URI. */
    static TargetSet by(FlowToken there, Prepared prepared, Transport transport) {
        var flow = transport.flow(there.protocol(), there.local(), there.remote());
        if (flow.isEmpty()) {
            return EMPTY;
        }
        Optional<NextHop> hop = Optional.of(new NextHop.Established(flow.get()));
        var target = new Target(prepared.requestUri(), List.of(), hop, 1000);
        return target.hasUsableHop() ? new TargetSet(List.of(target)) : EMPTY;
    }

    /**
     * What becomes of Routing's decision.
     *
     * @param responsible whether the Request-URI is of a domain of ours
     */
    static TargetSet of(Prepared prepared, Decision.Forward decision, boolean responsible) {
        var chosen = chosen(prepared, decision, responsible);
        // "when a proxy receives a request with a SIPS Request-URI, the proxy MUST only forward or retarget the request
        // to a SIPS Request-URI" (RFC 5630 §5.3)
        return Downgrade.threatens(prepared.requestUri()) ? chosen.withoutDowngrade(prepared.requestUri()) : chosen;
    }

    private static TargetSet chosen(Prepared prepared, Decision.Forward decision, boolean responsible) {
        // "If the Request-URI […] contains an maddr parameter, the Request-URI MUST be placed into the target set as
        // the only target"
        if (prepared.isSettled()) {
            return straight(prepared);
        }
        if (responsible || decision.targets().isEmpty()) {
            return of(decision.targets());
        }
        // "a domain this element is not responsible for, the Request-URI MUST be placed into the target set as the only
        // target" (§16.5);
        // the way there is Routing's. Where it names another URI and no way, the operator has made us responsible after
        // all
        var way = decision.targets().getFirst();
        var uri = way.route().isEmpty() && way.hop().isEmpty() ? way.uri() : prepared.requestUri();
        return of(List.of(new Target(uri, way.route(), way.hop(), way.priority())));
    }

    private TargetSet withoutDowngrade(Uri requestUri) {
        return new TargetSet(targets.stream()
                .filter(target -> !Downgrade.isIn(requestUri, target))
                .toList());
    }

    boolean isEmpty() {
        return targets.isEmpty();
    }

    /** With those that are new: "If a target URI is already present in the set […] it MUST NOT be added again" (§16.5). */
    TargetSet with(List<Target> found) {
        var all = new ArrayList<>(targets);
        all.addAll(newOf(found));
        all.sort(Comparator.comparingInt(Target::priority).reversed());
        return new TargetSet(List.copyOf(all));
    }

    /** Those that are not in it yet, each once. */
    List<Target> newOf(List<Target> found) {
        var known = new ArrayList<>(targets);
        for (var target : found) {
            // phones behind different NATs may have the same contact
            if (known.stream().noneMatch(target::isSameAs)) {
                known.add(target);
            }
        }
        return List.copyOf(known.subList(targets.size(), known.size()));
    }

    /**
     * Those that were found when others rang already: a URI that is in the set is not new by another flow. Whoever has refused the call does
     * not ring again because his phone registers anew.
     */
    List<Target> lateOf(List<Target> found) {
        return newOf(found.stream().filter(target -> !contains(target.uri())).toList());
    }

    /** These groups, and that target where its priority puts it. */
    static List<List<Target>> groupsWith(List<List<Target>> groups, Target target) {
        var all = new ArrayList<>(groups);
        int at = 0;
        while (at < all.size() && all.get(at).getFirst().priority() > target.priority()) {
            at++;
        }
        if (at < all.size() && all.get(at).getFirst().priority() == target.priority()) {
            var group = new ArrayList<>(all.get(at));
            group.add(target);
            all.set(at, List.copyOf(group));
        } else {
            all.add(at, List.of(target));
        }
        return List.copyOf(all);
    }

    boolean contains(Uri uri) {
        return targets.stream().anyMatch(known -> known.uri().isEquivalentTo(uri));
    }

    /** Targets of one priority are one group: tried at once, group after group. */
    List<List<Target>> groups() {
        if (targets.size() == 1) {
            return List.of(targets);
        }
        var groups = new ArrayList<List<Target>>();
        int from = 0;
        for (int at = 1; at <= targets.size(); at++) {
            if (at == targets.size()
                    || targets.get(at).priority() != targets.get(from).priority()) {
                groups.add(targets.subList(from, at));
                from = at;
            }
        }
        return List.copyOf(groups);
    }
}
