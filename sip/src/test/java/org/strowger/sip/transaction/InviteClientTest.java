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
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transaction.ClientMachine.Action.Deliver;
import org.strowger.sip.transaction.ClientMachine.Action.Fail;
import org.strowger.sip.transaction.ClientMachine.Action.Finish;
import org.strowger.sip.transaction.ClientMachine.Action.Send;
import org.strowger.sip.transaction.ClientMachine.Action.Start;
import org.strowger.sip.transaction.ClientMachine.Action.TimeOut;
import org.strowger.sip.transaction.ClientMachine.Step;
import org.strowger.sip.transaction.InviteClient.State;
import org.strowger.sip.transaction.InviteClient.Timer;

class InviteClientTest {
    private static final SipResponse RINGING = response(INVITE, 180);
    private static final SipResponse OK = response(INVITE, 200);
    private static final SipResponse BUSY = response(INVITE, 486);
    private static final SipRequest ACK = HopRequests.ack(INVITE, BUSY);
    private static final IOException REFUSED = new IOException("connection refused");

    private final Step<Timer> started = InviteClient.start(INVITE, Terms.of(false, Timers.RFC3261));

    @Test
    @Rfc("3261 §17.1.1.2-1: enters Calling when the TU begins it")
    @Rfc("3261 §17.1.1.2-2: passes the request to the transport")
    @Rfc("3261 §17.1.1.2-3: starts timer A with T1 over an unreliable transport")
    @Rfc("3261 §17.1.1.2-5: starts timer B with 64*T1")
    void sendsTheInviteAndStartsItsTimers() {
        assertThat(started.actions())
                .containsExactly(
                        new Send<>(INVITE), new Start<>(Timer.B, ofSeconds(32)), new Start<>(Timer.A, ofMillis(500)));
        assertThat(state(started)).isInstanceOf(State.Calling.class);
    }

    @Test
    @Rfc("3261 §17.1.1.2-4: no timer A over a reliable transport")
    @Rfc("3261 §17.1.1.2-5: but timer B")
    void doesNotRepeatOverAReliableTransport() {
        var reliable = InviteClient.start(INVITE, Terms.of(true, Timers.RFC3261));

        assertThat(reliable.actions()).containsExactly(new Send<>(INVITE), new Start<>(Timer.B, ofSeconds(32)));
    }

    @Test
    @Rfc("3261 §17.1.1.2-6: timer A sends again and is reset to 2*T1")
    @Rfc("3261 §17.1.1.2-7: and again 2*T1 later")
    @Rfc("3261 §17.1.1.2-8: at intervals that double after each transmission")
    void doublesTheIntervalUntilAProvisionalResponseArrives() {
        var machine = started.machine();
        for (int millis : new int[] {1000, 2000, 4000, 8000, 16_000, 32_000}) {
            var again = machine.fired(Timer.A);

            assertThat(again.actions()).containsExactly(new Send<>(INVITE), new Start<>(Timer.A, ofMillis(millis)));
            machine = again.machine();
        }
    }

    @Test
    @Rfc("3261 §17.1.1.2-10: T1 may be smaller where the operator knows the network")
    @Rfc("3261 §17.1.1.2-11: or larger")
    @Rfc("3261 §17.1.1.2-12: the back-off is the same whatever T1 is")
    void backsOffWhateverT1Is() {
        var slow = new Timers(ofSeconds(2), ofSeconds(16), ofSeconds(20));

        var step = InviteClient.start(INVITE, Terms.of(false, slow));
        assertThat(step.actions()).contains(new Start<>(Timer.A, ofSeconds(2)), new Start<>(Timer.B, ofSeconds(128)));

        var again = step.machine().fired(Timer.A);
        assertThat(again.actions()).contains(new Start<>(Timer.A, ofSeconds(4)));
    }

    @Test
    @Rfc("3261 §17.1.1.2-13: tells the TU of the timeout when timer B fires in Calling")
    @Rfc("3261 §17.1.1.2-14: and generates no ACK")
    @Rfc("6026 §7.2-5: destroyed at once")
    void timesOutWhenNobodyAnswers() {
        var silent = started.machine().fired(Timer.B);

        assertThat(silent.actions()).containsExactly(new TimeOut<>());
        assertThat(state(silent)).isEqualTo(new State.Terminated());
    }

    @Test
    @Rfc("3261 §17.1.1.2-9: repeats in Calling only")
    @Rfc("3261 §17.1.1.2-15: not in Proceeding any longer")
    @Rfc("3261 §17.1.1.2-16: passes the provisional response up")
    void stopsRepeatingAtAProvisionalResponse() {
        var ringing = started.machine().received(RINGING);

        assertThat(ringing.actions()).containsExactly(new Deliver<>(RINGING));
        assertThat(state(ringing)).isEqualTo(new State.Proceeding(INVITE, false));
        assertThat(ringing.machine().fired(Timer.A).actions()).isEmpty();
        assertThat(ringing.machine().fired(Timer.B).actions()).isEmpty();
    }

