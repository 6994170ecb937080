package org.strowger.server.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.strowger.server.events.LiveSubscription.Subject;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.server.location.LocationService;
import org.strowger.server.location.Reach;
import org.strowger.server.location.Source;
import org.strowger.server.registrar.Admission;
import org.strowger.server.registrar.Doorkeeper;
import org.strowger.server.registrar.Line;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.resolver.Choice;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.Transport;

/**
 * Tells users, and peers we trust, which phones are registered for an address-of-record of ours: the notifier of the event package
 * {@code reg} (RFC 3680, RFC 6665 §4.2). Of the subscriptions in a shard that shard is the owner.
 */
public final class Notifier {
    /** Of all together: some kilobytes each. */
    static final int MOST = 10_000;
    /** Of one address-of-record, so that nobody can use up what is there for all. */
    static final int MOST_OF_ONE = 20;

    private static final Duration LATER = Duration.ofMinutes(5);
    private static final long HOUR_SECONDS = 3600;

    private final Surroundings surroundings;
    private final Doorkeeper doorkeeper;
    private final Domains domains;
    private final LocationService location;
    private final Supplier<Instant> clock;
    private final SubscriptionPolicy policy = SubscriptionPolicy.DEFAULT;
    /** Per shard, its own. */
    private final List<Map<SubscriptionDialog.Id, LiveSubscription>> byShard;

    /** What messages are carried by. */
    public record Surroundings(Shards shards, Transport transport, Resolver resolver, TransactionLayer transactions) {}

    /** @param clock the time of day */
    public Notifier(
            Surroundings surroundings,
            Doorkeeper doorkeeper,
            Domains domains,
            LocationService location,
            Supplier<Instant> clock) {
        this.surroundings = surroundings;
        this.doorkeeper = doorkeeper;
        this.domains = domains;
        this.location = location;
        this.clock = clock;
        this.byShard = IntStream.range(0, surroundings.shards().size())
                .mapToObj(_ -> (Map<SubscriptionDialog.Id, LiveSubscription>)
                        new HashMap<SubscriptionDialog.Id, LiveSubscription>())
                .toList();
    }

    /**
     * Whether a request is ours to answer: a SUBSCRIBE about the registrations of a user of ours, or one for this server itself, as the
     * refreshes are. All others are for the phones.
     */
    public boolean serves(SipRequest request) {
        if (!request.method().equals(Method.SUBSCRIBE) || !isRoutedToUs(request)) {
            return false;
        }
        return domains.addressOfRecord(request.requestUri()).isPresent()
                ? SubscribeRequest.isAboutRegistrations(request)
                : isForUsAlone(request);
    }

    private boolean isForUsAlone(SipRequest request) {
        return request.requestUri() instanceof SipUri uri
                && uri.user().isEmpty()
                && domains.domainOf(uri).isPresent();
    }

    private boolean isRoutedToUs(SipRequest request) {
        try {
            for (var route : NameAddr.all(request.headers(), HeaderName.ROUTE)) {
                if (domains.domainOf(route.uri()).isEmpty()) {
                    return false;
                }
            }
            return true;
        } catch (MalformedMessageException e) {
            // for the proxy to refuse
            return false;
        }
    }

    /** Answers a request that it serves, and notifies. Only inside its shard. */
    public void subscribe(ServerTransaction transaction) {
        Answer answer;
        try {
            answer = answer(transaction);
        } catch (MalformedMessageException e) {
            answer = Answer.of(e.answer());
        }
        var request = transaction.request();
        var response = request.respond(answer.status()).toTag(transaction.tag());
        if (answer.status().isSuccess()) {
            response.copy(HeaderName.RECORD_ROUTE);
        }
        for (var line : answer.lines()) {
            response.header(line.name(), line.value());
        }
        if (answer.status().code() == 401) {
            // as the registrar does
            transaction.refuseAndForget(response.write());
        } else {
            transaction.respond(response.write());
        }
        transaction.letGo();
        answer.behind().run();
    }

