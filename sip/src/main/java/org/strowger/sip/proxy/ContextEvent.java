package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.transport.NextHop;

/** What can happen to a {@link ResponseContext}. */
sealed interface ContextEvent {
    /** Routing said where the request goes. */
    record Targeted(TargetSet targets) implements ContextEvent {}

    /** The same, and there may be more later: {@link Found}. */
    record TargetedSoFar(TargetSet targets) implements ContextEvent {}

    /** What a dynamic source of targets has now, known or new (§16.5). */
    record Found(List<Target> targets) implements ContextEvent {}

    /** Routing refused the request, or found nobody. */
    record Rejected(Reject answer) implements ContextEvent {}

    /** The resolver answered; empty if the target has no next hop. */
    record Resolved(int branch, List<NextHop> hops) implements ContextEvent {}

    record Received(int branch, SipResponse response) implements ContextEvent {}

    /** The client transaction gave up waiting (timer B or F). */
    record TimedOut(int branch) implements ContextEvent {}

    /** The request could not be sent (§16.9). */
    record Unsent(int branch) implements ContextEvent {}

    /** Timer C fired (§16.8). */
    record TimerC(int branch) implements ContextEvent {}

    /** A CANCEL for the request came from upstream (§16.10). */
    record Cancelled(List<HeaderField> reasons) implements ContextEvent {}
}
