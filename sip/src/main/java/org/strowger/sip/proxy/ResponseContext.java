package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.ContextAction.Why;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.ForkedBranch.Stage;
import org.strowger.sip.transport.NextHop;

/**
 * The response context of one forwarded request (RFC 3261 §16.7 to §16.10, RFC 4320, RFC 6026).
 *
 * <pre>
 *   Asking ──targets──▶ Open ──6xx──▶ Refused ───┐         (Growing: Open, and more targets may come)
 *      │                 ├───CANCEL─▶ Cancelled ─┤ last branch over
 *      │                 └──last branch over─────┼──▶ Concluded (only 2xx pass)
 *      └──CANCEL─────────────────────────────────┘        ▲
 *                    2xx, from any state ─────────────────┘
 * </pre>
 *
 * <p>A pure function of its events: no clock, no socket, no lock. A timer C that no longer matters is ignored.
 *
 * @param rules what is fixed for this request
 * @param targets all that were ever in the target set
 * @param waiting groups of targets that are tried when those before them have failed
 * @param branches by their number
 * @param results how the branches that are over failed, in the order of their end
 */
record ResponseContext(
        Rules rules,
        Phase phase,
        TargetSet targets,
        List<List<Target>> waiting,
        List<ForkedBranch> branches,
        List<BranchResult> results) {

    /**
     * What is fixed for a request.
     *
     * @param invite whether it is an INVITE
     * @param recursion what is tried again by ourselves
     * @param breadth how many branches it may have at a time, here and behind us (RFC 5393 §5)
     */
    record Rules(boolean invite, Recursion recursion, int breadth) {}

    enum Phase {
        ASKING,
        OPEN,
        GROWING,
        REFUSED,
        CANCELLED,
        CONCLUDED
    }

    static ResponseContext start(Rules rules) {
        return new ResponseContext(rules, Phase.ASKING, TargetSet.EMPTY, List.of(), List.of(), List.of());
    }

    /** Whether nothing but a further 2xx of a branch that is over can happen. */
    boolean isOver() {
        return phase == Phase.CONCLUDED && areAllOver();
    }

    private boolean isOpen() {
        return phase == Phase.OPEN || phase == Phase.GROWING;
    }

    private boolean areAllOver() {
        for (var branch : branches) {
            if (!branch.isOver()) {
                return false;
            }
        }
        return true;
    }

    ContextStep on(ContextEvent event) {
        var out = new ArrayList<ContextAction>(4);
        var next = switch (event) {
            case ContextEvent.Targeted(var found) -> targeted(found, Phase.OPEN, out);
            case ContextEvent.TargetedSoFar(var found) -> targeted(found, Phase.GROWING, out);
            case ContextEvent.Found(var now) -> found(targets.lateOf(now), out);
            case ContextEvent.Rejected(var answer) -> rejected(answer, out);
            case ContextEvent.Resolved(int branch, var hops) -> resolved(branches.get(branch), hops, out);
            case ContextEvent.Received(int branch, var response) -> received(branches.get(branch), response, out);
            case ContextEvent.TimedOut(int branch) -> timedOut(branches.get(branch), out);
            case ContextEvent.Unsent(int branch) -> unsent(branches.get(branch), out);
            case ContextEvent.TimerC(int branch) -> timerC(branches.get(branch), out);
            case ContextEvent.Cancelled(var reasons) -> cancelled(reasons, out);
        };
        return new ContextStep(next, out);
    }

    private ResponseContext targeted(TargetSet found, Phase open, List<ContextAction> out) {
        if (phase != Phase.ASKING) {
            return this;
        }
        // "If the target set remains empty […] the proxy MUST return an error response, which SHOULD be the 480"
        // (§16.5)
        if (found.isEmpty()) {
            return rejected(Reject.with(Status.of(480)), out);
        }
        return new ResponseContext(rules, open, found, found.groups(), branches, results).nextGroup(out);
    }

    /** "New locations SHOULD be added to the target set as they become available" (§16.5), until it is settled how the request ends. */
    private ResponseContext found(List<Target> late, List<ContextAction> out) {
        if (phase != Phase.GROWING || late.isEmpty()) {
            return this;
        }
        var context = new ResponseContext(rules, phase, targets.with(late), waiting, branches, results);
        for (var target : late) {
            int free = context.freeBreadth();
            // with those of its priority that ring already; behind them where there is no breadth for it
            context = free > 0 && isTurnOf(target)
                    ? context.branch(target, Breadth.ofLate(free), out)
                    : context.withWaiting(TargetSet.groupsWith(context.waiting, target));
        }
        return context;
    }

    /** Whether those of its priority are being tried, or were. */
    private boolean isTurnOf(Target target) {
        for (var branch : branches) {
            if (branch.target().priority() <= target.priority()) {
                return true;
            }
        }
        return false;
    }

    private ResponseContext rejected(Reject answer, List<ContextAction> out) {
        if (phase != Phase.ASKING) {
            return this;
        }
        out.add(new ContextAction.Answer(answer));
        return in(Phase.CONCLUDED);
    }

    private ResponseContext nextGroup(List<ContextAction> out) {
        var group = waiting.getFirst();
        var context = withWaiting(waiting.subList(1, waiting.size()));
        int free = freeBreadth();
        if (group.size() > free) {
            // "insufficient Incoming Max-Breadth to carry out a desired parallel fork […] MUST return a 440" (RFC 5393
            // §5.3.3)
            return context.with(new BranchResult.TooBroad()).settled(out);
        }
        int given = phase == Phase.GROWING ? free - Breadth.held(free, group.size()) : free;
        for (int at = 0; at < group.size(); at++) {
            // the first get what is left over
            int share = given / group.size() + (at < given % group.size() ? 1 : 0);
            context = context.branch(group.get(at), share, out);
        }
        return context;
    }

    /** "forwarded requests that have received a final response do not count" (RFC 5393 §5.3.3.1). */
    private int freeBreadth() {
        int free = rules.breadth();
        for (var branch : branches) {
            free -= branch.isOver() ? 0 : branch.breadth();
        }
        return free;
    }

    private ResponseContext branch(Target target, int breadth, List<ContextAction> out) {
        var branch = new ForkedBranch(branches.size(), target, List.of(), breadth, Stage.RESOLVING, false);
        var context = new ResponseContext(rules, phase, targets, waiting, with(branches, branch), results);
        if (target.hasUsableHop()) {
            return context.forward(branch, target.hop().stream().toList(), out);
        }
        out.add(new ContextAction.Resolve(branch.id(), target));
        return context;
    }

    private ResponseContext resolved(ForkedBranch branch, List<NextHop> hops, List<ContextAction> out) {
        if (branch.stage() != Stage.RESOLVING) {
            return this;
        }
        return hops.isEmpty() ? failed(branch, new BranchResult.Unsent(), out) : forward(branch, hops, out);
    }

    private ResponseContext forward(ForkedBranch branch, List<NextHop> hops, List<ContextAction> out) {
        out.add(new ContextAction.Forward(branch.id(), branch.target(), hops.getFirst()));
        startTimerC(branch, out);
        return with(branch.sentTo(hops));
    }

    private ResponseContext received(ForkedBranch branch, SipResponse response, List<ContextAction> out) {
        var status = response.status();
        if (status.isProvisional()) {
            return provisional(branch, response, out);
        }
        if (status.isSuccess()) {
            return success(branch, response, out);
        }
        if (branch.isOver()) {
            return this;
        }
        if (status.code() == 503 && mayTryNextHop(branch)) {
            return forward(branch, branch.hops(), out);
        }
        if (status.code() >= 600 && isOpen()) {
            // "SHOULD cancel all client pending transactions […] and it MUST NOT create any new branches" (§16.7 step
            // 5); forwarded only when all branches are over, because a 2xx may still come
            return with(branch.at(Stage.OVER))
                    .in(Phase.REFUSED)
                    .cancelAll(Why.REFUSED_EVERYWHERE, Reasons.refused(response.status()), out)
                    .failed(branch, new BranchResult.Failed(response), out);
        }
        return retried(branch, response, out).orElseGet(() -> failed(branch, new BranchResult.Failed(response), out));
    }

    private ResponseContext provisional(ForkedBranch branch, SipResponse response, List<ContextAction> out) {
        boolean trying = response.status().code() == 100;
        if (!trying && rules.invite() && phase != Phase.CONCLUDED) {
            out.add(new ContextAction.Pass(response));
        }
        if (branch.isOver()) {
            return this;
        }
        // "if the response is a provisional response with status codes 101 to 199 […], the proxy MUST reset timer C"
        // (§16.7 step 2)
        if (!trying) {
            startTimerC(branch, out);
        }
        return with(branch.at(Stage.PROCEEDING));
    }

    private ResponseContext success(ForkedBranch branch, SipResponse response, List<ContextAction> out) {
        // "After a final response has been sent […], the following responses MUST be forwarded immediately: Any 2xx
        // response to an INVITE request" (§16.7 step 5)
        if (rules.invite() || phase != Phase.CONCLUDED) {
            out.add(new ContextAction.Pass(response));
        }
        stopTimerC(branch, out);
        var context = with(branch.at(Stage.OVER));
        return phase == Phase.CONCLUDED
                ? context
                : context.in(Phase.CONCLUDED).cancelAll(Why.ANSWERED_ELSEWHERE, Reasons.ANSWERED_ELSEWHERE, out);
    }

    private ResponseContext timedOut(ForkedBranch branch, List<ContextAction> out) {
        if (branch.isOver()) {
            return this;
        }
        // upstream's timer F began before ours: nobody waits for a request other than INVITE any longer (RFC 4320)
        return rules.invite() && mayTryNextHop(branch)
                ? forward(branch, branch.hops(), out)
                : failed(branch, new BranchResult.NoAnswer(), out);
    }

    private ResponseContext unsent(ForkedBranch branch, List<ContextAction> out) {
        if (branch.isOver()) {
            return this;
        }
        return mayTryNextHop(branch)
                ? forward(branch, branch.hops(), out)
                : failed(
                        branch,
                        branch.target().goesByFlow() ? new BranchResult.FlowFailed() : new BranchResult.Unsent(),
                        out);
    }

    private ResponseContext timerC(ForkedBranch branch, List<ContextAction> out) {
        if (branch.isOver()) {
            return this;
        }
        if (branch.stage() == Stage.PROCEEDING && !branch.cancelled()) {
            // "If the client transaction has received a provisional response, the proxy MUST generate a CANCEL request"
            // (§16.8); the timer starts again, for the peer that answers not even that
            out.add(new ContextAction.Cancel(branch.id(), Why.NO_ANSWER, Reasons.NO_ANSWER));
            startTimerC(branch, out);
            return with(branch.asCancelled());
        }
        return failed(branch, new BranchResult.NoAnswer(), out);
    }

    private ResponseContext cancelled(List<HeaderField> reasons, List<ContextAction> out) {
        return switch (phase) {
            case ASKING, OPEN, GROWING ->
                in(Phase.CANCELLED).cancelAll(Why.CALLER, reasons, out).settled(out);
            // every branch was cancelled before, and a 6xx stays the best response
            case REFUSED, CANCELLED, CONCLUDED -> this;
        };
    }

    private ResponseContext cancelAll(Why why, List<HeaderField> reasons, List<ContextAction> out) {
        var context = withWaiting(List.of());
        for (var branch : branches) {
            if (branch.stage() == Stage.RESOLVING) {
                context = context.with(branch.at(Stage.OVER));
            } else if (rules.invite() && !branch.isOver() && !branch.cancelled()) {
                out.add(new ContextAction.Cancel(branch.id(), why, reasons));
                // the client transaction knows how long to wait for what ends a cancelled INVITE (§9.1): timer C must
                // not cut that short, because until then a 2xx may still come
                stopTimerC(branch, out);
                context = context.with(branch.asCancelled());
            }
        }
        return context;
    }

    /** The branch goes on elsewhere, if the response allows us to try again ourselves. */
    private Optional<ResponseContext> retried(ForkedBranch branch, SipResponse response, List<ContextAction> out) {
        if (!isOpen()) {
            return Optional.empty();
        }
        return rules.recursion().after(branch.target(), response, targets).map(again -> {
            var known = targets.with(again.targets());
            var groups = new ArrayList<>(TargetSet.of(again.targets()).groups());
            groups.addAll(waiting);
            stopTimerC(branch, out);
            var context = new ResponseContext(rules, phase, known, List.copyOf(groups), branches, results)
                    .with(branch.at(Stage.OVER));
            return again.rest()
                    .map(rest -> context.failed(branch.at(Stage.OVER), new BranchResult.Failed(rest), out))
                    .orElseGet(() -> context.settled(out));
        });
    }

    private ResponseContext failed(ForkedBranch branch, BranchResult result, List<ContextAction> out) {
        stopTimerC(branch, out);
        if (isOpen() && !branch.cancelled() && result.leavesOtherFlows()) {
            var other = branch.target().nextFlow();
            if (other.isPresent()) {
                return with(branch.at(Stage.OVER)).branch(other.get(), branch.breadth(), out);
            }
        }
        return with(result).with(branch.at(Stage.OVER)).settled(out);
    }

    /** Goes on, or ends, where every branch is over. */
    private ResponseContext settled(List<ContextAction> out) {
        if (phase == Phase.CONCLUDED || !areAllOver()) {
            return this;
        }
        if (isOpen() && !waiting.isEmpty()) {
            return nextGroup(out);
        }
        var best = BestResponse.of(results, rules.invite(), phase == Phase.CANCELLED);
        out.add(new ContextAction.Conclude(best));
        return in(Phase.CONCLUDED);
    }

    private boolean mayTryNextHop(ForkedBranch branch) {
        return isOpen() && !branch.cancelled() && !branch.hops().isEmpty();
    }

    private void startTimerC(ForkedBranch branch, List<ContextAction> out) {
        if (rules.invite()) {
            out.add(new ContextAction.StartTimerC(branch.id()));
        }
    }

    private void stopTimerC(ForkedBranch branch, List<ContextAction> out) {
        if (rules.invite() && branch.stage() != Stage.RESOLVING && !branch.isOver()) {
            out.add(new ContextAction.StopTimerC(branch.id()));
        }
    }

    private ResponseContext with(BranchResult result) {
        return new ResponseContext(rules, phase, targets, waiting, branches, with(results, result));
    }

    private ResponseContext with(ForkedBranch changed) {
        if (branches.size() == 1) {
            return new ResponseContext(rules, phase, targets, waiting, List.of(changed), results);
        }
        var all = new ArrayList<>(branches);
        all.set(changed.id(), changed);
        return new ResponseContext(rules, phase, targets, waiting, List.copyOf(all), results);
    }

    /** Most requests have one branch. */
    private static <E> List<E> with(List<E> some, E further) {
        if (some.isEmpty()) {
            return List.of(further);
        }
        var all = new ArrayList<>(some);
        all.add(further);
        return List.copyOf(all);
    }

    private ResponseContext withWaiting(List<List<Target>> groups) {
        return new ResponseContext(rules, phase, targets, List.copyOf(groups), branches, results);
    }

    private ResponseContext in(Phase next) {
        return new ResponseContext(rules, next, targets, waiting, branches, results);
    }
}