    /**
     * A response in the making.
     *
     * @param behind what follows: "a NOTIFY request is always sent immediately after any 200-class response" (RFC 6665 §4.2.1.2)
     */
    private record Answer(Status status, List<Line> lines, Runnable behind) {
        private static final Line ALLOW = new Line(HeaderName.ALLOW_EVENTS, Slice.of(SubscribeRequest.REG));

        static Answer of(Status status, Line... lines) {
            return new Answer(status, List.of(lines), () -> {});
        }

        static Answer of(int code, String reason, Line... lines) {
            return of(Status.of(code).withReason(reason), lines);
        }
    }

    private static Line line(HeaderName name, long seconds) {
        return new Line(name, Slice.of(Long.toString(seconds)));
    }

    private Answer answer(ServerTransaction transaction) throws MalformedMessageException {
        var request = transaction.request();
        var asked = SubscribeRequest.read(request);
        if (transaction.isMerged()) {
            return Answer.of(Status.of(482));
        }
        if (!asked.isOfOurPackage()) {
            return Answer.of(Status.of(489), Answer.ALLOW);
        }
        var unsupported = request.headers().values(HeaderName.REQUIRE);
        if (!unsupported.isEmpty()) {
            return Answer.of(Status.of(420), new Line(HeaderName.UNSUPPORTED, joined(unsupported)));
        }
        return request.toTag().isPresent() ? refresh(transaction, asked) : begin(transaction, asked);
    }

    private static Slice joined(List<Slice> tags) {
        return Slice.of(String.join(", ", tags.stream().map(Slice::toString).toList()));
    }

    private Answer begin(ServerTransaction transaction, SubscribeRequest asked) throws MalformedMessageException {
        var request = transaction.request();
        var aor = domains.addressOfRecord(request.requestUri());
        if (aor.isEmpty()) {
            return Answer.of(Status.of(404));
        }
        return switch (identify(transaction, aor.get())) {
            case Admission.Rejected(var status, var lines) -> new Answer(status, lines, () -> {});
            case Admission.Admitted(var _, var user) -> {
                var dialog = SubscriptionDialog.of(request, transaction.tag());
                var subscription = new LiveSubscription(
                        this, transaction.shard(), new Subject(aor.get(), user, asked.id()), dialog);
                yield accepted(transaction, asked, subscription, dialog);
            }
        };
    }

    /** "It is RECOMMENDED that a user be allowed to subscribe to their own registration state" (RFC 3680 §4.6): here nobody else is. */
    private Admission identify(ServerTransaction transaction, AddressOfRecord aor) {
        var admission = doorkeeper.identify(
                transaction.request(), transaction.flow(), transaction.shard(), aor.domain(), now());
        boolean another = admission instanceof Admission.Admitted(var _, var user)
                && user.isPresent()
                && !user.get().equals(aor);
        return another ? new Admission.Rejected(Status.of(403), List.of()) : admission;
    }

    private Answer refresh(ServerTransaction transaction, SubscribeRequest asked) throws MalformedMessageException {
        var request = transaction.request();
        var id = SubscriptionDialog.Id.of(request, request.toTag().orElseThrow());
        var subscription = subscriptions(transaction.shard()).get(id);
        if (subscription == null || !subscription.isActive()) {
            return Answer.of(Status.of(481));
        }
        return switch (identify(transaction, subscription.aor())) {
            case Admission.Rejected(var status, var lines) -> new Answer(status, lines, () -> {});
            case Admission.Admitted(var _, var user) -> {
                if (!subscription.isOf(user, asked.id())) {
                    yield Answer.of(403, "Dialogs Are Not Shared");
                }
                if (subscription.dialog().isOutOfOrder(request)) {
                    yield Answer.of(500, "CSeq Out Of Order");
                }
                yield accepted(
                        transaction, asked, subscription, subscription.dialog().refreshed(request));
            }
        };
    }

