package org.strowger.server.registrar;

import java.time.Instant;
import java.util.List;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
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
        var after = before;
        for (var contact : request.contacts()) {
            if (contact instanceof Contact.Address address) {
                long requested =
                        request.requestedSeconds(address, policy.standard().toSeconds());
                if (requested > 0
                        && requested < HOUR_SECONDS
                        && requested < policy.shortest().toSeconds()) {
                    return tooBrief();
                }
                var existing = before.find(address.address().uri());
                if (existing.isPresent() && isOutOfOrder(existing.get())) {
                    return outOfOrder();
                }
                after = requested == 0
                        ? after.without(address.address().uri())
                        : after.with(binding(address, requested));
            }
        }
        boolean tooMany = after.size() > policy.mostBindings() && after.size() > before.size();
        return tooMany ? rejected(Status.of(403).withReason("Too Many Contacts")) : new Outcome.Done(after);
    }

    /** "If they are the same, the registrar compares the CSeq value." */
    private boolean isOutOfOrder(Binding binding) {
        Origin origin = request.origin();
        return binding.callId().equals(origin.callId()) && origin.cseq() <= binding.cseq();
    }

    private Binding binding(Contact.Address contact, long requestedSeconds) throws MalformedMessageException {
        // "The registrar MAY choose an expiration less than the requested expiration interval."
        long granted = Math.min(requestedSeconds, policy.longest().toSeconds());
        return new Binding(
                contact.address().uri(),
                contact.qThousandths(),
                ContactParameters.of(contact.address()),
                request.reach(contact.address().uri()),
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
