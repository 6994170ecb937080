package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.ContextAction.Why;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.flow.Edge;
import org.strowger.sip.resolver.Choice;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.NextHop;

/**
 * Carries out what the {@link ResponseContext} of one request asks. Owned by the shard of the request.
 *
 * <p>It ends when nothing is left to be decided; what must be "maintained until all of its associated transactions have been terminated"
 * (RFC 3261 §16.7 step 9) is then in the hands of the transactions. What happens while it is at work (a resolver that answers at once, a send that fails at once) waits for the end of the turn.
 */
final class LiveContext {
    private static final int FLOW_FAILED = 430;

    private final ProxyCore core;
    private final ServerTransaction server;
    private final Prepared prepared;
    private final Slice loopMark;
    private final List<ContextEvent> waiting = new ArrayList<>(0);
    /** By the number of their branch. */
    private final List<Attempt> attempts = new ArrayList<>(1);

    private ResponseContext context;
    private List<HeaderField> withhold = List.of();
    private Optional<Slice> caller = Optional.empty();
    private Edge edge = Edge.NONE;
    private boolean tried;
    private boolean busy;
    private boolean over;

    LiveContext(ProxyCore core, ServerTransaction server, Prepared prepared, Slice loopMark) {
        this.core = core;
        this.server = server;
        this.prepared = prepared;
        this.loopMark = loopMark;
        var request = prepared.request();
        this.context = ResponseContext.start(new ResponseContext.Rules(
                request.method().equals(Method.INVITE),
                new Recursion(this::leads, request.requestUri()),
                Breadth.of(request)));
    }

    /** Where the contact of a 3xx leads; nowhere if we do not follow it. */
    private List<Target> leads(Uri contact) {
        boolean follows =
                core.settings().recurse() && core.ours().isResponsibleFor(prepared.requestUri(), server.flow());
        return follows ? core.neighbours().routing().redirected(prepared.question(server.flow()), contact) : List.of();
    }

    Prepared prepared() {
        return prepared;
    }

    ServerTransaction server() {
        return server;
    }

    /** Routing has answered. */
    void forward(TargetSet targets, Decision.Forward decision) {
        forward(new ContextEvent.Targeted(targets), decision);
    }

    /** The same, and there may be more: {@link #found}. */
    void forwardSoFar(TargetSet targets, Decision.Forward decision) {
        forward(new ContextEvent.TargetedSoFar(targets), decision);
    }

    private void forward(ContextEvent targeted, Decision.Forward decision) {
        var timers = core.settings().sessionTimers();
        if (isAsking() && timers.isPresent()) {
            var objection = timers.get().objection(prepared.request());
            if (objection.isPresent()) {
                reject(objection.get());
                return;
            }
        }
        if (isAsking()) {
            withhold = decision.withhold();
            edge = decision.manner().edge();
            caller = decision.manner().caller();
            trying();
        }
        on(targeted);
    }

    /** A source of targets has something new, for this request perhaps. */
    void found(LateTargets source) {
        if (context.phase() == ResponseContext.Phase.GROWING) {
            var requestUri = prepared.requestUri();
            var targets = source.of(prepared.request(), requestUri).stream()
                    .filter(target -> !Downgrade.isIn(requestUri, target))
                    .toList();
            on(new ContextEvent.Found(targets));
        }
    }

    /** Routing wants it forwarded without a context. */
    void standAside() {
        tried = true;
    }

    /** Routing has refused. */
    void reject(Reject answer) {
        on(new ContextEvent.Rejected(answer));
    }

    /**
     * Says 100 to an INVITE, once, if it is not answered yet; to nothing else: "a stateful proxy SHOULD NOT generate 100 (Trying) responses
     * to non-INVITE requests" (§16.2).
     */
    void trying() {
        var request = prepared.request();
        if (isAsking() && !tried && request.method().equals(Method.INVITE)) {
            tried = true;
            server.respond(Upstream.made(server, Status.TRYING));
        }
    }

    void cancel(SipRequest cancel) {
        on(new ContextEvent.Cancelled(cancel.headers().all(HeaderName.REASON)));
    }

    /** The server transaction is not there any more; what still comes is discarded. */
    void serverEnded() {
        if (isAsking()) {
            // routing failed, or thought for too long
            on(new ContextEvent.Cancelled(List.of()));
        }
    }

    void on(ContextEvent event) {
        server.shard().check();
        if (busy) {
            waiting.add(event);
            return;
        }
        busy = true;
        try {
            turn(event);
            while (!waiting.isEmpty()) {
                turn(waiting.removeFirst());
            }
        } finally {
            busy = false;
        }
        if (context.isOver() && !over) {
            over = true;
            core.forget(this);
            server.letGo();
            attempts.forEach(attempt -> attempt.outliveContext(core.settings().sessionTimers()));
        }
    }

