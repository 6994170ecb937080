package org.strowger.server.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.server.location.LocationService;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.TelUri;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.Decision;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.LateTargets;
import org.strowger.sip.proxy.Manner;
import org.strowger.sip.proxy.Routing.Question;
import org.strowger.sip.proxy.Target;

/** Applies the operator's rules: the first whose condition holds, and that has something to say, decides. */
public final class Router {
    /** What RFC 5393 §5.1 allows a request by default to be forked to. */
    private static final int MOST_TARGETS = 60;

    private static final Status FORBIDDEN = Status.of(403).withReason("Relaying Denied");

    private final List<Rule> rules;
    private final Domains domains;
    private final LocationService location;
    private final Predicate<AddressOfRecord> users;
    private final BindingTargets bindings;

    /**
     * @param users whether there is such a user, registered now or not
     * @param bindings how a binding becomes a target
     */
    public Router(
            List<Rule> rules,
            Domains domains,
            LocationService location,
            Predicate<AddressOfRecord> users,
            BindingTargets bindings) {
        this.rules = List.copyOf(rules);
        this.domains = domains;
        this.location = location;
        this.users = users;
        this.bindings = bindings;
    }

    /** What becomes of that request at that time. */
    public Outcome route(Question question, Instant now) {
        var source = question.flow().remote().getAddress();
        var user = userOf(question.requestUri());
        var host = hostOf(question.requestUri());
        for (var rule : rules) {
            if (rule.when().holds(question.request().method(), user, host, source)) {
                var outcome = outcome(rule.action(), question.requestUri(), now);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
        }
        return Outcome.toOurs(
                Reject.with(domains.domainOf(question.requestUri()).isPresent() ? Status.of(404) : FORBIDDEN));
    }

    /**
     * What the rules have against a request whose way is settled by its own Route: a refusal or a redirection of the first rule that holds,
     * or that none names a domain that is not ours.
     */
    public Optional<Decision> objection(Question question, Instant now) {
        var source = question.flow().remote().getAddress();
        var user = userOf(question.requestUri());
        var host = hostOf(question.requestUri());
        for (var rule : rules) {
            boolean decides = rule.when().holds(question.request().method(), user, host, source)
                    && outcome(rule.action(), question.requestUri(), now).isPresent();
            if (decides) {
                return switch (rule.action()) {
                    case Action.Refuse _, Action.Redirect _ ->
                        Optional.of(route(question, now).decision());
                    case Action.ForwardTo _, Action.ForwardToRequestUri _, Action.ToBindings _ -> Optional.empty();
                };
            }
        }
        return domains.domainOf(question.requestUri()).isPresent()
                ? Optional.empty()
                : Optional.of(Reject.with(FORBIDDEN));
    }

    private Optional<Outcome> outcome(Action action, Uri requestUri, Instant now) {
        return switch (action) {
            case Action.ForwardTo(var gateway) -> Optional.of(Outcome.relaying(to(gateway, requestUri)));
            case Action.ForwardToRequestUri() -> Optional.of(Outcome.relaying(forward(List.of(Target.of(requestUri)))));
            case Action.Refuse(var status) -> Optional.of(Outcome.toOurs(Reject.with(status)));
            case Action.Redirect(var contact) -> Optional.of(Outcome.toOurs(redirect(contact, requestUri)));
            case Action.ToBindings() ->
                domains.addressOfRecord(requestUri).map(aor -> Outcome.toOurs(toBindings(aor, now)));
        };
    }

    private static Decision to(SipUri gateway, Uri requestUri) {
        if (gateway.isLooseRouter()) {
            var route = Slice.of("<" + gateway.text() + ">");
            return forward(List.of(new Target(requestUri, List.of(route), Optional.empty(), 1000)));
        }
        return forward(List.of(Target.of(GatewayUri.of(gateway, requestUri))));
    }

    private static Decision redirect(SipUri contact, Uri requestUri) {
        var value = Slice.of("<" + GatewayUri.of(contact, requestUri).text() + ">");
        return new Reject(Status.of(302), List.of(new Reject.Line(HeaderName.CONTACT, value)));
    }

    private Decision toBindings(AddressOfRecord aor, Instant now) {
        var targets = new ArrayList<Target>();
        collect(aor, now, new HashSet<>(), targets);
        if (targets.isEmpty()) {
            // "480: the callee's end system was contacted successfully but the callee is currently unavailable (not
            // logged
            // in)" (§21.4.18)
            return Reject.with(Status.of(users.test(aor) ? 480 : 404));
        }
        return new Decision.Forward(targets, List.of(), Manner.GROWING);
    }

    /** What there is now for requests to the bindings of one of these, which others lead to perhaps. */
    LateTargets late(Set<AddressOfRecord> changed, Instant now) {
        return (_, requestUri) -> {
            var seen = new HashSet<AddressOfRecord>();
            var targets = new ArrayList<Target>();
            domains.addressOfRecord(requestUri).ifPresent(aor -> collect(aor, now, seen, targets));
            return Collections.disjoint(seen, changed) ? List.of() : targets;
        };
    }

    /**
     * Contacts that are addresses-of-record of ours are looked up here, each once: sent to ourselves they would spiral, as many times as
     * somebody cares to register them (RFC 5393 §3).
     */
    private void collect(AddressOfRecord aor, Instant now, Set<AddressOfRecord> seen, List<Target> targets) {
        if (!seen.add(aor)) {
            return;
        }
        for (var binding : location.bindings(aor, now)) {
            var next = domains.addressOfRecord(binding.contact());
            if (next.isPresent()) {
                collect(next.get(), now, seen, targets);
            } else if (targets.size() < MOST_TARGETS) {
                bindings.target(binding).ifPresent(targets::add);
            }
        }
    }

    private static Decision forward(List<Target> targets) {
        return new Decision.Forward(targets, List.of());
    }

    private static String userOf(Uri uri) {
        return switch (uri) {
            case SipUri sip -> sip.userText().orElse("");
            case TelUri tel -> tel.number();
            default -> "";
        };
    }

    private static String hostOf(Uri uri) {
        return uri instanceof SipUri sip
                ? AddressOfRecord.canonicalHost(sip.host().toString())
                : "";
    }
}
