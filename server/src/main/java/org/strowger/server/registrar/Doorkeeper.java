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
    private static final String NOBODYS_HOST = "anonymous.invalid";

    private final Access access;
    private final Domains domains;
    private final Authenticators authenticators;
    private final String home;

    /** @param home the domain whose users call without a name */
    public Doorkeeper(Access access, Domains domains, Authenticators authenticators, String home) {
        this.access = access;
        this.domains = domains;
        this.authenticators = authenticators;
        this.home = home;
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
        return identified(from, asked(request, domain.get(), shard, now));
    }

    /**
     * Asks who sent a request that ends here, as a user agent server does: with 401 (§22.2). Who is not asked (a trusted peer, or anybody
     * where nobody is) is admitted without a name.
     */
    public Admission identify(SipRequest request, Flow flow, Shard shard, String domain, Instant now) {
        if (!access.asks(flow)) {
            return new Admission.Admitted(List.of(), Optional.empty());
        }
        var verdict = check(request, HeaderName.AUTHORIZATION, domain, shard, now);
        return verdict instanceof Verdict.Challenged challenged
                ? new Admission.Rejected(Status.of(401), Challenges.lines(HeaderName.WWW_AUTHENTICATE, challenged))
                : admission(verdict, request, domain);
    }

    /**
     * Asks a caller without a name who they are, where no stranger may go: a user of ours who does not want to be known to the callee
     * (RFC 3323 §4.1.1.3). Strangers with a name are not asked: they have no account here.
     */
    public Optional<Admission> admitUnnamed(SipRequest request, Shard shard, Instant now) {
        return isUnnamed(request) && !isNeverAsked(request.method())
                ? Optional.of(asked(request, home, shard, now))
                : Optional.empty();
    }

    private static boolean isUnnamed(SipRequest request) {
        try {
            var from = NameAddr.parse(request.headers().value(HeaderName.FROM).orElseThrow());
            return from.uri() instanceof SipUri sip && sip.host().isIgnoreCase(NOBODYS_HOST);
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private Admission asked(SipRequest request, String domain, Shard shard, Instant now) {
        return admission(check(request, FIELD, domain, shard, now), request, domain);
    }

    private Verdict check(SipRequest request, HeaderName field, String domain, Shard shard, Instant now) {
        var protection = access.protection(domain);
        return authenticators.of(shard).check(request, field, protection.realm(), access.secrets(protection), now);
    }

    private Admission admission(Verdict verdict, SipRequest request, String domain) {
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                new Admission.Admitted(ours(request), Optional.of(AddressOfRecord.of(accepted.user(), domain)));
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

    /** Whoever has proven to be a user must be the one in From. */
    private Admission identified(NameAddr from, Admission asked) {
        boolean another = asked instanceof Admission.Admitted(var _, var user)
                && !domains.addressOfRecord(from.uri()).equals(user);
        return another ? rejected(Status.of(403).withReason("From Is Another User")) : asked;
    }

    private static boolean isNeverAsked(Method method) {
        return method.equals(Method.ACK) || method.equals(Method.CANCEL);
    }

    private static Admission rejected(Status status) {
        return new Admission.Rejected(status, List.of());
    }
}
