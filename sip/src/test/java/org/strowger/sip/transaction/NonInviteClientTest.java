package org.strowger.sip.transaction;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.OPTIONS;
import static org.strowger.sip.transaction.Samples.response;
import static org.strowger.sip.transaction.Samples.trying;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transaction.ClientMachine.Action.Deliver;
import org.strowger.sip.transaction.ClientMachine.Action.Fail;
import org.strowger.sip.transaction.ClientMachine.Action.Finish;
import org.strowger.sip.transaction.ClientMachine.Action.Send;
import org.strowger.sip.transaction.ClientMachine.Action.Start;
import org.strowger.sip.transaction.ClientMachine.Action.TimeOut;
import org.strowger.sip.transaction.ClientMachine.Step;
import org.strowger.sip.transaction.NonInviteClient.State;
import org.strowger.sip.transaction.NonInviteClient.Timer;

class NonInviteClientTest {
    private static final SipResponse TRYING = trying(OPTIONS);
    private static final SipResponse OK = response(OPTIONS, 200);
    private static final IOException REFUSED = new IOException("connection refused");

    private final Step<Timer> started = NonInviteClient.start(OPTIONS, Terms.of(false, Timers.RFC3261));

    @Test
    @Rfc("3261 §17.1.2.2-1: sets timer F to 64*T1")
    @Rfc("3261 §17.1.2.2-2: passes the request to the transport")
    @Rfc("3261 §17.1.2.2-3: sets timer E to T1 over an unreliable transport")
    void sendsTheRequestAndStartsItsTimers() {
        assertThat(started.actions())
                .containsExactly(
                        new Send<>(OPTIONS), new Start<>(Timer.F, ofSeconds(32)), new Start<>(Timer.E, ofMillis(500)));
        assertThat(state(started)).isInstanceOf(State.Trying.class);
    }

    @Test
    @Rfc("3261 §17.1.2.2: no timer E over a reliable transport")
    void doesNotRepeatOverAReliableTransport() {
        var reliable = NonInviteClient.start(OPTIONS, Terms.of(true, Timers.RFC3261));

        assertThat(reliable.actions()).containsExactly(new Send<>(OPTIONS), new Start<>(Timer.F, ofSeconds(32)));
    }

    @Test
    @Rfc("3261 §17.1.2.2: intervals of 500 ms, 1 s, 2 s, 4 s, 4 s, 4 s")
    void doublesTheIntervalUpToT2() {
        var machine = started.machine();
        for (int millis : new int[] {1000, 2000, 4000, 4000, 4000}) {
            var again = machine.fired(Timer.E);

            assertThat(again.actions()).containsExactly(new Send<>(OPTIONS), new Start<>(Timer.E, ofMillis(millis)));
            machine = again.machine();
        }
    }

    @Test
    @Rfc("3261 §17.1.2.2-4: timer F in Trying tells the TU and ends")
    @Rfc("3261 §17.1.2.2-12: destroyed at once")
    void timesOutInTrying() {
        var silent = started.machine().fired(Timer.F);

        assertThat(silent.actions()).containsExactly(new TimeOut<>());
        assertThat(state(silent)).isEqualTo(new State.Terminated());
    }

