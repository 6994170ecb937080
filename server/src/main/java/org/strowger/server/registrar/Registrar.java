package org.strowger.server.registrar;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.Domains;
import org.strowger.server.location.LocationService;
import org.strowger.server.location.LocationService.Change;
import org.strowger.server.location.Source;
import org.strowger.server.registrar.Registration.Outcome;
import org.strowger.sip.auth.Verdict;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipTime;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.Flow;

/**
 * Answers REGISTER requests for our domains: the steps of RFC 3261 §10.3, in their order. What they make of the bindings is decided by
 * {@link Registration} while the address-of-record is held, so requests for it are processed one after another and whole.
 *
 * <p>Safe to use from all shards at once.
 */
public final class Registrar {
    private static final String PATH = "path";
    private static final int UNAUTHORIZED = 401;
    private static final int MOST_PREFERRED = 1000;
    private static final Slice OPEN = Slice.of("<");
    private static final Slice EXPIRES = Slice.of(">;expires=");

    private final RegistrarPolicy policy;
    private final Access access;
    private final Domains domains;
    private final Authenticators authenticators;
    private final LocationService location;
    private final Supplier<Instant> clock;
    /** Replaced as a whole by whoever comes first in a new second; who sees an old one makes his own. */
    private Date date = new Date(Long.MIN_VALUE, Slice.EMPTY);

    /** The one that was last asked for, in the same way. */
    private Local local = new Local(new InetSocketAddress(0), "");

    /** @param clock the time of day */
    public Registrar(
            RegistrarPolicy policy,
            Access access,
            Domains domains,
            Authenticators authenticators,
            LocationService location,
            Supplier<Instant> clock) {
        this.policy = policy;
        this.access = access;
        this.domains = domains;
        this.authenticators = authenticators;
        this.location = location;
        this.clock = clock;
    }

    /** Whether a REGISTER with that Request-URI is ours to answer; any other is for the proxy (step 1). */
    public boolean serves(Uri requestUri) {
        return domains.domainOf(requestUri).isPresent();
    }

    /** Answers it, at once. Only inside its shard. */
    public void register(ServerTransaction transaction) {
        var request = transaction.request();
        Answer answer;
        try {
            answer = answer(transaction);
        } catch (MalformedMessageException e) {
            answer = Answer.of(e.answer());
        }
        var response = request.respond(answer.status()).toTag(transaction.tag());
        for (var line : answer.lines()) {
            response.header(line.name(), line.value());
        }
        if (answer.status().code() == UNAUTHORIZED) {
            // it changed nothing: what comes again is challenged again. "If unauthenticated requests were handled
            // statefully, then malicious floods […] could create massive amounts of transaction state" (§8.2.7)
            transaction.refuseAndForget(response.write());
        } else {
            // remembered when refused as well: what comes again would have used up its nonce count
            transaction.respond(response.write());
        }
        transaction.letGo();
    }

    /** An address of ours as bindings keep it. */
    private record Local(InetSocketAddress address, String text) {}

    /** The value of Date in that second. */
    private record Date(long second, Slice value) {}

    /** A response in the making. */
    private record Answer(Status status, List<Line> lines) {
        static Answer of(Status status) {
            return new Answer(status, List.of());
        }
    }

    private Answer answer(ServerTransaction transaction) throws MalformedMessageException {
        if (transaction.isMerged()) {
            // "the UAS core SHOULD generate a 482 (Loop Detected) response" (§8.2.2.2)
            return Answer.of(Status.of(482));
        }
        var domain = domains.domainOf(transaction.request().requestUri());
        if (domain.isEmpty()) {
            return Answer.of(Status.of(404));
        }
        var unsupported = unsupported(transaction.request());
        if (!unsupported.isEmpty()) {
            return new Answer(Status.of(420), List.of(Line.of(HeaderName.UNSUPPORTED, String.join(", ", unsupported))));
        }
        return authenticate(transaction, domain.get());
    }

    /** Step 2, and RFC 3327 §5.3: a Path that the user agent does not expect is refused. */
    private static List<String> unsupported(SipRequest request) {
        if (!request.headers().has(HeaderName.REQUIRE) && !request.headers().has(HeaderName.PATH)) {
            return List.of();
        }
        var unsupported = new ArrayList<String>();
        for (var tag : request.headers().values(HeaderName.REQUIRE)) {
            if (!tag.isIgnoreCase(PATH)) {
                unsupported.add(tag.toString());
            }
        }
        if (unsupported.isEmpty() && request.headers().has(HeaderName.PATH) && !supportsPath(request)) {
            unsupported.add(PATH);
        }
        return unsupported;
    }

