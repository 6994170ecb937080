package org.strowger.server.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.sip.auth.Verdict;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.AuthParameters;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
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
        var domain = domainOf(from.uri());
        if (domain.isEmpty() || !access.asks(flow) || isNeverAsked(request.method())) {
            return new Admission.Admitted(ours(request), Optional.empty());
        }
        var protection = access.protection(domain.get());
        var verdict =
                authenticators.of(shard).check(request, FIELD, protection.realm(), access.secrets(protection), now);
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                identified(request, AddressOfRecord.of(accepted.user(), domain.get()), from);
            case Verdict.Challenged challenged ->
                new Admission.Rejected(Status.of(407), Challenges.lines(HeaderName.PROXY_AUTHENTICATE, challenged));
            case Verdict.Refused _ -> rejected(Status.of(403));
            case Verdict.Malformed _ -> rejected(Status.of(400).withReason("Bad Credentials"));
        };
    }

    /** Credentials for a realm of ours, whoever sent them: they end here (RFC 3261 §22.3). */
    public List<HeaderField> ours(SipRequest request) {
        if (!request.headers().has(FIELD)) {
            return List.of();
        }
        return request.headers().all(FIELD).stream().filter(this::isForUs).toList();
    }

    private boolean isForUs(HeaderField field) {
        try {
            var realm = AuthParameters.parse(field.value()).unquoted("realm").orElse("");
            return access.realm().filter(one -> one.text().equals(realm)).isPresent()
                    || domains.domainOf(AddressOfRecord.canonicalHost(realm)).isPresent();
        } catch (MalformedMessageException _) {
            // what cannot be read is not what we asked for
            return false;
        }
    }

    /** A port does not make a named domain another's: who calls himself alice@example.com:5099 is to prove it, too. */
    private Optional<String> domainOf(Uri from) {
        return domains.domainOf(from)
                .or(() -> from instanceof SipUri sip && isName(sip.host())
                        ? domains.domainOf(
                                AddressOfRecord.canonicalHost(sip.host().toString()))
                        : Optional.empty());
    }

    private static boolean isName(Slice host) {
        int last = host.at(host.length() - 1);
        return last != ']' && (last < '0' || last > '9');
    }

    private Admission identified(SipRequest request, AddressOfRecord user, NameAddr from) {
        return domains.addressOfRecord(from.uri()).filter(user::equals).isPresent()
                ? new Admission.Admitted(ours(request), Optional.of(user))
                : rejected(Status.of(403).withReason("From Is Another User"));
    }

    private static boolean isNeverAsked(Method method) {
        return method.equals(Method.ACK) || method.equals(Method.CANCEL);
    }

    private static Admission rejected(Status status) {
        return new Admission.Rejected(status, List.of());
    }
}
