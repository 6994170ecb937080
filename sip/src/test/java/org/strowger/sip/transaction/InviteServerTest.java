package org.strowger.sip.transaction;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.response;
import static org.strowger.sip.transaction.Samples.trying;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transaction.InviteServer.State;
import org.strowger.sip.transaction.InviteServer.Timer;
import org.strowger.sip.transaction.ServerMachine.Action.Deliver;
import org.strowger.sip.transaction.ServerMachine.Action.Finish;
import org.strowger.sip.transaction.ServerMachine.Action.GiveUp;
import org.strowger.sip.transaction.ServerMachine.Action.Send;
import org.strowger.sip.transaction.ServerMachine.Action.Start;
import org.strowger.sip.transaction.ServerMachine.Action.TellUnsent;
import org.strowger.sip.transaction.ServerMachine.Step;

class InviteServerTest {
    private static final SipResponse TRYING = trying(INVITE);
    private static final SipResponse RINGING = response(INVITE, 180);
    private static final SipResponse PROGRESS = response(INVITE, 183);
    private static final SipResponse OK = response(INVITE, 200);
    private static final SipResponse BUSY = response(INVITE, 486);
    private static final SipRequest ACK = HopRequests.ack(INVITE, BUSY);
    private static final IOException UNREACHABLE = new IOException("unreachable");

    private final Step<Timer> started = InviteServer.start(INVITE, Terms.of(false, Timers.RFC3261));
    private final ServerMachine<Timer> proceeding = started.machine();
    private final ServerMachine<Timer> completed = proceeding.responded(BUSY).machine();
    private final ServerMachine<Timer> confirmed = completed.acknowledged(ACK).machine();
    private final ServerMachine<Timer> accepted = proceeding.responded(OK).machine();

    @Test
    @Rfc("3261 §17.2.1-3: passes the request to the TU")
    void passesTheInviteUp() {
        assertThat(started.actions()).containsExactly(new Deliver<>(INVITE), new Start<>(Timer.TRYING, ofMillis(200)));
        assertThat(state(started)).isEqualTo(new State.Proceeding(INVITE, null));
    }

    @Test
    @Rfc("3261 §17.2.1-1: sends 100 if the TU said nothing for 200 ms")
    @Rfc("3261 §17.2.1-2: without a tag in To")
    void saysTryingForASilentUser() {
        var tried = proceeding.fired(Timer.TRYING);

        assertThat(tried.actions()).hasSize(1);
        var sent = ((Send<Timer>) tried.actions().getFirst()).response();
        assertThat(sent.status().code()).isEqualTo(100);
        assertThat(sent.toTag()).isEmpty();
        assertThat(tried.machine().repeated().actions()).containsExactly(new Send<>(sent));
    }

    @Test
    @Rfc("3261 §17.2.1-1: no 100 of its own if the TU responded")
    void saysNothingForAUserThatSpoke() {
        assertStays(proceeding.responded(TRYING).machine(), Timer.TRYING);
        assertStays(proceeding.responded(RINGING).machine(), Timer.TRYING);
        assertStays(completed, Timer.TRYING);
        assertStays(confirmed, Timer.TRYING);
        assertStays(accepted, Timer.TRYING);
    }

    @Test
    @Rfc("3261 §17.2.1-4: sends every provisional response of the TU")
    void sendsEveryProvisionalResponse() {
        var ringing = proceeding.responded(RINGING);
        assertThat(ringing.actions()).containsExactly(new Send<>(RINGING));

        var progress = ringing.machine().responded(PROGRESS);
        assertThat(progress.actions()).containsExactly(new Send<>(PROGRESS));
    }

    @Test
    @Rfc("3261 §17.2.1-5: a repeated INVITE is answered with the most recent provisional response")
    void repeatsTheMostRecentProvisionalResponse() {
        var progress =
                proceeding.responded(RINGING).machine().responded(PROGRESS).machine();

        assertThat(progress.repeated().actions()).containsExactly(new Send<>(PROGRESS));
        assertThat(progress.repeated().machine()).isEqualTo(progress);
    }

    @Test
    void absorbsARepeatedInviteBeforeAnyResponse() {
        assertThat(proceeding.repeated().actions()).isEmpty();
        assertThat(proceeding.repeated().machine()).isEqualTo(proceeding);
    }

    @Test
    @Rfc("6026 §7.1-1: a 2xx leads to Accepted and sets timer L to 64*T1")
    @Rfc("6026 §8.5-1: the 2xx is sent")
    void acceptsWithASuccess() {
        var step = proceeding.responded(RINGING).machine().responded(OK);

        assertThat(step.actions()).containsExactly(new Start<>(Timer.L, ofSeconds(32)), new Send<>(OK));
        assertThat(state(step)).isEqualTo(new State.Accepted());
    }