    private static boolean supportsPath(SipRequest request) {
        for (var name : List.of(HeaderName.SUPPORTED, HeaderName.REQUIRE)) {
            for (var tag : request.headers().values(name)) {
                if (tag.isIgnoreCase(PATH)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Step 3. */
    private Answer authenticate(ServerTransaction transaction, String domain) throws MalformedMessageException {
        if (!access.asks(transaction.flow())) {
            return authorize(transaction, domain, Optional.empty());
        }
        var protection = access.protection(domain);
        var verdict = authenticators
                .of(transaction.shard())
                .check(
                        transaction.request(),
                        HeaderName.AUTHORIZATION,
                        protection.realm(),
                        access.secrets(protection),
                        clock.get());
        return switch (verdict) {
            case Verdict.Accepted(var user, var _) ->
                authorize(transaction, domain, Optional.of(AddressOfRecord.of(user, domain)));
            case Verdict.Challenged challenged ->
                new Answer(Status.of(401), Challenges.lines(HeaderName.WWW_AUTHENTICATE, challenged));
            case Verdict.Refused _ -> Answer.of(Status.of(403));
            case Verdict.Malformed _ -> Answer.of(Status.of(400).withReason("Bad Credentials"));
        };
    }

    /** Steps 4 and 5: users register for themselves; an address-of-record of another domain is nobody's. */
    private Answer authorize(ServerTransaction transaction, String domain, Optional<AddressOfRecord> user)
            throws MalformedMessageException {
        var to = NameAddr.parse(
                        transaction.request().headers().value(HeaderName.TO).orElseThrow())
                .uri();
        if (!(to instanceof SipUri)) {
            // "This address-of-record MUST be a SIP URI or SIPS URI" (§10.2), and RFC 4475 §3.3.4: "would reject this
            // request with a 400"
            return Answer.of(Status.of(400).withReason("To Is No SIP URI"));
        }
        var aor = domains.addressOfRecord(to).filter(address -> address.isOf(domain));
        if (aor.isEmpty()) {
            return Answer.of(Status.of(404));
        }
        if (user.isPresent() && !user.equals(aor)) {
            return Answer.of(Status.of(403));
        }
        boolean known = user.isPresent() || isKnown(aor.get());
        return known ? update(transaction, aor.get()) : Answer.of(Status.of(404));
    }

    /** Where nobody is listed and nobody is asked, everybody is a user. */
    private boolean isKnown(AddressOfRecord aor) {
        boolean open = !access.required() && access.users().size() == 0;
        return open || access.users().has(aor.userName(), access.protection(aor.domain()));
    }

    /** Steps 6 and 7. */
    private Answer update(ServerTransaction transaction, AddressOfRecord aor) throws MalformedMessageException {
        var now = clock.get();
        var flow = transaction.flow();
        var source = source(flow);
        var request = RegisterRequest.read(transaction.request(), source);
        if (!request.isFitFor(transaction.request().requestUri())) {
            return Answer.of(Status.of(400).withReason("SIPS Contact Needs SIPS Throughout"));
        }
        var outcome = location.update(aor, now, live -> {
            var decided = Registration.decide(request, live, now, policy);
            return new Change<>(decided instanceof Outcome.Done(var after) ? after : live, decided);
        });
        if (!flow.isOpen()) {
            // who hears of its end may have been there before us
            location.closed(source);
        }
        return switch (outcome) {
            case Outcome.Done(var bindings) -> new Answer(Status.OK, listing(bindings, request, now));
            case Outcome.Rejected(var status, var lines) -> new Answer(status, lines);
        };
    }

    private Source source(Flow flow) {
        var remote = flow.remote();
        // an IPv6 address may need its zone, which remoteHost leaves out
        var host = remote.getAddress() instanceof Inet4Address ? flow.remoteHost() : remote.getHostString();
        return new Source(flow.protocol().name(), host, remote.getPort(), local(flow.local()));
    }

    private String local(InetSocketAddress address) {
        var known = local;
        if (!known.address().equals(address)) {
            known = new Local(address, address.getHostString() + ':' + address.getPort());
            local = known;
        }
        return known.text();
    }

    /** A connection has ended, and with it what hung on it (RFC 5626 §5.3, RFC 7118 §5). Any thread. */
    public void closed(Flow flow) {
        location.closed(source(flow));
    }

    /** Step 8. */
    private List<Line> listing(Bindings bindings, RegisterRequest request, Instant now) {
        var lines = new ArrayList<Line>(bindings.size() + 2);
        for (var binding : bindings) {
            lines.add(new Line(HeaderName.CONTACT, contact(binding, now)));
        }
        for (var value : request.origin().path()) {
            lines.add(new Line(HeaderName.PATH, value));
        }
        lines.add(new Line(HeaderName.DATE, date(now)));
        return lines;
    }

    private Slice date(Instant now) {
        var known = date;
        if (known.second() != now.getEpochSecond()) {
            known = new Date(now.getEpochSecond(), Slice.of(SipTime.date(now)));
            date = known;
        }
        return known.value();
    }

    private static Slice contact(Binding binding, Instant now) {
        int q = binding.qThousandths();
        return Slice.joined(
                OPEN,
                binding.contactText(),
                EXPIRES,
                Slice.of(Long.toString(binding.secondsLeft(now))),
                q == MOST_PREFERRED ? Slice.EMPTY : Slice.of(";q=0.%d%d%d".formatted(q / 100, q / 10 % 10, q % 10)),
                binding.parameters());
    }
}
