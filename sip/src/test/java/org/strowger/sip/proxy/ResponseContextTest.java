package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.ContextAction.StartTimerC;
import org.strowger.sip.proxy.ContextAction.StopTimerC;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

class ResponseContextTest {
    @Test
    void triesTargetsOfOnePriorityAtOnceAndTheOthersInTurn() {
        var fork = Fork.invite()
                .targeted(target("desk", 500), target("mobile", 1000), target("home", 500))
                .resolved(0, Wire.hop(1));
        assertThat(fork.askedInAll()).containsExactly("resolve 0", "forward 0 1");

        assertThat(fork.receives(0, 480).asked()).containsExactly("resolve 1", "resolve 2");
        fork.resolved(1, Wire.hop(2)).resolved(2, Wire.hop(3));

        assertThat(fork.receives(1, 486).asked()).isEmpty();
        assertThat(fork.receives(2, 404).asked()).containsExactly("best 480");
        assertThat(fork.context().isOver()).isTrue();
    }

    @Test
    void takesTheHopOfTheTargetWithoutAsking() {
        var registered = new Target(Wire.uri("sip:bob@10.0.0.1"), List.of(), Optional.of(Wire.hop(40000)), 1000);

        assertThat(Fork.invite().targeted(registered).asked()).containsExactly("forward 0 40000");
    }

    private static Target byFlow(int port) {
        var flow = new NextHop.Established(Wire.flow(Protocol.TCP, "192.0.2.1", 5060, "10.0.0.1", port));
        return new Target(Wire.uri("sip:bob@10.0.0.1"), List.of(), Optional.of(flow), 1000);
    }

    @Test
    @Rfc("5626 §5.3.1: a flow that is gone is 430 (Flow Failed)")
    void saysThatAFlowIsGone() {
        var fork = Fork.invite().targeted(byFlow(40_000));

        assertThat(fork.isUnsent(0).asked()).containsExactly("made 430");
        assertThat(fork.context().isOver()).isTrue();
    }

    @Test
    @Rfc("5626 §7-1: not more than one contact of an instance at a time")
    @Rfc("5626 §7-2: after 430 or 408 another flow of it")
    void triesTheOtherFlowsOfAnInstanceInTurn() {
        var fork = Fork.invite().targeted(byFlow(1).orElse(List.of(byFlow(2), byFlow(3), byFlow(4))), byFlow(9));
        assertThat(fork.asked()).containsExactly("forward 0 1", "forward 1 9");

        assertThat(fork.isUnsent(0).asked()).containsExactly("forward 2 2");
        assertThat(fork.receives(2, 430).asked()).containsExactly("forward 3 3");
        assertThat(fork.receives(3, 408).asked()).containsExactly("forward 4 4");
        assertThat(fork.receives(4, 430).asked()).isEmpty();
        assertThat(fork.receives(1, 480).asked()).containsExactly("best 480");
    }

    @Test
    @Rfc("5626 §7-3: after any other final response no other flow of the instance")
    void triesNoOtherFlowOfAnInstanceThatAnswered() {
        var fork = Fork.invite().targeted(byFlow(1).orElse(List.of(byFlow(2))));

        assertThat(fork.receives(0, 486).asked()).containsExactly("best 486");
    }

    @Test
    void triesNoOtherFlowOnceTheCallerHasCancelled() {
        var fork = Fork.invite().targeted(byFlow(1).orElse(List.of(byFlow(2)))).receives(0, 180);
        fork.isCancelled();

        assertThat(fork.receives(0, 430).asked()).hasSize(1).first().asString().startsWith("best");
    }

    @Test
    @Rfc("3261 §16.6.6-5: a SIPS Request-URI does not go by a hop without TLS")
    void looksForASecureHopForASecureTarget() {
        var registered = new Target(Wire.uri("sips:bob@10.0.0.1"), List.of(), Optional.of(Wire.hop(40000)), 1000);

        assertThat(Fork.invite().targeted(registered).asked()).containsExactly("resolve 0");
    }

    @Test
    @Rfc("3261 §16.5-11: what routing refuses is answered as it says")
    @Rfc("3261 §16.5-12: an empty target set is answered 480")
    void answersWhatHasNoTarget() {
        var unknown = Fork.invite().on(new ContextEvent.Rejected(Reject.with(Status.of(404))));
        assertThat(unknown.asked()).containsExactly("answer 404");
        assertThat(unknown.context().isOver()).isTrue();
        assertThat(Fork.invite().targeted().asked()).containsExactly("answer 480");
    }

    @Test
    @Rfc("3261 §16.7.5-1: provisional responses other than 100, and 2xx, are forwarded at once")
    @Rfc("3261 §16.7.5-5: a 100 is not forwarded")
    @Rfc("3261 §16.7.5-4: others are not forwarded at once")
    @Rfc("3261 §16.7-2: responses of client transactions are processed")
    void forwardsProvisionalsAndSuccessAtOnce() {
        var fork = Fork.invite().to(2);

        assertThat(fork.receives(0, 100).asked()).isEmpty();
        assertThat(fork.receives(0, 180).asked()).containsExactly("pass 180");
        assertThat(fork.receives(1, 183).asked()).containsExactly("pass 183");
        assertThat(fork.receives(0, 486).asked()).isEmpty();
        assertThat(fork.receives(1, 200).asked()).containsExactly("pass 200");
    }

