package org.strowger.server.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Domains;
import org.strowger.server.location.Gruu;
import org.strowger.server.location.Gruus;
import org.strowger.server.location.InstanceId;
import org.strowger.server.location.LocationService;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
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
    private final Gruus gruus;

    /**
     * @param users whether there is such a user, registered now or not
     * @param bindings how a binding becomes a target
     */
    public Router(
            List<Rule> rules,
            Domains domains,
            LocationService location,
            Predicate<AddressOfRecord> users,
            BindingTargets bindings,
            Gruus gruus) {
        this.rules = List.copyOf(rules);
        this.domains = domains;
        this.location = location;
        this.users = users;
        this.bindings = bindings;
        this.gruus = gruus;
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
        if (!(action instanceof Action.Refuse) && isGruu(requestUri)) {
            // "forwarding services […] SHOULD NOT be provided for requests sent to a GRUU. […] In addition, a request
            // sent to a GRUU SHOULD NOT be redirected" (RFC 5627 §6.1)
            var decision = toInstance(requestUri, now);
            if (decision.isPresent()) {
                return action instanceof Action.ToBindings ? decision.map(Outcome::toOurs) : Optional.empty();
            }
        }
        return switch (action) {
            case Action.ForwardTo home when home.leadsHome() -> Optional.of(Outcome.toOurs(to(home, requestUri)));
            case Action.ForwardTo gateway -> Optional.of(Outcome.relaying(to(gateway, requestUri)));
            case Action.ForwardToRequestUri() -> Optional.of(Outcome.relaying(forward(List.of(Target.of(requestUri)))));
            case Action.Refuse(var status) -> Optional.of(Outcome.toOurs(Reject.with(status)));
            case Action.Redirect(var contact) -> Optional.of(Outcome.toOurs(redirect(contact, requestUri)));
            case Action.ToBindings() ->
                domains.addressOfRecord(requestUri).map(aor -> Outcome.toOurs(toAddressOfRecord(aor, now)));
        };
    }

    private static Decision to(Action.ForwardTo action, Uri requestUri) {
        var gateway = action.gateway();
        var route = Slice.of("<" + gateway.text() + ">");
        var target = gateway.isLooseRouter()
                ? new Target(requestUri, List.of(route), Optional.empty(), 1000)
                : Target.of(GatewayUri.of(gateway, requestUri));
        var manner = action.stateless() ? Manner.STATELESS : Manner.USUAL.withEdge(action.edge());
        return new Decision.Forward(List.of(target), List.of(), manner);
    }

    /** Whether that Route leads to the home of phones at whose edge we stand: "the service route set is appended to any locally configured route needed to egress the access proxy chain" (RFC 3608 §6.1). */
    public boolean leadsHome(Slice route) {
        try {
            return NameAddr.parse(route).uri() instanceof SipUri next
                    && rules.stream()
                            .anyMatch(rule -> rule.action() instanceof Action.ForwardTo home
                                    && home.leadsHome()
                                    && isSamePlace(next, home.gateway()));
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static boolean isSamePlace(SipUri one, SipUri other) {
        return hostOf(one).equals(hostOf(other)) && one.port().equals(other.port());
    }

    private static Decision redirect(SipUri contact, Uri requestUri) {
        var value = Slice.of("<" + GatewayUri.of(contact, requestUri).text() + ">");
        return new Reject(Status.of(302), List.of(new Reject.Line(HeaderName.CONTACT, value)));
    }

    /**
     * Where a request goes whose Request-URI is a GRUU of ours: to the bindings of that instance alone (RFC 5627 §6.1). Empty if it is no
     * GRUU, or of another domain.
     */
    public Optional<Decision> toInstance(Uri requestUri, Instant now) {
        if (!isGruu(requestUri) || domains.domainOf(requestUri).isEmpty()) {
            return Optional.empty();
        }
        var gruu = gruus.read((SipUri) requestUri, domains);
        if (gruu.isEmpty()) {
            // "If it contains the "gr" URI parameter but is not equivalent […] to a currently valid GRUU within the
            // domain, it SHOULD be rejected with a 404" (§6.1)
            return Optional.of(Reject.with(Status.of(404)));
        }
        var aor = gruu.get().aor();
        var all = location.bindings(aor, now);
        var targets = new ArrayList<Target>();
        collect(gruu.get().among(all), now, new HashSet<>(Set.of(aor)), targets);
        if (!targets.isEmpty()) {
            return Optional.of(forward(targets));
        }
        // a public one is good as long as its user is there, a temporary one as long as its instance is registered
        boolean valid = gruu.get() instanceof Gruu.Public && (users.test(aor) || !all.isEmpty())
                || !gruu.get().among(all).isEmpty();
        return Optional.of(Reject.with(Status.of(valid ? 480 : 404)));
    }

    /**
     * Whether that Contact value is a GRUU of ours that belongs to somebody else: "it is RECOMMENDED that the proxy reject the request with a
     * 403 (Forbidden) response" (RFC 5627 §6.2).
     */
    public boolean isGruuOfAnother(Slice contact, AddressOfRecord user) {
        // seldom, and asked for every request: the text is looked at before it is read
        if (!mentionsGruu(contact)) {
            return false;
        }
        try {
            return NameAddr.parse(contact).uri() instanceof SipUri uri
                    && gruus.read(uri, domains)
                            .filter(gruu -> !gruu.aor().equals(user))
                            .isPresent();
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static boolean mentionsGruu(Slice contact) {
        for (int at = 0; at + 2 < contact.length(); at++) {
            if (contact.at(at) == ';' && (contact.at(at + 1) | ' ') == 'g' && (contact.at(at + 2) | ' ') == 'r') {
                return true;
            }
        }
        return false;
    }

    private static boolean isGruu(Uri uri) {
        return uri instanceof SipUri sip && Gruus.isGruu(sip);
    }

    private Decision toAddressOfRecord(AddressOfRecord aor, Instant now) {
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
            // another flow of a phone that is called by one already is not for now (RFC 5626 §7)
            targets.removeIf(target -> !target.otherFlows().isEmpty());
            return Collections.disjoint(seen, changed) ? List.of() : targets;
        };
    }

    /**
     * Contacts that are addresses-of-record of ours are looked up here, each once: sent to ourselves they would spiral, as many times as
     * somebody cares to register them (RFC 5393 §3).
     */
    private void collect(AddressOfRecord aor, Instant now, Set<AddressOfRecord> seen, List<Target> targets) {
        if (seen.add(aor)) {
            collect(location.bindings(aor, now).list(), now, seen, targets);
        }
    }

    private void collect(List<Binding> found, Instant now, Set<AddressOfRecord> seen, List<Target> targets) {
        var instances =
                found.size() > 1 ? new LinkedHashMap<InstanceId, List<Binding>>() : Map.<InstanceId, List<Binding>>of();
        for (var binding : found) {
            if (!leadsOn(binding.contact(), now, seen, targets)) {
                var instance = found.size() > 1 ? binding.instance() : Optional.<InstanceId>empty();
                instance.ifPresentOrElse(
                        id -> instances
                                .computeIfAbsent(id, _ -> new ArrayList<>())
                                .add(binding),
                        () -> add(bindings.target(binding), targets));
            }
        }
        for (var flows : instances.values()) {
            add(bindings.oneOf(flows), targets);
        }
    }

    /** Whether that contact is an address-of-record of ours, or a GRUU, whose bindings are collected instead. */
    private boolean leadsOn(Uri contact, Instant now, Set<AddressOfRecord> seen, List<Target> targets) {
        var next = domains.addressOfRecord(contact);
        if (next.isPresent() && isGruu(contact)) {
            gruus.read((SipUri) contact, domains)
                    .filter(gruu -> seen.add(gruu.aor()))
                    .ifPresent(gruu -> collect(gruu.among(location.bindings(gruu.aor(), now)), now, seen, targets));
        } else if (next.isPresent()) {
            collect(next.get(), now, seen, targets);
        }
        return next.isPresent();
    }

    private static void add(Optional<Target> target, List<Target> targets) {
        if (target.isPresent() && targets.size() < MOST_TARGETS) {
            targets.add(target.get());
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