    private void turn(ContextEvent event) {
        var step = context.on(event);
        context = step.context();
        var actions = step.actions();
        for (int next = 0; next < actions.size(); next++) {
            carryOut(actions.get(next));
        }
    }

    private boolean isAsking() {
        return context.phase() == ResponseContext.Phase.ASKING;
    }

    private void carryOut(ContextAction action) {
        switch (action) {
            case ContextAction.Resolve(int branch, var target) -> resolve(branch, target);
            case ContextAction.Forward(int branch, var target, var hop) -> forward(branch, target, hop);
            case ContextAction.StartTimerC(int branch) -> attempt(branch).startTimerC(core.settings());
            case ContextAction.StopTimerC(int branch) -> attempt(branch).stopTimerC();
            case ContextAction.Cancel(int branch, var why, var reasons) -> cancel(branch, why, reasons);
            case ContextAction.Pass(var response) -> pass(response);
            case ContextAction.Conclude(var best) -> conclude(best);
            case ContextAction.Answer(var answer) -> {
                core.neighbours().observer().answered(prepared.request(), answer.status(), "routing");
                Upstream.answer(server, answer);
            }
        }
    }

    private void pass(SipResponse response) {
        var timers = core.settings().sessionTimers();
        var passed = timers.isPresent() ? timers.get().answered(prepared.request(), response) : response;
        Upstream.relayed(passed).ifPresent(this::respond);
    }

    private void resolve(int branch, Target target) {
        try {
            var next = Outbound.to(target, prepared).next();
            var choice = Choice.of(prepared.request().callId());
            core.neighbours()
                    .resolver()
                    .resolve(server.shard(), next, choice, hops -> on(new ContextEvent.Resolved(branch, hops)));
        } catch (MalformedMessageException e) {
            on(new ContextEvent.Resolved(branch, List.of()));
        }
    }

    private void forward(int branch, Target target, NextHop hop) {
        try {
            var outbound = Outbound.to(target, prepared);
            var copy = outbound.copy(withhold, core.recordRoutes(outbound, server.flow(), hop));
            if (edge != Edge.NONE) {
                core.addPath(copy, prepared.request(), server.flow(), hop, edge);
            }
            core.border().pass(copy, server.flow(), hop, caller);
            Breadth.put(context.branches().get(branch).breadth(), copy);
            core.settings().sessionTimers().ifPresent(timers -> timers.put(copy));
            core.neighbours().observer().forwarded(prepared.request(), target.uri(), hop);
            var attempt = attempt(branch);
            var client = core.neighbours().transactions().start(server.shard(), copy, hop, attempt, loopMark);
            attempt.sentBy(client, hop);
        } catch (MalformedMessageException e) {
            on(new ContextEvent.Unsent(branch));
        }
    }

    private void cancel(int branch, Why why, List<HeaderField> reasons) {
        var words = switch (why) {
            case ANSWERED_ELSEWHERE -> "answered elsewhere";
            case REFUSED_EVERYWHERE -> "refused with 6xx elsewhere";
            case CALLER -> "the caller cancelled";
            case NO_ANSWER -> "timer C";
        };
        core.neighbours()
                .observer()
                .cancelled(
                        prepared.request(),
                        context.branches().get(branch).target().uri(),
                        words);
        attempt(branch).cancel(reasons);
    }

    private void conclude(BestResponse best) {
        switch (best) {
            case BestResponse.Relay relay -> {
                core.neighbours()
                        .observer()
                        .chosen(
                                prepared.request(),
                                relay.best(),
                                context.branches().size());
                if (endsHere(relay.best().status())) {
                    respond(Upstream.made(server, Reject.with(Status.of(480))));
                } else {
                    Upstream.relayed(relay).ifPresent(this::respond);
                }
            }
            case BestResponse.Make(var answer) -> {
                var told = endsHere(answer.status()) ? Reject.with(Status.of(480)) : answer;
                core.neighbours()
                        .observer()
                        .answered(prepared.request(), told.status(), "no branch gave a better response");
                respond(Upstream.made(server, told));
            }
            case BestResponse.Silence() ->
                core.neighbours()
                        .observer()
                        .answered(prepared.request(), Status.of(408), "nobody answered; not sent (RFC 4320 §4.2)");
        }
    }

    /**
     * Whether that is for the proxy that knows all flows of a phone, which we are: "Endpoints should never receive a 430 response" (RFC 5626
     * §11.5). Who is in a dialog, or comes by a flow token, has asked another.
     */
    private boolean endsHere(Status status) {
        return status.code() == FLOW_FAILED
                && prepared.flowRoute().isEmpty()
                && !prepared.proven()
                && core.ours().isResponsibleFor(prepared.requestUri(), server.flow());
    }

    private void respond(SipResponse response) {
        server.respond(response);
    }

    private Attempt attempt(int branch) {
        while (attempts.size() <= branch) {
            attempts.add(new Attempt(attempts.size(), server, core, this));
        }
        return attempts.get(branch);
    }
}
