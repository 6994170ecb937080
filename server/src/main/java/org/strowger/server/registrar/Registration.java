package org.strowger.server.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.InstanceId;
import org.strowger.server.location.Origin;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Status;

/**
 * What a REGISTER request makes of the bindings of its address-of-record: steps 6 and 7 of RFC 3261 §10.3, as a function.
 *
 * <p>All or nothing: the bindings change as the request asks, or the request fails and they stay as they were.
 */
final class Registration {
    /** "If and only if the requested expiration interval is […] smaller than one hour" */
    private static final long HOUR_SECONDS = 3600;

    private final RegisterRequest request;
    private final Bindings before;
    private final Instant now;
    private final RegistrarPolicy policy;

    private Registration(RegisterRequest request, Bindings before, Instant now, RegistrarPolicy policy) {
        this.request = request;
        this.before = before;
        this.now = now;
        this.policy = policy;
    }

    /** What became of it. */
    sealed interface Outcome {
        /** 200 with these; the same object as before if nothing was asked for. */
        record Done(Bindings after) implements Outcome {}

        /** The bindings stay as they were. */
        record Rejected(Status status, List<Line> lines) implements Outcome {}
    }

    /** @param before those that live now */
    static Outcome decide(RegisterRequest request, Bindings before, Instant now, RegistrarPolicy policy) {
        var registration = new Registration(request, before, now, policy);
        try {
            return request.isForAll() ? registration.removeAll() : registration.processEach();
        } catch (MalformedMessageException e) {
            return rejected(e.answer());
        }
    }

    private Outcome removeAll() {
        // "If the request has additional Contact fields or an expiration time other than zero, the request is invalid"
        if (request.expiresSeconds().orElse(-1) != 0) {
            return rejected(Status.of(400).withReason("Contact * Needs Expires 0"));
        }
        for (var binding : before) {
            if (isOutOfOrder(binding)) {
                return outOfOrder();
            }
        }
        return new Outcome.Done(Bindings.NONE);
    }

    private Outcome processEach() throws MalformedMessageException {
        if (bringsMoreThanItsFlow()) {
            return rejected(Status.of(400).withReason("One Contact With reg-id At A Time"));
        }
        var after = before;
        for (var contact : request.contacts()) {
            if (contact instanceof Contact.Address address) {
                long requested = requestedSeconds(address);
                if (requested > 0
                        && requested < HOUR_SECONDS
                        && requested < policy.shortest().toSeconds()) {
                    return tooBrief();
                }
                var binding = binding(address, requested);
                var existing = before.find(binding);
                if (existing.isPresent() && isOutOfOrder(existing.get())) {
                    return outOfOrder();
                }
                after = requested == 0 ? after.without(binding) : added(after, binding, existing);
            }
        }
        boolean tooMany = after.size() > policy.mostBindings() && after.size() > before.size();
        return tooMany ? rejected(Status.of(403).withReason("Too Many Contacts")) : new Outcome.Done(after);
    }

    private long requestedSeconds(Contact.Address contact) {
        return request.requestedSeconds(contact, policy.standard().toSeconds());
    }

    /**
     * "if the Contact header field contains more than one header field value with a non-zero expiration and any of these header field values
     * contain a "reg-id" Contact header field parameter, the entire registration SHOULD be rejected with a 400" (RFC 5626 §6).
     */
    private boolean bringsMoreThanItsFlow() {
        int lasting = 0;
        boolean flow = false;
        for (var contact : request.contacts()) {
            if (contact instanceof Contact.Address address && requestedSeconds(address) > 0) {
                lasting++;
                flow |= request.isFlow(address);
            }
        }
        return flow && lasting > 1;
    }

    private Bindings added(Bindings some, Binding binding, Optional<Binding> existing) {
        var instance = binding.instance();
        return instance.isEmpty()
                ? some.with(binding)
                : some.with(binding).inEpoch(instance.get(), epoch(instance.get(), binding, existing));
    }

    /**
     * In which epoch the instance's temporary GRUUs are from now on: "finds the one that was most recently registered, and examines the
     * Call-ID value […]. If it differs from the one in the REGISTER request, the registrar MUST invalidate all previously generated
     * temporary GRUUs" (RFC 5627 §5.1).
     */
    private int epoch(InstanceId instance, Binding binding, Optional<Binding> existing) {
        var all = before.of(instance);
        var last = all.isEmpty() ? Optional.<Binding>empty() : Optional.of(all.getLast());
        var examined = binding.isFlow() ? existing : last;
        boolean differs =
                examined.filter(one -> !one.callId().equals(binding.callId())).isPresent();
        int current = last.map(Binding::epoch).orElse(0);
        return differs || current == 0 ? newEpoch() : current;
    }

    private int newEpoch() {
        int number = Objects.hash(request.origin().callId(), request.origin().cseq(), now);
        return number == 0 ? 1 : number;
    }

    /** "If they are the same, the registrar compares the CSeq value." */
    private boolean isOutOfOrder(Binding binding) {
        Origin origin = request.origin();
        return binding.callId().equals(origin.callId()) && origin.cseq() <= binding.cseq();
    }

    /** What the contact asks for; of one that is to go, what it goes by. */
    private Binding binding(Contact.Address contact, long requestedSeconds) throws MalformedMessageException {
        // "The registrar MAY choose an expiration less than the requested expiration interval."
        long granted = Math.min(requestedSeconds, policy.longest().toSeconds());
        return new Binding(
                contact.address().uri(),
                requestedSeconds == 0 ? 0 : contact.qThousandths(),
                ContactParameters.of(contact.address(), request.isFlow(contact)),
                request.reach(contact),
                now.plusSeconds(granted),
                request.origin());
    }

    private Outcome tooBrief() {
        var least =
                Line.of(HeaderName.MIN_EXPIRES, Long.toString(policy.shortest().toSeconds()));
        return new Outcome.Rejected(Status.of(423), List.of(least));
    }

    /** "If any one of them fails […], the request MUST fail with a 500": so does one that comes too late. */
    private static Outcome outOfOrder() {
        return rejected(Status.of(500).withReason("CSeq Out Of Order"));
    }

    private static Outcome rejected(Status status) {
        return new Outcome.Rejected(status, List.of());
    }
}
