package org.strowger.sip.proxy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.flow.Edge;
import org.strowger.sip.proxy.flow.FlowRoute;
import org.strowger.sip.proxy.identity.Border;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.Transport;

/**
 * The stateful proxy core (RFC 3261 §16): asks the pure parts what becomes of a request, and does it. It has one owner per call, the
 * shard of its Call-ID.
 *
 * <p>Who may use us as a relay: whoever Routing admits, and the requests of a dialog that was admitted, which bring our route mark back
 * ({@link RouteMark}). These pass without a question. REGISTER for us never comes here; OPTIONS for us is answered here.
 */
public final class ProxyCore implements TransactionUser {
    /** The rooms and people around the core. */
    public record Neighbours(
            TransactionLayer transactions,
            Transport transport,
            Resolver resolver,
            Routing routing,
            ProxyObserver observer) {}

    private static final Reject PATH_REQUIRED =
            new Reject(Status.of(421), List.of(new Reject.Line(HeaderName.REQUIRE, Slice.of("path")))).forgotten();

    private final Neighbours neighbours;
    private final Shards shards;
    private final ProxySettings settings;
    private final ProxySettings unrecorded;
    private final Ours ours;
    private final RouteMark routeMark;
    private final LoopMark loopMark;
    private final Border border;
    private final Validation validation;
    private final StatelessForwarding stateless;
    private final Attempt.FurtherAnswers byTrusted = new Attempt.FurtherAnswers(this, true);
    private final Attempt.FurtherAnswers byStrangers = new Attempt.FurtherAnswers(this, false);
    /** Per shard, its own, in the order in which they came: the contexts whose server transaction may still be cancelled. */
    private final List<Map<ServerTransaction, LiveContext>> contexts;

    public ProxyCore(Neighbours neighbours, ProxySettings settings, Secret secret, Shards shards) {
        this(neighbours, settings, secret, shards, Border.NONE);
    }

    /** @param border of the Trust Domain that we belong to (RFC 3325) */
    public ProxyCore(Neighbours neighbours, ProxySettings settings, Secret secret, Shards shards, Border border) {
        this.border = border;
        this.neighbours = neighbours;
        this.settings = settings;
        this.shards = shards;
        this.unrecorded = settings.withRecordRoute(false);
        this.ours = new Ours(neighbours.transport()::isOurs, neighbours.routing()::isResponsibleFor);
        this.routeMark = new RouteMark(secret);
        this.loopMark = new LoopMark(secret, neighbours.routing().reads());
        this.validation = new Validation(settings, () -> neighbours.transport().supports(Protocol.TLS));
        this.stateless = new StatelessForwarding(this);
        this.contexts = IntStream.range(0, shards.size())
                .mapToObj(
                        _ -> (Map<ServerTransaction, LiveContext>) new LinkedHashMap<ServerTransaction, LiveContext>())
                .toList();
    }

