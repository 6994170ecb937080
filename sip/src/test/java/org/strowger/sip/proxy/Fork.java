package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.proxy.ContextAction.Why;
import org.strowger.sip.transport.NextHop;

/** A response context that a test drives by hand, and what it asked for in words. */
final class Fork {
    private final List<ContextAction> all = new ArrayList<>();
    private ResponseContext context;
    private List<ContextAction> last = List.of();

    private Fork(boolean invite, boolean recurse, String original, int breadth) {
        context = ResponseContext.start(new ResponseContext.Rules(
                invite,
                new Recursion(uri -> recurse ? List.of(Target.of(uri)) : List.of(), Wire.uri(original)),
                breadth));
    }

    static Fork invite() {
        return new Fork(true, false, "sip:bob@example.com", Breadth.MOST);
    }

    static Fork message() {
        return new Fork(false, false, "sip:bob@example.com", Breadth.MOST);
    }

    static Fork recursive(String original) {
        return new Fork(true, true, original, Breadth.MOST);
    }

    /** With that Max-Breadth. */
    static Fork ofBreadth(int breadth) {
        return new Fork(true, false, "sip:bob@example.com", breadth);
    }

    /** The shares of the branches that are not over. */
    List<Integer> shares() {
        return context.branches().stream()
                .filter(branch -> !branch.isOver())
                .map(ForkedBranch::breadth)
                .toList();
    }

    /** To that many targets of one priority, each of which has one next hop. */
    Fork to(int targets) {
        var found = new ArrayList<Target>();
        for (int number = 0; number < targets; number++) {
            found.add(Target.of(Wire.uri("sip:target" + number + "@192.0.2.60")));
        }
        on(new ContextEvent.Targeted(TargetSet.of(found)));
        for (int branch = 0; branch < targets; branch++) {
            resolved(branch, Wire.hop(5060));
        }
        return this;
    }

    Fork targeted(Target... targets) {
        return on(new ContextEvent.Targeted(TargetSet.of(List.of(targets))));
    }

    /** The same, and there may be more. */
    Fork targetedSoFar(Target... targets) {
        return on(new ContextEvent.TargetedSoFar(TargetSet.of(List.of(targets))));
    }

    /** What the source of targets has now. */
    Fork finds(Target... targets) {
        return on(new ContextEvent.Found(List.of(targets)));
    }

    Fork resolved(int branch, NextHop... hops) {
        return on(new ContextEvent.Resolved(branch, List.of(hops)));
    }

    Fork receives(int branch, int code, String... fields) {
        return receives(branch, Wire.response(code, fields));
    }

    Fork receives(int branch, SipResponse response) {
        return on(new ContextEvent.Received(branch, response));
    }

    Fork timesOut(int branch) {
        return on(new ContextEvent.TimedOut(branch));
    }

    Fork isUnsent(int branch) {
        return on(new ContextEvent.Unsent(branch));
    }

    Fork timerC(int branch) {
        return on(new ContextEvent.TimerC(branch));
    }

    Fork isCancelled(HeaderField... reasons) {
        return on(new ContextEvent.Cancelled(List.of(reasons)));
    }

    Fork on(ContextEvent event) {
        var step = context.on(event);
        context = step.context();
        last = step.actions();
        all.addAll(last);
        return this;
    }

    ResponseContext context() {
        return context;
    }

    List<ContextAction> actions() {
        return last;
    }

    /** What the last event asked for, without timer C: "forward 0 5060", "pass 180", "cancel 1", "best 486", "made 408", "silence". */
    List<String> asked() {
        return words(last);
    }

    /** The same of all events so far. */
    List<String> askedInAll() {
        return words(all);
    }

    private static List<String> words(List<ContextAction> actions) {
        return actions.stream()
                .filter(action -> !(action instanceof ContextAction.StartTimerC))
                .filter(action -> !(action instanceof ContextAction.StopTimerC))
                .map(Fork::word)
                .toList();
    }

    private static String word(ContextAction action) {
        return switch (action) {
            case ContextAction.Resolve(int branch, var _) -> "resolve " + branch;
            case ContextAction.Forward(int branch, var _, var hop) ->
                "forward " + branch + " " + hop.remote().getPort();
            case ContextAction.StartTimerC(int branch) -> "start C " + branch;
            case ContextAction.StopTimerC(int branch) -> "stop C " + branch;
            case ContextAction.Cancel(int branch, var why, var _) ->
                "cancel " + branch + (why == Why.NO_ANSWER ? " by timer" : "");
            case ContextAction.Pass(var response) -> "pass " + response.status().code();
            case ContextAction.Answer(var answer) -> "answer " + answer.status().code();
            case ContextAction.Conclude(BestResponse.Relay(var response, var _)) ->
                "best " + response.status().code();
            case ContextAction.Conclude(BestResponse.Make(var answer)) ->
                "made " + answer.status().code();
            case ContextAction.Conclude(BestResponse.Silence()) -> "silence";
        };
    }
}