    @Test
    @Rfc("3261 §17.1.1.2-17: passes every further provisional response up")
    void passesEveryProvisionalResponseUp() {
        var machine = started.machine().received(trying(INVITE)).machine();

        assertThat(machine.received(RINGING).actions()).containsExactly(new Deliver<>(RINGING));
        assertThat(machine.received(RINGING).machine()).isEqualTo(machine);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 404, 486, 503, 600, 699})
    @Rfc("6026 §8.4-1: 300-699 in Calling leads to Completed")
    @Rfc("6026 §8.4-2: the response goes up, an ACK goes out")
    @Rfc("6026 §8.4-4: timer D is at least 32 s over an unreliable transport")
    void acknowledgesAFailureInCalling(int code) {
        assertFailureAcknowledged(started.machine(), response(INVITE, code));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 404, 486, 503, 600, 699})
    @Rfc("6026 §8.4-1: 300-699 in Proceeding leads to Completed")
    @Rfc("6026 §8.4-2: the response goes up, an ACK goes out")
    void acknowledgesAFailureInProceeding(int code) {
        assertFailureAcknowledged(started.machine().received(RINGING).machine(), response(INVITE, code));
    }

    @Test
    @Rfc("6026 §8.4-2: an ACK goes out even if the transport is reliable")
    @Rfc("6026 §8.4-4: timer D is zero over a reliable transport")
    void acknowledgesAFailureOverAReliableTransportAndEnds() {
        var completed = InviteClient.start(INVITE, Terms.of(true, Timers.RFC3261))
                .machine()
                .received(BUSY);

        assertThat(sent(completed)).isEqualTo(ACK.bytes());
        assertThat(completed.actions()).contains(new Start<>(Timer.D, ZERO), new Deliver<>(BUSY));
    }

    @Test
    @Rfc("6026 §8.4-4: at least 32 s, whatever our T1 is")
    void waitsThirtyTwoSecondsEvenIfT1IsSmall() {
        var quick = new Timers(ofMillis(10), ofMillis(80), ofMillis(100));

        var completed =
                InviteClient.start(INVITE, Terms.of(false, quick)).machine().received(BUSY);

        assertThat(completed.actions()).contains(new Start<>(Timer.D, ofSeconds(32)));
    }

    @Test
    @Rfc("6026 §8.4-5: a repeated failure is acknowledged again and not passed up")
    void acknowledgesARepeatedFailureAgainButDoesNotPassItUp() {
        var completed = started.machine().received(BUSY).machine();

        var again = completed.received(BUSY);

        assertThat(again.actions()).hasSize(1);
        assertThat(sent(again)).isEqualTo(ACK.bytes());
        assertThat(again.machine()).isEqualTo(completed);
    }

    @Test
    @Rfc("6026 §8.4-6: timer D leads from Completed to Terminated")
    @Rfc("6026 §7.2-5: destroyed at once")
    void endsWhenTimerDFires() {
        var over = started.machine().received(BUSY).machine().fired(Timer.D);

        assertThat(over.actions()).containsExactly(new Finish<>());
        assertThat(state(over)).isEqualTo(new State.Terminated());
    }

    @Test
    void ignoresProvisionalResponsesAndSuccessInCompleted() {
        var completed = started.machine().received(BUSY).machine();

        assertStays(completed, completed.received(RINGING));
        assertStays(completed, completed.received(OK));
    }

    @Test
    @Rfc("6026 §7.2-1: a 2xx in Calling leads to Accepted, goes up, and starts timer M with 64*T1")
    @Rfc("6026 §7.2-3: no ACK is generated")
    void acceptsInCalling() {
        assertAccepted(started.machine().received(OK));
    }

    @Test
    @Rfc("6026 §7.2-1: a 2xx in Proceeding leads to Accepted, goes up, and starts timer M with 64*T1")
    @Rfc("6026 §7.2-3: no ACK is generated")
    void acceptsInProceeding() {
        assertAccepted(started.machine().received(RINGING).machine().received(OK));
    }

    @Test
    @Rfc("6026 §7.2-2: every 2xx in Accepted is passed up")
    @Rfc("6026 §7.2-3: no ACK is generated")
    void passesEvery2xxUpWhileAccepted() {
        var accepted = started.machine().received(OK).machine();
        var fromAnotherFork = response(INVITE, 200, new Tag(Slice.of("another")));

        assertThat(accepted.received(OK).actions()).containsExactly(new Deliver<>(OK));
        assertThat(accepted.received(fromAnotherFork).actions()).containsExactly(new Deliver<>(fromAnotherFork));
        assertThat(accepted.received(OK).machine()).isEqualTo(accepted);
    }

    @Test
    @Rfc("6026 §7.2-4: timer M leads from Accepted to Terminated")
    @Rfc("6026 §7.2-5: destroyed at once")
    void endsWhenTimerMFires() {
        var over = started.machine().received(OK).machine().fired(Timer.M);

        assertThat(over.actions()).containsExactly(new Finish<>());
        assertThat(state(over)).isEqualTo(new State.Terminated());
    }

    @Test
    void ignoresAllElseInAccepted() {
        var accepted = started.machine().received(OK).machine();

        assertStays(accepted, accepted.received(RINGING));
        assertStays(accepted, accepted.received(BUSY));
        assertStays(accepted, accepted.transportFailed(REFUSED));
        assertStays(accepted, accepted.cancelWanted(List.of()));
    }

    @Test
    @Rfc("3261 §17.1.4-1: tells the TU of a transport failure and ends")
    void failsWithTheTransport() {
        assertThat(started.machine().transportFailed(REFUSED).actions()).containsExactly(new Fail<>(REFUSED));

        var proceeding = started.machine().received(RINGING).machine();
        assertThat(proceeding.transportFailed(REFUSED).actions()).containsExactly(new Fail<>(REFUSED));
        assertThat(state(proceeding.transportFailed(REFUSED))).isEqualTo(new State.Terminated());
    }

    @Test
    @Rfc("3261 §17.1.4-1: ends when the ACK cannot be sent; the TU has its response and hears nothing")
    void endsWhenTheAckCannotBeSent() {
        var completed = started.machine().received(BUSY).machine();

        assertThat(completed.transportFailed(REFUSED).actions()).containsExactly(new Finish<>());
    }

    @ParameterizedTest
    @EnumSource(Timer.class)
    @Rfc("6026 §7.2-5: nothing happens in Terminated")
    void ignoresEverythingWhenItIsOver(Timer timer) {
        var over = started.machine().fired(Timer.B).machine();

        assertStays(over, over.fired(timer));
        assertStays(over, over.received(OK));
        assertStays(over, over.transportFailed(REFUSED));
        assertStays(over, over.cancelWanted(List.of()));
    }

    @Test
    void ignoresTimersThatNoLongerMatter() {
        var machine = started.machine();
        var proceeding = machine.received(RINGING).machine();
        var completed = machine.received(BUSY).machine();
        var accepted = machine.received(OK).machine();

        List.of(Timer.D, Timer.M, Timer.CANCELLED).forEach(timer -> assertStays(machine, machine.fired(timer)));
        List.of(Timer.A, Timer.B, Timer.D, Timer.M).forEach(timer -> assertStays(proceeding, proceeding.fired(timer)));
        List.of(Timer.A, Timer.B, Timer.M, Timer.CANCELLED)
                .forEach(timer -> assertStays(completed, completed.fired(timer)));
        List.of(Timer.A, Timer.B, Timer.D, Timer.CANCELLED)
                .forEach(timer -> assertStays(accepted, accepted.fired(timer)));
    }

    @Test
    void isAnsweredFromItsFinalResponseOn() {
        assertThat(started.machine().isAnswered()).isFalse();
        assertThat(started.machine().received(RINGING).machine().isAnswered()).isFalse();
        assertThat(started.machine().received(OK).machine().isAnswered()).isTrue();
        assertThat(started.machine().received(BUSY).machine().isAnswered()).isTrue();
    }

    private static void assertFailureAcknowledged(ClientMachine<Timer> machine, SipResponse failure) {
        var completed = machine.received(failure);

        assertThat(completed.actions())
                .hasSize(3)
                .contains(new Start<>(Timer.D, ofSeconds(32)), new Deliver<>(failure));
        assertThat(sent(completed)).isEqualTo(ACK.bytes());
        assertThat(state(completed)).isInstanceOf(State.Completed.class);
    }

    private static void assertAccepted(Step<Timer> accepted) {
        assertThat(accepted.actions()).containsExactly(new Start<>(Timer.M, ofSeconds(32)), new Deliver<>(OK));
        assertThat(state(accepted)).isEqualTo(new State.Accepted());
    }

    private static void assertStays(ClientMachine<Timer> machine, Step<Timer> step) {
        assertThat(step.actions()).isEmpty();
        assertThat(step.machine()).isEqualTo(machine);
    }

    private static Slice sent(Step<Timer> step) {
        return step.actions().stream()
                .filter(Send.class::isInstance)
                .map(action -> ((Send<Timer>) action).request().bytes())
                .findFirst()
                .orElseThrow();
    }

    private static State state(Step<Timer> step) {
        return ((InviteClient) step.machine()).state();
    }
}