    @Test
    @Rfc("3261 §17.1.2.2-5: a provisional response goes up and leads to Proceeding")
    void passesAProvisionalResponseUp() {
        var trying = started.machine().received(TRYING);

        assertThat(trying.actions()).containsExactly(new Deliver<>(TRYING));
        assertThat(state(trying)).isEqualTo(new State.Proceeding(OPTIONS));
        assertThat(trying.machine().received(TRYING).actions()).containsExactly(new Deliver<>(TRYING));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 302, 404, 503, 603})
    @Rfc("3261 §17.1.2.2-6: a final response in Trying goes up and leads to Completed")
    @Rfc("3261 §17.1.2.2-10: timer K is T4 over an unreliable transport")
    void completesFromTrying(int code) {
        assertCompleted(started.machine(), response(OPTIONS, code));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 302, 404, 503, 603})
    @Rfc("3261 §17.1.2.2-9: a final response in Proceeding goes up and leads to Completed")
    @Rfc("3261 §17.1.2.2-10: timer K is T4 over an unreliable transport")
    void completesFromProceeding(int code) {
        assertCompleted(started.machine().received(TRYING).machine(), response(OPTIONS, code));
    }

    @Test
    @Rfc("3261 §17.1.2.2-7: timer E in Proceeding sends again and is reset to T2")
    void repeatsEveryT2InProceeding() {
        var proceeding = started.machine().received(TRYING).machine();

        var again = proceeding.fired(Timer.E);

        assertThat(again.actions()).containsExactly(new Send<>(OPTIONS), new Start<>(Timer.E, ofSeconds(4)));
        assertThat(again.machine()).isEqualTo(proceeding);
    }

    @Test
    @Rfc("3261 §17.1.2.2-8: timer F in Proceeding tells the TU and ends")
    void timesOutInProceeding() {
        var silent = started.machine().received(TRYING).machine().fired(Timer.F);

        assertThat(silent.actions()).containsExactly(new TimeOut<>());
        assertThat(state(silent)).isEqualTo(new State.Terminated());
    }

    @Test
    @Rfc("3261 §17.1.2.2-10: timer K is zero over a reliable transport")
    void completesForNoTimeOverAReliableTransport() {
        var completed = NonInviteClient.start(OPTIONS, Terms.of(true, Timers.RFC3261))
                .machine()
                .received(OK);

        assertThat(completed.actions()).containsExactly(new Start<>(Timer.K, ZERO), new Deliver<>(OK));
    }

    @Test
    @Rfc("3261 §17.1.2.2-11: timer K ends it")
    @Rfc("3261 §17.1.2.2-12: destroyed at once")
    void endsWhenTimerKFires() {
        var over = started.machine().received(OK).machine().fired(Timer.K);

        assertThat(over.actions()).containsExactly(new Finish<>());
        assertThat(state(over)).isEqualTo(new State.Terminated());
    }

    @Test
    @Rfc("3261 §17.1.2.1: only a single 2xx response is ever delivered")
    void absorbsRepeatedResponses() {
        var completed = started.machine().received(OK).machine();

        assertStays(completed, completed.received(OK));
        assertStays(completed, completed.received(TRYING));
        assertStays(completed, completed.received(response(OPTIONS, 500)));
        assertStays(completed, completed.fired(Timer.E));
        assertStays(completed, completed.fired(Timer.F));
        assertStays(completed, completed.transportFailed(REFUSED));
    }

    @Test
    @Rfc("3261 §17.1.4-1: tells the TU of a transport failure and ends")
    void failsWithTheTransport() {
        var proceeding = started.machine().received(TRYING).machine();

        assertThat(started.machine().transportFailed(REFUSED).actions()).containsExactly(new Fail<>(REFUSED));
        assertThat(proceeding.transportFailed(REFUSED).actions()).containsExactly(new Fail<>(REFUSED));
        assertThat(state(proceeding.transportFailed(REFUSED))).isEqualTo(new State.Terminated());
    }

    @Test
    @Rfc("3261 §9.1: a CANCEL is not sent for another request than INVITE")
    void cannotBeCancelled() {
        var machine = started.machine();

        assertStays(machine, machine.cancelWanted(List.of()));
    }

    @Test
    @Rfc("3261 §18.1.1-4: begins again over UDP when TCP is refused")
    void beginsAgainOverUdp() {
        var overTcp =
                NonInviteClient.start(OPTIONS, Terms.of(true, Timers.RFC3261)).machine();

        assertThat(overTcp.fellBack(OPTIONS)).isEqualTo(started);
    }

    @ParameterizedTest
    @EnumSource(Timer.class)
    @Rfc("3261 §17.1.2.2-12: nothing happens in Terminated")
    void ignoresEverythingWhenItIsOver(Timer timer) {
        var over = started.machine().fired(Timer.F).machine();

        assertStays(over, over.fired(timer));
        assertStays(over, over.received(OK));
        assertStays(over, over.transportFailed(REFUSED));
    }

    @Test
    void ignoresTimerKBeforeItsTime() {
        var proceeding = started.machine().received(TRYING).machine();

        assertStays(started.machine(), started.machine().fired(Timer.K));
        assertStays(proceeding, proceeding.fired(Timer.K));
    }

    private static void assertCompleted(ClientMachine<Timer> machine, SipResponse last) {
        var completed = machine.received(last);

        assertThat(machine.isAnswered()).isFalse();
        assertThat(completed.actions()).containsExactly(new Start<>(Timer.K, ofSeconds(5)), new Deliver<>(last));
        assertThat(state(completed)).isEqualTo(new State.Completed());
        assertThat(completed.machine().isAnswered()).isTrue();
    }

    private static void assertStays(ClientMachine<Timer> machine, Step<Timer> step) {
        assertThat(step.actions()).isEmpty();
        assertThat(step.machine()).isEqualTo(machine);
    }

    private static State state(Step<Timer> step) {
        return ((NonInviteClient) step.machine()).state();
    }
}
