package org.strowger.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.response;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transaction.ClientMachine.Action;
import org.strowger.sip.transaction.ClientMachine.Action.Deliver;
import org.strowger.sip.transaction.ClientMachine.Action.Send;
import org.strowger.sip.transaction.ClientMachine.Action.SendCancel;
import org.strowger.sip.transaction.ClientMachine.Action.Start;
import org.strowger.sip.transaction.ClientMachine.Action.TimeOut;
import org.strowger.sip.transaction.ClientMachine.Step;
import org.strowger.sip.transaction.InviteClient.State;
import org.strowger.sip.transaction.InviteClient.Timer;

/** The INVITE client transaction that its user does not want any more (RFC 3261 §9.1). */
class InviteClientCancelTest {
    private static final SipResponse RINGING = response(INVITE, 180);
    private static final SipResponse OK = response(INVITE, 200);
    private static final SipResponse BUSY = response(INVITE, 486);

    private final Step<Timer> started = InviteClient.start(INVITE, Terms.of(false, Timers.RFC3261));

    @Test
    @Rfc("3261 §9.1: waits for a provisional response before it sends the CANCEL")
    void holdsTheCancelUntilAProvisionalResponse() {
        var wanted = started.machine().cancelWanted(List.of());
        assertThat(wanted.actions()).isEmpty();

        var ringing = wanted.machine().received(RINGING);

        assertThat(ringing.actions()).hasSize(3).contains(new Deliver<>(RINGING), afterCancel());
        assertThat(cancel(ringing).bytes())
                .isEqualTo(HopRequests.cancel(INVITE, List.of()).bytes());
    }

    @Test
    @Rfc("3261 §9.1: waits for a provisional response before it sends the CANCEL")
    void repeatsTheInviteWhileTheCancelIsHeld() {
        var wanted = started.machine().cancelWanted(List.of()).machine();

        var again = wanted.fired(Timer.A);
        assertThat(again.actions()).containsExactly(new Send<>(INVITE), new Start<>(Timer.A, ofMillis(1000)));

        assertThat(again.machine().received(RINGING).actions()).contains(afterCancel());
    }

    @Test
    @Rfc("3261 §9.1: no CANCEL once a final response came")
    void sendsNoCancelAfterAFinalResponse() {
        var wanted = started.machine().cancelWanted(List.of()).machine();
        assertThat(wanted.received(BUSY).actions()).doesNotHaveAnyElementsOfTypes(SendCancel.class);
        assertThat(wanted.received(OK).actions()).doesNotHaveAnyElementsOfTypes(SendCancel.class);

        var completed = started.machine().received(BUSY).machine();
        assertStays(completed, completed.cancelWanted(List.of()));
    }

    @Test
    @Rfc("3261 §9.1: sent at once when a provisional response was there")
    void cancelsAtOnceInProceedingAndOnlyOnce() {
        var proceeding = started.machine().received(RINGING).machine();

        var cancelled = proceeding.cancelWanted(List.of());

        assertThat(cancelled.actions()).hasSize(2).contains(afterCancel());
        assertThat(cancelled.machine().cancelWanted(List.of()).actions()).isEmpty();
        assertThat(started.machine()
                        .cancelWanted(List.of())
                        .machine()
                        .cancelWanted(List.of())
                        .actions())
                .isEmpty();
    }

    @Test
    @Rfc("3261 §9.1: without a final response 64*T1 after the CANCEL the transaction is considered cancelled")
    void endsWhenNobodyAnswersTheInviteThatWasCancelled() {
        var cancelled = started.machine()
                .received(RINGING)
                .machine()
                .cancelWanted(List.of())
                .machine();

        var over = cancelled.fired(Timer.CANCELLED);

        assertThat(over.actions()).containsExactly(new TimeOut<>());
        assertThat(state(over)).isEqualTo(new State.Terminated());
    }

    @Test
    void passesUpWhatComesAfterTheCancel() {
        var cancelled = started.machine()
                .received(RINGING)
                .machine()
                .cancelWanted(List.of())
                .machine();

        assertThat(cancelled.received(OK).actions()).contains(new Deliver<>(OK));
        var terminated = response(INVITE, 487);
        assertThat(cancelled.received(terminated).actions()).contains(new Deliver<>(terminated));
        assertThat(cancelled.received(BUSY).machine().fired(Timer.CANCELLED).actions())
                .isEmpty();
    }

    @Test
    @Rfc("3261 §18.1.1-4: begins again over UDP when TCP is refused")
    void beginsAgainOverUdpAndKeepsTheHeldCancel() {
        var overTcp = InviteClient.start(INVITE, Terms.of(true, Timers.RFC3261))
                .machine()
                .cancelWanted(List.of())
                .machine();

        var overUdp = overTcp.fellBack(INVITE);

        assertThat(overUdp.actions())
                .containsExactly(
                        new Send<>(INVITE), new Start<>(Timer.B, ofSeconds(32)), new Start<>(Timer.A, ofMillis(500)));
        assertThat(overUdp.machine().received(RINGING).actions()).contains(afterCancel());
    }

    private static Action<Timer> afterCancel() {
        Duration giveUp = Timers.RFC3261.giveUp();
        return new Start<>(Timer.CANCELLED, giveUp);
    }

    private static SipRequest cancel(Step<Timer> step) {
        return step.actions().stream()
                .filter(SendCancel.class::isInstance)
                .map(action -> ((SendCancel<Timer>) action).cancel())
                .findFirst()
                .orElseThrow();
    }

    private static void assertStays(ClientMachine<Timer> machine, Step<Timer> step) {
        assertThat(step.actions()).isEmpty();
        assertThat(step.machine()).isEqualTo(machine);
    }

    private static State state(Step<Timer> step) {
        return ((InviteClient) step.machine()).state();
    }
}
