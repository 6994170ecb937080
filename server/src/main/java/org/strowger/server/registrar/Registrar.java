package org.strowger.server.registrar;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.server.location.Gruus;
import org.strowger.server.location.LocationService;
import org.strowger.server.location.LocationService.Change;
import org.strowger.server.location.Source;
import org.strowger.server.registrar.Registration.Outcome;
import org.strowger.sip.auth.Verdict;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
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
    /** Option tags of the extensions to registration that are understood here. */
    public static final List<String> EXTENSIONS = Extensions.UNDERSTOOD;

    private static final String PATH = "path";
    private static final int UNAUTHORIZED = 401;

    /** How much longer than promised a phone may be silent: "a grace period to account for transport delay" (RFC 5626 §4.4). */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final RegistrarPolicy policy;
    private final Access access;
    private final Domains domains;
    private final Authenticators authenticators;
    private final LocationService location;
    private final Supplier<Instant> clock;
    private final Gruus gruus;
    private final Vigil vigil;
    private final Listing listing;

    /** The one that was last asked for, in the same way. */
    private Local local = new Local(new InetSocketAddress(0), "");

    /** Ends flows of which nothing is heard: {@link org.strowger.sip.transport.Transport#watch}. */
    @FunctionalInterface
    public interface Vigil {
        void watch(Shard shard, Flow flow, Duration silence);
    }

    /**
     * What the registrar works with.
     *
     * @param clock the time of day
     */
    public record Means(
            Domains domains,
            Authenticators authenticators,
            LocationService location,
            Supplier<Instant> clock,
            Gruus gruus,
            Vigil vigil) {}

    public Registrar(RegistrarPolicy policy, Access access, Means means) {
        this.policy = policy;
        this.access = access;
        this.domains = means.domains();
        this.authenticators = means.authenticators();
        this.location = means.location();
        this.clock = means.clock();
        this.gruus = means.gruus();
        this.vigil = means.vigil();
        this.listing = new Listing(policy, gruus);
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
            if (!Extensions.isUnderstood(tag.toString())) {
                unsupported.add(tag.toString());
            }
        }
        if (unsupported.isEmpty()
                && request.headers().has(HeaderName.PATH)
                && !Extensions.of(request.headers()).path()) {
            unsupported.add(PATH);
        }
        return unsupported;
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
        if (!(to instanceof SipUri owner)) {
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
        return known ? update(transaction, aor.get(), owner) : Answer.of(Status.of(404));
    }

    /** Where nobody is listed and nobody is asked, everybody is a user. */
    private boolean isKnown(AddressOfRecord aor) {
        boolean open = !access.required() && access.users().size() == 0;
        return open || access.users().has(aor.userName(), access.protection(aor.domain()));
    }

    /** Steps 6 and 7. */
    private Answer update(ServerTransaction transaction, AddressOfRecord aor, SipUri to)
            throws MalformedMessageException {
        var now = clock.get();
        var flow = transaction.flow();
        var source = source(flow);
        var request = RegisterRequest.read(transaction.request(), source);
        var objection = objection(request, transaction.request().requestUri(), aor);
        if (objection.isPresent()) {
            return Answer.of(objection.get());
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
            case Outcome.Done(var bindings) -> {
                watch(transaction, request);
                yield new Answer(Status.OK, listing.of(bindings, request, new Listing.Owner(aor, to), now));
            }
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

    /** What is wrong with the request, whatever the bindings are. */
    private Optional<Status> objection(RegisterRequest request, Uri requestUri, AddressOfRecord aor)
            throws MalformedMessageException {
        if (request.lacksOutboundAtTheFirstHop()) {
            return Optional.of(Status.of(439));
        }
        if (request.hasMalformedRegId()) {
            return Optional.of(Status.of(400).withReason("Malformed reg-id"));
        }
        if (!request.isFitFor(requestUri)) {
            return Optional.of(Status.of(400).withReason("SIPS Contact Needs SIPS Throughout"));
        }
        for (var contact : request.contacts()) {
            if (contact instanceof Contact.Address address
                    && request.isLastingInstance(address)
                    && leadsBack(address.address().uri(), aor)) {
                return Optional.of(Status.of(403).withReason("Contact Is No Phone"));
            }
        }
        return Optional.empty();
    }

    /**
     * "If the contact URI is equivalent […] to the AOR, the registrar MUST reject the request with a 403, since this would cause a routing
     * loop. If the contact URI is a GRUU for the AOR […] for the same reason. If the contact is not a SIP URI, the REGISTER request MUST be
     * rejected with a 403" (RFC 5627 §5.1).
     */
    private boolean leadsBack(Uri contact, AddressOfRecord aor) {
        return !(contact instanceof SipUri sip)
                || domains.addressOfRecord(contact).filter(aor::equals).isPresent()
                || gruus.read(sip, domains)
                        .filter(gruu -> gruu.aor().equals(aor))
                        .isPresent();
    }

    private void watch(ServerTransaction transaction, RegisterRequest request) {
        policy.flowTimer()
                .filter(_ -> request.promisesToBeHeard())
                .ifPresent(time -> vigil.watch(transaction.shard(), transaction.flow(), time.plus(GRACE)));
    }

    /** A flow has ended, and with it what hung on it (RFC 5626 §5.3, RFC 7118 §5). Any thread. */
    public void closed(Flow flow) {
        location.closed(source(flow));
    }
}