    @Override
    public void request(ServerTransaction transaction) {
        transaction.shard().check();
        var request = transaction.request();
        var mark = loopMark.of(request, transaction.flow());
        var answer = validation.answer(request, LoopMark.hasLooped(request, mark, ours));
        if (answer.isPresent()) {
            answer(transaction, answer.get().forgotten(), "validation (RFC 3261 §16.3)");
            return;
        }
        try {
            proceed(transaction, Prepared.of(request, transaction.flow(), ours, routeMark), mark);
        } catch (MalformedMessageException e) {
            answer(
                    transaction,
                    Reject.with(Status.of(400).withReason("Malformed Route")).forgotten(),
                    String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        shard.check();
        try {
            if (ack.maxForwards().orElse(1) > 0) {
                stateless.ack(shard, Prepared.of(ack, flow, ours, routeMark), flow);
            }
        } catch (MalformedMessageException e) {
            neighbours.observer().answered(ack, Status.of(400), "an ACK is never answered");
        }
    }

    @Override
    public void stateless(Shard shard, SipResponse response) {
        shard.check();
        stateless.response(shard, response);
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        invite.shard().check();
        var context = contexts(invite).get(invite);
        if (context != null) {
            context.cancel(cancel);
        }
    }

    @Override
    public void ended(ServerTransaction transaction) {
        var context = contexts(transaction).get(transaction);
        if (context != null) {
            context.serverEnded();
        }
    }

    /** A dynamic source of targets has something new: each request under way that may get more is given what is for it. Any thread. */
    public void found(LateTargets source) {
        for (int index = 0; index < shards.size(); index++) {
            var shard = shards.at(index);
            var underWay = contexts.get(index);
            shard.execute(() -> List.copyOf(underWay.values()).forEach(context -> context.found(source)));
        }
    }

    /** Requests under way: for tests, metrics and the end of simulations. Only while nobody is inside a shard. */
    public int live() {
        return contexts.stream().mapToInt(Map::size).sum();
    }

    Neighbours neighbours() {
        return neighbours;
    }

    Border border() {
        return border;
    }

    ProxySettings settings() {
        return settings;
    }

    Ours ours() {
        return ours;
    }

    /** What we put into Record-Route of a copy that goes to that hop, topmost first; empty if we need not stay on the path. */
    List<Slice> recordRoutes(Outbound outbound, Flow from, NextHop to) {
        return recordRoutes(outbound, from, to, settings);
    }

    /** The same where the copy leaves nothing behind: only where the dialog would come to grief without us (§16.6 step 4). */
    List<Slice> recordRoutesIfUnavoidable(Outbound outbound, Flow from, NextHop to) {
        return recordRoutes(outbound, from, to, unrecorded);
    }

    private List<Slice> recordRoutes(Outbound outbound, Flow from, NextHop to, ProxySettings configured) {
        var request = outbound.prepared().request();
        // "the proxy needs to adjust the route set to ensure that subsequent requests in the dialog can be delivered
        // over a valid flow" (RFC 5626 §5.3.1)
        var recording = outbound.prepared().flowRoute().isPresent() ? configured.withRecordRoute(true) : configured;
        if (!RecordRoute.isDue(recording, request.method(), from.protocol().isSecure(), outbound.isSecure())) {
            return List.of();
        }
        var transport = neighbours.transport();
        return RecordRoute.values(
                transport.sentBy(from), transport.sentBy(to), outbound.isSecure(), routeMark.of(outbound, from, to));
    }

    /** Puts us into Path where that is due (RFC 5626 §5.1). */
    void addPath(RequestEdit copy, SipRequest request, Flow from, NextHop to, Edge edge) {
        if (EdgeFlows.isPathDue(request, edge)) {
            copy.prepend(
                    HeaderName.PATH,
                    EdgeFlows.path(request, from, neighbours.transport().sentBy(to), routeMark.pathKey()));
            if (edge == Edge.REQUIRED) {
                EdgeFlows.requirePath(copy, request);
            }
        }
    }

    /** The context and its server transaction have come to their end. */
    void forget(LiveContext context) {
        contexts(context.server()).remove(context.server());
    }

    private void proceed(ServerTransaction transaction, Prepared prepared, Slice mark) {
        if (prepared.request().method().equals(Method.CANCEL)) {
            stateless.cancel(transaction, prepared);
            return;
        }
        if (isAnsweredHere(transaction, prepared)) {
            return;
        }
        var context = new LiveContext(this, transaction, prepared, mark);
        contexts(transaction).put(transaction, context);
        var settled = settled(prepared);
        if (settled.isPresent()) {
            switch (settled.get()) {
                case Reject reject -> context.reject(reject);
                case Decision.Forward forward -> context.forward(TargetSet.of(forward.targets()), forward);
            }
        } else {
            neighbours
                    .routing()
                    .route(
                            transaction.shard(),
                            prepared.question(transaction.flow()),
                            decision -> decided(context, decision));
            context.trying();
        }
    }

    private boolean isAnsweredHere(ServerTransaction transaction, Prepared prepared) {
        if (isForUs(prepared, transaction.flow())) {
            // without state, so that nobody can fill our memory with pings (§8.2.7); so there is no "ongoing
            // transaction"
            // that the same request by another way could be merged with (§8.2.2.2)
            answer(
                    transaction,
                    Capabilities.answer(prepared.request(), settings).forgotten(),
                    "OPTIONS for the proxy itself (RFC 3261 §11)");
            return true;
        }
        var unmet = prepared.isRouted() || prepared.inDialog()
                ? Optional.<String>empty()
                : border.failure(prepared.request());
        unmet.ifPresent(reason -> answer(
                transaction, Reject.with(Status.of(500).withReason(reason)).forgotten(), "privacy (RFC 3323 §5)"));
        return unmet.isPresent();
    }

    /** Where a request goes about which Routing need not be asked: by the flow in its Route, or along the dialog that was admitted here. */
    Optional<Decision> settled(Prepared prepared) {
        if (prepared.flowRoute().isPresent()) {
            return Optional.of(
                    switch (prepared.flowRoute().get()) {
                        // "If the flow token has been tampered with, the proxy SHOULD send a 403 (Forbidden) response"
                        // (RFC 5626 §5.3.1)
                        case FlowRoute.Tampered() -> Reject.with(Status.of(403)).forgotten();
                        case FlowRoute.To(var token) ->
                            onward(prepared, TargetSet.by(token, prepared, neighbours.transport()));
                    });
        }
        if (!prepared.proven()) {
            return Optional.empty();
        }
        var phone = neighbours.routing().dereferenced(prepared.requestUri());
        return Optional.of(
                phone.isEmpty()
                        ? onward(prepared, TargetSet.proven(prepared, neighbours.transport()))
                        : dereferenced(prepared, phone.get()));
    }

    private Decision onward(Prepared prepared, TargetSet targets) {
        // "If the flow no longer exists, the proxy SHOULD send a 430 (Flow Failed) response" (RFC 5626 §5.3.1)
        return targets.isEmpty()
                ? Reject.with(Status.of(430))
                : new Decision.Forward(targets.targets(), neighbours.routing().withheld(prepared.request()));
    }

    /** "If the received request has Route header field values beyond the one pointing to the authoritative proxy itself […], the Path URI MUST be discarded" (RFC 5627 §6.1). */
    private Decision dereferenced(Prepared prepared, Decision phone) {
        return switch (phone) {
            case Reject reject -> reject;
            case Decision.Forward(var targets, var _, var manner) ->
                new Decision.Forward(
                        prepared.isRouted()
                                ? List.of(Target.of(targets.getFirst().uri()))
                                : targets,
                        neighbours.routing().withheld(prepared.request()),
                        manner);
        };
    }

    private void decided(LiveContext context, Decision decision) {
        context.server().shard().check();
        switch (decision) {
            case Decision.Reject reject -> context.reject(reject);
            case Decision.Forward forward
            when EdgeFlows.lacksPath(
                    context.prepared().request(), forward.manner().edge()) -> context.reject(PATH_REQUIRED);
            case Decision.Forward forward
            when forward.manner().stateless() -> {
                forget(context);
                context.standAside();
                stateless.request(context.server(), context.prepared(), forward);
            }
            case Decision.Forward forward -> {
                boolean responsible = ours.isResponsibleFor(
                        context.prepared().requestUri(), context.server().flow());
                var targets = TargetSet.of(context.prepared(), forward, responsible);
                if (targets.isEmpty() && !forward.targets().isEmpty()) {
                    context.reject(Downgrade.REFUSED);
                } else if (forward.manner().growing()
                        && responsible
                        && !context.prepared().isSettled()) {
                    context.forwardSoFar(targets, forward);
                } else {
                    context.forward(targets, forward);
                }
            }
        }
    }

    /** @param trusted whether those who answer are of our Trust Domain */
    Attempt.FurtherAnswers furtherAnswers(boolean trusted) {
        return trusted ? byTrusted : byStrangers;
    }

    private boolean isForUs(Prepared prepared, Flow flow) {
        return prepared.request().method().equals(Method.OPTIONS)
                && !prepared.isRouted()
                && prepared.requestUri() instanceof SipUri uri
                && uri.user().isEmpty()
                && ours.names(uri, flow);
    }

    private void answer(ServerTransaction transaction, Reject answer, String why) {
        neighbours.observer().answered(transaction.request(), answer.status(), why);
        Upstream.answer(transaction, answer);
        transaction.letGo();
    }

    private Map<ServerTransaction, LiveContext> contexts(ServerTransaction transaction) {
        return contexts.get(transaction.shard().index());
    }
}