    @Test
    @Rfc("6026 §7.1-1: timer L is 64*T1 for all transports")
    void acceptsForAsLongOverAReliableTransport() {
        var step = InviteServer.start(INVITE, Terms.of(true, Timers.RFC3261))
                .machine()
                .responded(OK);

        assertThat(step.actions()).contains(new Start<>(Timer.L, ofSeconds(32)));
    }

    @Test
    @Rfc("6026 §7.1-2: generates no repeated 2xx on its own")
    void doesNotRepeatASuccess() {
        for (var timer : Timer.values()) {
            assertThat(accepted.fired(timer).actions()).doesNotHaveAnyElementsOfTypes(Send.class);
        }
    }

    @Test
    @Rfc("6026 §7.1: INVITEs that come again are absorbed in Accepted without a change")
    void absorbsRepeatedInvitesInAccepted() {
        assertThat(accepted.repeated().actions()).isEmpty();
        assertThat(accepted.repeated().machine()).isEqualTo(accepted);
    }

    @Test
    @Rfc("6026 §7.1-3: sends every 2xx that the TU passes in Accepted")
    void sendsEverySuccessInAccepted() {
        assertThat(accepted.responded(OK).actions()).containsExactly(new Send<>(OK));
        assertThat(accepted.responded(OK).machine()).isEqualTo(accepted);
    }

    @Test
    void dropsAllOtherResponsesInAccepted() {
        assertThat(accepted.responded(RINGING).actions()).isEmpty();
        assertThat(accepted.responded(BUSY).actions()).isEmpty();
    }

    @Test
    @Rfc("6026 §7.1-4: passes every ACK up in Accepted")
    void passesAnAckUpInAccepted() {
        assertThat(accepted.acknowledged(ACK).actions()).containsExactly(new Deliver<>(ACK));
        assertThat(accepted.acknowledged(ACK).machine()).isEqualTo(accepted);
    }