    private Answer accepted(
            ServerTransaction transaction,
            SubscribeRequest asked,
            LiveSubscription subscription,
            SubscriptionDialog dialog) {
        var request = transaction.request();
        long seconds = asked.expiresSeconds().orElse(policy.standard().toSeconds());
        if (!SubscribeRequest.takesReginfo(request)) {
            return Answer.of(Status.of(406), new Line(HeaderName.ACCEPT, Slice.of(ReginfoDocument.TYPE)));
        }
        // "greater than zero AND smaller than one hour AND less than a notifier-configured minimum" (RFC 6665 §4.2.1.1)
        long shortest = policy.shortest().toSeconds();
        if (seconds > 0 && seconds < HOUR_SECONDS && seconds < shortest) {
            return Answer.of(Status.of(423), line(HeaderName.MIN_EXPIRES, shortest));
        }
        if (request.toTag().isEmpty()
                && !location.watch(subscription.aor(), subscription.watcher(), MOST_OF_ONE, MOST)) {
            return Answer.of(500, "Too Many Subscriptions", line(HeaderName.RETRY_AFTER, LATER.toSeconds()));
        }
        var granted = Duration.ofSeconds(Math.min(seconds, policy.longest().toSeconds()));
        var contact = contact(transaction.flow());
        subscriptions(subscription.shard()).put(dialog.id(), subscription);
        var flow = transaction.flow();
        var way = isReachedByFlow(request, dialog, flow) ? Optional.of(flow) : Optional.<Flow>empty();
        return new Answer(
                Status.OK,
                List.of(
                        line(HeaderName.EXPIRES, granted.toSeconds()),
                        new Line(HeaderName.CONTACT, contact),
                        Answer.ALLOW),
                () -> subscription.subscribed(dialog, way, contact, granted));
    }

    private Slice contact(Flow flow) {
        var sentBy = surroundings.transport().sentBy(flow);
        var scheme = sentBy.protocol().isSecure() ? "sips:" : "sip:";
        return Slice.of("<" + scheme + sentBy.hostAndPort() + transport(sentBy.protocol()) + ">");
    }

    private static String transport(Protocol protocol) {
        return switch (protocol) {
            case UDP, TLS -> "";
            case TCP -> ";transport=tcp";
            case WS, WSS -> ";transport=ws";
        };
    }

    /** A subscriber behind a NAT, or on a connection, who is nowhere else (RFC 5626 §5.3): only where no proxy stands between us. */
    private static boolean isReachedByFlow(SipRequest request, SubscriptionDialog dialog, Flow flow) {
        if (!dialog.routeSet().isEmpty() || request.headers().hasSeveral(HeaderName.VIA)) {
            return false;
        }
        var source = new Source(
                flow.protocol().name(),
                flow.remote().getHostString(),
                flow.remote().getPort());
        return Reach.of(dialog.remoteTarget(), source, request.topVia().host().toString()) != Reach.CONTACT;
    }

    /** Subscriptions of all shards: for tests and metrics. From outside the shards a guess. */
    public int live() {
        return byShard.stream().mapToInt(Map::size).sum();
    }

    Instant now() {
        return clock.get();
    }

    SubscriptionPolicy policy() {
        return policy;
    }

    LocationService location() {
        return location;
    }

    TransactionLayer transactions() {
        return surroundings.transactions();
    }

    void resolve(Shard shard, SubscriptionDialog dialog, Consumer<List<NextHop>> answer) {
        surroundings
                .resolver()
                .resolve(shard, dialog.destination(), Choice.of(dialog.id().callId()), answer);
    }

    void forget(LiveSubscription subscription) {
        location.unwatch(subscription.aor(), subscription.watcher());
        subscriptions(subscription.shard()).remove(subscription.dialog().id());
    }

    private Map<SubscriptionDialog.Id, LiveSubscription> subscriptions(Shard shard) {
        shard.check();
        return byShard.get(shard.index());
    }
}