    @Test
    @Rfc("3261 §16.7.10-1: when a final response is forwarded, all pending branches are cancelled")
    void cancelsTheOthersWhenOneIsAnswered() {
        var fork = Fork.invite().to(3).receives(0, 180).receives(1, 180).receives(2, 486);

        assertThat(fork.receives(1, 200).asked()).containsExactly("pass 200", "cancel 0");
        assertThat(fork.receives(0, 487).asked()).isEmpty();
        assertThat(fork.context().isOver()).isTrue();
    }

    @Test
    @Rfc("3261 §16.7.5-3: after a final response, any further 2xx to an INVITE is forwarded at once")
    @Rfc("3261 §16.7.9-6: the context lives until all its transactions have ended")
    void forwardsEvery2xx() {
        var fork = Fork.invite().to(2).receives(0, 200);
        assertThat(fork.context().isOver()).isFalse();

        assertThat(fork.receives(1, 200).asked()).containsExactly("pass 200");
        assertThat(fork.receives(1, 200).asked()).containsExactly("pass 200");
        assertThat(fork.receives(0, 200).asked()).containsExactly("pass 200");
        assertThat(fork.receives(0, 180).asked()).isEmpty();
        assertThat(fork.context().isOver()).isTrue();
    }

    @Test
    @Rfc("3261 §16.7.5-4: after a final response nothing but 2xx is forwarded")
    void forwardsNothingElseAfterTheEnd() {
        var fork = Fork.invite().to(2).receives(0, 200);

        assertThat(fork.receives(1, 180).asked()).isEmpty();
        assertThat(fork.receives(1, 603).asked()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.7.5-2: a 6xx cancels all others and waits; no new branch is created")
    @Rfc("3261 §16.7.10-2: a 6xx cancels all pending branches")
    void waitsForAllBranchesAfterA6xx() {
        var fork = Fork.invite()
                .targeted(target("a", 1000), target("b", 1000), target("c", 1000), target("later", 1))
                .resolved(0, Wire.hop(1))
                .resolved(1, Wire.hop(2))
                .receives(1, 180);

        assertThat(fork.receives(0, 603).asked()).containsExactly("cancel 1");
        assertThat(fork.resolved(2, Wire.hop(3)).asked()).isEmpty();
        assertThat(fork.receives(1, 487).asked()).containsExactly("best 603");
    }

    @Test
    void letsA2xxWinThatCrossedA6xx() {
        var fork = Fork.invite().to(2).receives(0, 603);

        assertThat(fork.receives(1, 200).asked()).containsExactly("pass 200");
        assertThat(fork.context().isOver()).isTrue();
    }

    @Test
    @Rfc("3261 §16.7.6-1: a final response is sent when all branches have ended without success")
    void endsWithTheBestWhenAllHaveFailed() {
        var fork = Fork.invite().to(2).receives(0, 500);

        assertThat(fork.receives(1, 486).asked()).containsExactly("best 486");
    }

    @Test
    @Rfc("3261 §16.10-1: all pending branches are cancelled when the caller cancels")
    @Rfc("3261 §16.10-3: as when a final response was forwarded")
    void cancelsEveryBranchForTheCaller() {
        var reason =
                new HeaderField(HeaderName.REASON, Slice.of("Reason: SIP;cause=487\r\n"), Slice.of("SIP;cause=487"));
        var fork = Fork.invite().to(2).receives(0, 180);

        fork.isCancelled(reason);

        assertThat(fork.actions())
                .containsExactly(
                        new ContextAction.Cancel(0, ContextAction.Why.CALLER, List.of(reason)),
                        new StopTimerC(0),
                        new ContextAction.Cancel(1, ContextAction.Why.CALLER, List.of(reason)),
                        new StopTimerC(1));
        assertThat(fork.isCancelled().asked()).isEmpty();
        assertThat(fork.receives(0, 487).asked()).isEmpty();
        assertThat(fork.receives(1, 486).asked()).containsExactly("best 487");
    }

    @Test
    void endsAtOnceWhenTheCallerCancelsBeforeAnythingWasSent() {
        assertThat(Fork.invite().isCancelled().asked()).containsExactly("made 487");

        var resolving = Fork.invite().targeted(target("a", 1000)).isCancelled();
        assertThat(resolving.asked()).containsExactly("made 487");
        assertThat(resolving.resolved(0, Wire.hop(1)).asked()).isEmpty();

        var asking = Fork.invite().isCancelled();
        assertThat(asking.targeted(target("a", 1000)).asked()).isEmpty();
        assertThat(asking.on(new ContextEvent.Rejected(Reject.with(Status.of(404))))
                        .asked())
                .isEmpty();
    }

    @Test
    void startsNoFurtherTargetForACallerWhoCancelled() {
        var fork = Fork.invite()
                .targeted(target("a", 1000), target("b", 1))
                .resolved(0, Wire.hop(1), Wire.hop(2))
                .isCancelled();

        assertThat(fork.timesOut(0).asked()).containsExactly("made 487");
    }

    @Test
    void passesA2xxThatCrossedTheCancel() {
        var fork = Fork.invite().to(1).isCancelled();

        assertThat(fork.receives(0, 200).asked()).containsExactly("pass 200");
    }

    @Test
    @Rfc("3261 §16.6.7-6: next hops are tried in order until one delivers")
    @Rfc("3261 §16.6.7-7: each with a client transaction of its own")
    void triesTheNextHopsInOrder() {
        var fork = Fork.invite().targeted(target("a", 1000));

        assertThat(fork.resolved(0, Wire.hop(1), Wire.hop(2), Wire.hop(3), Wire.hop(4))
                        .asked())
                .containsExactly("forward 0 1");
        assertThat(fork.isUnsent(0).asked()).containsExactly("forward 0 2");
        assertThat(fork.timesOut(0).asked()).containsExactly("forward 0 3");
        assertThat(fork.receives(0, 503).asked()).containsExactly("forward 0 4");
        assertThat(fork.receives(0, 503).asked()).containsExactly("made 500");
    }

    @Test
    @Rfc("4320 §4.2: upstream waits no longer for another request than INVITE")
    void triesNoFurtherHopForAnotherRequestThatTimedOut() {
        var fork = Fork.message().targeted(target("a", 1000)).resolved(0, Wire.hop(1), Wire.hop(2));

        assertThat(fork.timesOut(0).asked()).containsExactly("silence");
    }

    @Test
    void countsATargetWithoutANextHopAsUnreachable() {
        assertThat(Fork.invite().targeted(target("a", 1000)).resolved(0).asked())
                .containsExactly("made 500");
    }

    @Test
    @Rfc("3261 §16.9-1: a branch that cannot be sent is as if a 503 came")
    @Rfc("3261 §16.9-2: the others are not cancelled for it")
    void goesOnWhenOneBranchCannotBeSent() {
        var fork = Fork.invite().to(2);

        assertThat(fork.isUnsent(0).asked()).isEmpty();
        assertThat(fork.receives(1, 200).asked()).containsExactly("pass 200");
    }

    @Test
    @Rfc("3261 §16.6.11-1: timer C is set for each branch of an INVITE")
    @Rfc("3261 §16.7.2-1: and reset by every provisional response but 100")
    void startsTimerCAndStartsItAgain() {
        var fork = Fork.invite().targeted(target("a", 1000));

        assertThat(fork.resolved(0, Wire.hop(1)).actions()).contains(new StartTimerC(0));
        assertThat(fork.receives(0, 100).actions()).isEmpty();
        assertThat(fork.receives(0, 180).actions()).contains(new StartTimerC(0));
        assertThat(fork.receives(0, 486).actions()).contains(new StopTimerC(0));
        assertThat(fork.timerC(0).actions()).isEmpty();
    }

    @Test
    void setsNoTimerCForOtherRequests() {
        var fork = Fork.message().to(1).receives(0, 200);

        assertThat(fork.actions()).noneMatch(action -> action instanceof StopTimerC);
    }

    @Test
    @Rfc("3261 §16.8-1: timer C ends the branch, or starts again")
    @Rfc("3261 §16.8-2: it cancels a branch that had a provisional response")
    void cancelsARingingBranchWhenTimerCFires() {
        var fork = Fork.invite().to(1).receives(0, 180);

        assertThat(fork.timerC(0).asked()).containsExactly("cancel 0 by timer");
        assertThat(fork.actions()).contains(new StartTimerC(0));
        assertThat(fork.receives(0, 487).asked()).containsExactly("best 487");
    }

    @Test
    void givesUpABranchThatAnswersNotEvenItsCancel() {
        var fork = Fork.invite().to(1).receives(0, 180).timerC(0);

        assertThat(fork.timerC(0).asked()).containsExactly("made 408");
    }

    @Test
    @Rfc("3261 §16.8-3: a branch without a provisional response is as if a 408 came")
    void countsASilentBranchAs408WhenTimerCFires() {
        assertThat(Fork.invite().to(1).timerC(0).asked()).containsExactly("made 408");
    }

    @Test
    @Rfc("4320 §4.1-1: no provisional response but 100 goes to a request other than INVITE")
    void forwardsNoProvisionalOfOtherRequests() {
        assertThat(Fork.message().to(1).receives(0, 180).asked()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.7.5-3: one final response only for requests other than INVITE")
    void forwardsOne2xxOfOtherRequestsAndCancelsNothing() {
        var fork = Fork.message().to(3);

        assertThat(fork.receives(0, 200).asked()).containsExactly("pass 200");
        assertThat(fork.receives(1, 200).asked()).isEmpty();
        assertThat(fork.receives(2, 603).asked()).isEmpty();
        assertThat(fork.context().isOver()).isTrue();
    }

    private static Target target(String user, int priority) {
        return Target.of(Wire.uri("sip:" + user + "@192.0.2.60")).withPriority(priority);
    }
}