    @Test
    @Rfc("6026 §7.1-5: timer L leads from Accepted to Terminated")
    @Rfc("6026 §7.1-6: destroyed at once")
    void endsWhenTimerLFires() {
        assertThat(accepted.fired(Timer.L).actions()).containsExactly(new Finish<>());
        assertThat(state(accepted.fired(Timer.L))).isEqualTo(new State.Terminated());
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 404, 487, 503, 603, 699})
    @Rfc("3261 §17.2.1-8: 300-699 is sent and leads to Completed")
    @Rfc("3261 §17.2.1-9: timer H is 64*T1")
    @Rfc("3261 §17.2.1: timer G is T1 over an unreliable transport")
    void completesWithAFailure(int code) {
        var failure = response(INVITE, code);

        var step = proceeding.responded(failure);

        assertThat(step.actions())
                .containsExactly(
                        new Send<>(failure), new Start<>(Timer.H, ofSeconds(32)), new Start<>(Timer.G, ofMillis(500)));
        assertThat(state(step)).isInstanceOf(State.Completed.class);
    }

    @Test
    @Rfc("3261 §17.2.1-9: timer H is 64*T1 for all transports")
    @Rfc("3261 §17.2.1: no timer G over a reliable transport")
    void doesNotRepeatAFailureOverAReliableTransport() {
        var step = InviteServer.start(INVITE, Terms.of(true, Timers.RFC3261))
                .machine()
                .responded(BUSY);

        assertThat(step.actions()).containsExactly(new Send<>(BUSY), new Start<>(Timer.H, ofSeconds(32)));
    }

    @Test
    @Rfc("3261 §17.2.1: timer G sends again and doubles up to T2")
    void repeatsAFailureAtIntervalsThatDoubleUpToT2() {
        var machine = completed;
        for (int millis : new int[] {1000, 2000, 4000, 4000, 4000}) {
            var again = machine.fired(Timer.G);

            assertThat(again.actions()).containsExactly(new Send<>(BUSY), new Start<>(Timer.G, ofMillis(millis)));
            machine = again.machine();
        }
    }

    @Test
    @Rfc("3261 §17.2.1-10: a repeated INVITE is answered with the final response")
    void answersARepeatedInviteWithTheFailure() {
        assertThat(completed.repeated().actions()).containsExactly(new Send<>(BUSY));
        assertThat(completed.repeated().machine()).isEqualTo(completed);
    }

    @Test
    void dropsASecondFinalResponse() {
        assertThat(completed.responded(OK).actions()).isEmpty();
        assertThat(completed.responded(response(INVITE, 500)).actions()).isEmpty();
        assertThat(completed.responded(RINGING).actions()).isEmpty();
    }

    @Test
    @Rfc("3261 §17.2.1-11: an ACK leads from Completed to Confirmed")
    @Rfc("3261 §17.2.1: timer I is T4 over an unreliable transport")
    void isConfirmedByTheAck() {
        var step = completed.acknowledged(ACK);

        assertThat(step.actions()).containsExactly(new Start<>(Timer.I, ofSeconds(5)));
        assertThat(state(step)).isEqualTo(new State.Confirmed());
    }

    @Test
    @Rfc("3261 §17.2.1: timer I is zero over a reliable transport")
    void isConfirmedForNoTimeOverAReliableTransport() {
        var reliable = InviteServer.start(INVITE, Terms.of(true, Timers.RFC3261))
                .machine()
                .responded(BUSY)
                .machine();

        assertThat(reliable.acknowledged(ACK).actions()).containsExactly(new Start<>(Timer.I, ZERO));
    }

    @Test
    @Rfc("3261 §17.2.1-12: timer H ends it and tells the TU of the failure")
    void givesUpWithoutAnAck() {
        var over = completed.fired(Timer.H);

        assertThat(over.actions()).containsExactly(new GiveUp<>());
        assertThat(state(over)).isEqualTo(new State.Terminated());
    }

    @Test
    @Rfc("3261 §17.2.1: absorbs further ACKs in Confirmed")
    void absorbsEverythingInConfirmed() {
        assertThat(confirmed.acknowledged(ACK).actions()).isEmpty();
        assertThat(confirmed.repeated().actions()).isEmpty();
        assertThat(confirmed.responded(OK).actions()).isEmpty();
        assertThat(confirmed.transportFailed(UNREACHABLE).actions()).isEmpty();
        List.of(Timer.G, Timer.H, Timer.L).forEach(timer -> assertStays(confirmed, timer));
    }

    @Test
    @Rfc("3261 §17.2.1-13: timer I ends it")
    @Rfc("6026 §7.1-6: destroyed at once")
    void endsWhenTimerIFires() {
        assertThat(confirmed.fired(Timer.I).actions()).containsExactly(new Finish<>());
        assertThat(state(confirmed.fired(Timer.I))).isEqualTo(new State.Terminated());
    }

    @Test
    @Rfc("6026 §7.1-7: a transport error does not discard the state")
    @Rfc("6026 §7.1-8: the machine remains where it is")
    @Rfc("6026 §8.8-1: the TU is told")
    void remainsWhereItIsWhenAResponseCannotBeSent() {
        for (var machine : List.of(proceeding.responded(RINGING).machine(), completed, accepted)) {
            var step = machine.transportFailed(UNREACHABLE);

            assertThat(step.actions()).containsExactly(new TellUnsent<>(UNREACHABLE));
            assertThat(step.machine()).isEqualTo(machine);
        }
    }

    @Test
    void ignoresAnAckInProceeding() {
        assertThat(proceeding.acknowledged(ACK).actions()).isEmpty();
        assertThat(proceeding.acknowledged(ACK).machine()).isEqualTo(proceeding);
    }

    @Test
    void ignoresTimersThatNoLongerMatter() {
        List.of(Timer.G, Timer.H, Timer.I, Timer.L).forEach(timer -> assertStays(proceeding, timer));
        List.of(Timer.I, Timer.L).forEach(timer -> assertStays(completed, timer));
        List.of(Timer.G, Timer.H, Timer.I).forEach(timer -> assertStays(accepted, timer));
    }

    @ParameterizedTest
    @EnumSource(Timer.class)
    @Rfc("6026 §7.1-6: nothing happens in Terminated")
    void ignoresEverythingWhenItIsOver(Timer timer) {
        var over = accepted.fired(Timer.L).machine();

        assertStays(over, timer);
        assertThat(over.repeated().actions()).isEmpty();
        assertThat(over.acknowledged(ACK).actions()).isEmpty();
        assertThat(over.responded(OK).actions()).isEmpty();
        assertThat(over.transportFailed(UNREACHABLE).actions()).isEmpty();
    }

    @Test
    void isAnsweredFromItsFinalResponseOn() {
        assertThat(proceeding.isAnswered()).isFalse();
        assertThat(proceeding.responded(RINGING).machine().isAnswered()).isFalse();
        assertThat(completed.isAnswered()).isTrue();
        assertThat(confirmed.isAnswered()).isTrue();
        assertThat(accepted.isAnswered()).isTrue();
    }

    private static void assertStays(ServerMachine<Timer> machine, Timer timer) {
        assertThat(machine.fired(timer).actions()).isEmpty();
        assertThat(machine.fired(timer).machine()).isEqualTo(machine);
    }

    private static State state(Step<Timer> step) {
        return ((InviteServer) step.machine()).state();
    }
}
