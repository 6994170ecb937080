package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.transport.NextHop;

/** What a {@link ResponseContext} asks of the world; {@link LiveContext} alone carries it out. */
sealed interface ContextAction {
    /** Find the next hops of that target. */
    record Resolve(int branch, Target target) implements ContextAction {}

    /** Send a copy of the request there, by a client transaction of its own. */
    record Forward(int branch, Target target, NextHop hop) implements ContextAction {}

    /** Arm timer C of that branch, in place of the one that runs. */
    record StartTimerC(int branch) implements ContextAction {}

    record StopTimerC(int branch) implements ContextAction {}

    /** Cancel the branch, as soon as it has had a provisional response (§9.1). */
    record Cancel(int branch, Why why, List<HeaderField> reasons) implements ContextAction {}

    /** Forward this response at once (§16.7 step 5). */
    record Pass(SipResponse response) implements ContextAction {}

    /** End the request upstream with the best response (§16.7 step 6). */
    record Conclude(BestResponse best) implements ContextAction {}

    /** Answer with Routing's refusal. */
    record Answer(Reject answer) implements ContextAction {}

    /** Why a branch is cancelled. */
    enum Why {
        /** Another branch was answered with 2xx. */
        ANSWERED_ELSEWHERE,
        /** Another branch was answered with 6xx. */
        REFUSED_EVERYWHERE,
        /** The caller cancelled. */
        CALLER,
        /** Timer C. */
        NO_ANSWER
    }
}
