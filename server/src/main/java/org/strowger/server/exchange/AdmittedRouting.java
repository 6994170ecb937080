package org.strowger.server.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.server.registrar.Access;
import org.strowger.server.registrar.Admission;
import org.strowger.server.registrar.Doorkeeper;
import org.strowger.server.registrar.Line;
import org.strowger.server.registrar.ProvenIdentity;
import org.strowger.server.routing.Outcome;
import org.strowger.server.routing.Router;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.Decision;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.Manner;
import org.strowger.sip.proxy.Routing;
import org.strowger.sip.proxy.Target;

/**
 * What the proxy is told: first whether the sender may come in ({@link Doorkeeper}), then where the request goes ({@link Router}). What
 * leaves for somebody who is not registered here is forwarded for our own users and trusted peers only.
 */
final class AdmittedRouting implements Routing {
    private static final Admission NO_RELAY =
            new Admission.Rejected(Status.of(403).withReason("Relaying Denied"), List.of());

    private final Doorkeeper doorkeeper;
    private final Access access;
    private final Router router;
    private final Domains domains;
    private final Supplier<Instant> clock;

    AdmittedRouting(Doorkeeper doorkeeper, Access access, Router router, Domains domains, Supplier<Instant> clock) {
        this.doorkeeper = doorkeeper;
        this.access = access;
        this.router = router;
        this.domains = domains;
        this.clock = clock;
    }

    @Override
    public boolean isResponsibleFor(String host) {
        return domains.domainOf(AddressOfRecord.canonicalHost(host)).isPresent();
    }

    @Override
    public List<HeaderField> withheld(SipRequest request) {
        return doorkeeper.ours(request);
    }

    @Override
    public Optional<Decision> dereferenced(Uri requestUri) {
        return router.toInstance(requestUri, clock.get());
    }

    /** To users of ours, for whom nobody needs to be let in; what leads elsewhere is for the caller to try, in his own name. */
    @Override
    public List<Target> redirected(Question question, Uri contact) {
        var again = new Question(question.request(), contact, question.flow(), question.inDialog(), question.routes());
        var outcome = outcome(again, clock.get());
        return !outcome.relays() && outcome.decision() instanceof Decision.Forward forward
                ? forward.targets()
                : List.of();
    }

    @Override
    public void route(Shard shard, Question question, Consumer<Decision> answer) {
        var now = clock.get();
        answer.accept(
                switch (doorkeeper.admit(question.request(), question.flow(), shard, now)) {
                    case Admission.Rejected(var status, var lines) -> rejected(status, lines);
                    case Admission.Admitted admitted -> admitted(shard, question, admitted, now);
                });
    }

    private Decision admitted(Shard shard, Question question, Admission.Admitted admitted, Instant now) {
        if (admitted.user().isPresent()
                && claimsAnother(question.request(), admitted.user().get())) {
            return rejected(Status.of(403).withReason("Contact Is Another User's"), List.of());
        }
        var outcome = outcome(question, now);
        if (!outcome.relays() || !isStranger(question, admitted)) {
            return decided(question.request(), outcome, admitted);
        }
        Admission unnamed =
                doorkeeper.admitUnnamed(question.request(), shard, now).orElse(NO_RELAY);
        return switch (unnamed) {
            case Admission.Rejected(var status, var lines) -> rejected(status, lines);
            case Admission.Admitted user -> decided(question.request(), outcome, user);
        };
    }

    private boolean claimsAnother(SipRequest request, AddressOfRecord user) {
        return request.headers()
                .firstValue(HeaderName.CONTACT)
                .filter(contact -> router.isGruuOfAnother(contact, user))
                .isPresent();
    }

    private Decision decided(SipRequest request, Outcome outcome, Admission.Admitted admitted) {
        return switch (outcome.decision()) {
            case Decision.Forward(var targets, var withhold, var manner) ->
                new Decision.Forward(
                        targets, both(withhold, admitted.withhold()), inTheNameOf(admitted, manner, request));
            case Reject reject -> reject;
        };
    }

    private Manner inTheNameOf(Admission.Admitted admitted, Manner manner, SipRequest request) {
        return access.asserted() && admitted.user().isPresent()
                ? manner.withCaller(ProvenIdentity.of(request, admitted.user().get(), domains))
                : manner;
    }

    /** What the rules say; what a Route or an maddr of the sender's own takes elsewhere is relayed, whomever it is for. */
    private Outcome outcome(Question question, Instant now) {
        if (question.routed()) {
            // where the rules have nothing against it, the Route settles the next hop (§16.6 step 6)
            var onward = new Decision.Forward(List.of(Target.of(question.requestUri())), List.of());
            if (router.leadsHome(question.routes().getFirst())) {
                return Outcome.toOurs(onward);
            }
            return router.objection(question, now).map(Outcome::toOurs).orElseGet(() -> Outcome.relaying(onward));
        }
        var decided = router.route(question, now);
        boolean elsewhere =
                question.requestUri() instanceof SipUri uri && uri.maddr().isPresent();
        return elsewhere ? Outcome.relaying(decided.decision()) : decided;
    }

    /**
     * Also who sends an ACK, which cannot be challenged (§22.1) and is dropped then: the ACK of a call that passed here has our mark in its
     * Route and is not asked about.
     */
    private boolean isStranger(Question question, Admission.Admitted admitted) {
        return access.required()
                && admitted.user().isEmpty()
                && !access.trusted().test(question.flow());
    }

    private static Decision rejected(Status status, List<Line> lines) {
        return new Reject(
                        status,
                        lines.stream()
                                .map(line -> new Reject.Line(line.name(), line.value()))
                                .toList())
                .forgotten();
    }

    private static List<HeaderField> both(List<HeaderField> some, List<HeaderField> more) {
        if (some.isEmpty()) {
            return more;
        }
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
