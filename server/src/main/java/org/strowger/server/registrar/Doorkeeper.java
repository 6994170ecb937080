package org.strowger.server.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.sip.auth.DigestAuthenticator;
import org.strowger.sip.auth.Verdict;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.transport.Flow;

/**
 * Lets requests into the proxy (RFC 3261 §16.3 step 6, §22.3): who says in From that it is a user of ours must prove it and be that user;
 * strangers pass, because where they may go is for routing to say.
 *
 * <p>ACK and CANCEL always pass: "Servers MUST NOT attempt to challenge an ACK", nor a CANCEL (§22.1).
 */
public final class Doorkeeper {
    private static final HeaderName FIELD = HeaderName.PROXY_AUTHORIZATION;

    private final Access access;
    private final Domains domains;
    private final Authenticators authenticators;

    public Doorkeeper(Access access, Domains domains, Authenticators authenticators) {
        this.access = access;
        this.domains = domains;
        this.authenticators = authenticators;
    }

    /** Only inside the shard. */
    public Admission admit(SipRequest request, Flow flow, Shard shard, Instant now) {
        NameAddr from;
        try {
            from = NameAddr.parse(request.headers().value(HeaderName.FROM).orElseThrow());
        } catch (MalformedMessageException e) {
            return rejected(e.answer());
        }
        var domain = domains.domainOf(from.uri());
        if (domain.isEmpty()) {
            return new Admission.Admitted(List.of(), Optional.empty());
        }
        var protection = access.protection(domain.get());
        if (!access.asks(flow) || isNeverAsked(request.method())) {
            var fields = DigestAuthenticator.fieldsOf(request, FIELD, protection.realm());
            return new Admission.Admitted(fields, Optional.empty());
        }
        var verdict =
                authenticators.of(shard).check(request, FIELD, protection.realm(), access.secrets(protection), now);
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                identified(accepted, AddressOfRecord.of(accepted.user(), domain.get()), from);
            case Verdict.Challenged challenged ->
                new Admission.Rejected(Status.of(407), Challenges.lines(HeaderName.PROXY_AUTHENTICATE, challenged));
            case Verdict.Refused _ -> rejected(Status.of(403));
            case Verdict.Malformed _ -> rejected(Status.of(400).withReason("Bad Credentials"));
        };
    }

    /** Credentials for the sender's realm, where that is ours: for requests that pass without being asked (RFC 3261 §22.3). */
    public List<HeaderField> ours(SipRequest request) {
        if (!request.headers().has(FIELD)) {
            return List.of();
        }
        try {
            var from = NameAddr.parse(request.headers().value(HeaderName.FROM).orElseThrow());
            return domains.domainOf(from.uri())
                    .map(domain -> DigestAuthenticator.fieldsOf(
                            request, FIELD, access.protection(domain).realm()))
                    .orElse(List.of());
        } catch (MalformedMessageException _) {
            // who cannot be read is none of our users, so nothing in it is for us
            return List.of();
        }
    }

    private Admission identified(Verdict.Accepted accepted, AddressOfRecord user, NameAddr from) {
        return domains.addressOfRecord(from.uri()).filter(user::equals).isPresent()
                ? new Admission.Admitted(accepted.fields(), Optional.of(user))
                : rejected(Status.of(403).withReason("From Is Another User"));
    }

    private static boolean isNeverAsked(Method method) {
        return method.equals(Method.ACK) || method.equals(Method.CANCEL);
    }

    private static Admission rejected(Status status) {
        return new Admission.Rejected(status, List.of());
    }
}
