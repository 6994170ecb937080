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
import org.strowger.sip.transaction.NonInviteServer.Timer;
import org.strowger.sip.transaction.ServerMachine.Action.Deliver;
import org.strowger.sip.transaction.ServerMachine.Action.Finish;
import org.strowger.sip.transaction.ServerMachine.Action.Send;
import org.strowger.sip.transaction.ServerMachine.Action.SendAgain;
import org.strowger.sip.transaction.ServerMachine.Action.SendAndKeep;
import org.strowger.sip.transaction.ServerMachine.Action.Start;
import org.strowger.sip.transaction.ServerMachine.Action.TellUnsent;
import org.strowger.sip.transaction.ServerMachine.Step;

class NonInviteServerTest {
    private static final SipResponse TRYING = trying(OPTIONS);
    private static final SipResponse OK = response(OPTIONS, 200);
    private static final IOException UNREACHABLE = new IOException("unreachable");

    private static final Terms UNRELIABLE = Terms.of(false, Timers.RFC3261);
    private static final Terms RELIABLE = Terms.of(true, Timers.RFC3261);

    private final Step<Timer> started = NonInviteServer.start(OPTIONS, UNRELIABLE);
    private final ServerMachine<Timer> trying = started.machine();
    private final ServerMachine<Timer> reliable =
            NonInviteServer.start(OPTIONS, RELIABLE).machine();
    private final ServerMachine<Timer> proceeding = trying.fired(Timer.TRYING).machine();
    private final ServerMachine<Timer> completed = trying.responded(OK).machine();

    @Test
    @Rfc("3261 §17.2.2: begins in Trying and passes the request up")
    void passesTheRequestUp() {
        assertThat(started.actions())
                .containsExactly(
                        new Deliver<>(OPTIONS),
                        new Start<>(Timer.TRYING, ofMillis(3500)),
                        new Start<>(Timer.EXPIRY, ofSeconds(32)));
        assertThat(started.machine()).isEqualTo(new NonInviteServer.Trying(OPTIONS, UNRELIABLE));
    }

    @Test
    @Rfc("3261 §17.2.2: discards repeated requests in Trying")
    void discardsRepeatedRequestsInTrying() {
        assertThat(trying.repeated().actions()).isEmpty();
        assertThat(trying.repeated().machine()).isEqualTo(trying);
    }

    @Test
    @Rfc("4320 §4.1-3: says 100 if nobody responded until timer E of a client is T2, whatever the transport")
    void saysTryingForASilentUser() {
        for (var machine : List.of(trying, reliable)) {
            var tried = machine.fired(Timer.TRYING);

            assertThat(tried.actions()).hasSize(1);
            assertThat(((Send<Timer>) tried.actions().getFirst()).response().bytes())
                    .isEqualTo(TRYING.bytes());
            assertThat(tried.machine()).isInstanceOf(NonInviteServer.Proceeding.class);
        }
    }

    @Test
    @Rfc("4320 §4.1-2: drops a 100 over an unreliable transport before that time")
    void dropsA100ThatComesTooSoon() {
        assertThat(trying.responded(TRYING).actions()).isEmpty();
        assertThat(trying.responded(TRYING).machine()).isEqualTo(trying);
    }

    @Test
    @Rfc("4320 §4.1: a 100 may go over a reliable transport at any time")
    @Rfc("3261 §17.2.2-1: a provisional response leads from Trying to Proceeding")
    @Rfc("3261 §17.2.2-2: and is sent")
    void sendsA100OverAReliableTransportAtAnyTime() {
        var step = reliable.responded(TRYING);

        assertThat(step.actions()).containsExactly(new Send<>(TRYING));
        assertThat(step.machine()).isEqualTo(new NonInviteServer.Proceeding(TRYING, RELIABLE));
        assertThat(step.machine().fired(Timer.TRYING).actions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 180, 183, 199})
    @Rfc("4320 §4.1-1: never sends another provisional response than 100")
    void dropsOtherProvisionalResponses(int code) {
        var progress = response(OPTIONS, code);

        assertThat(trying.responded(progress).actions()).isEmpty();
        assertThat(reliable.responded(progress).actions()).isEmpty();
        assertThat(proceeding.responded(progress).actions()).isEmpty();
    }

    @Test
    @Rfc("3261 §17.2.2-3: sends further provisional responses in Proceeding")
    void sendsFurther100s() {
        assertThat(proceeding.responded(TRYING).actions()).containsExactly(new Send<>(TRYING));
    }

    @Test
    @Rfc("3261 §17.2.2-4: a repeated request is answered with the most recent provisional response")
    void repeatsThe100() {
        var tried = reliable.responded(TRYING).machine();

        assertThat(tried.repeated().actions()).containsExactly(new Send<>(TRYING));
        assertThat(tried.repeated().machine()).isEqualTo(tried);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 404, 487, 503, 603})
    @Rfc("3261 §17.2.2-5: a final response in Proceeding is sent and leads to Completed")
    @Rfc("3261 §17.2.2-6: timer J is 64*T1 over an unreliable transport")
    void completes(int code) {
        for (var machine : List.of(trying, proceeding)) {
            var last = response(OPTIONS, code);

            var step = machine.responded(last);

            assertThat(step.actions()).containsExactly(new SendAndKeep<>(last), new Start<>(Timer.J, ofSeconds(32)));
            assertThat(step.machine()).isInstanceOf(NonInviteServer.Completed.class);
        }
    }

    @Test
    @Rfc("3261 §17.2.2-6: timer J is zero over a reliable transport")
    void completesForNoTimeOverAReliableTransport() {
        assertThat(reliable.responded(OK).actions()).containsExactly(new Send<>(OK), new Start<>(Timer.J, ZERO));
    }

    @Test
    @Rfc("3261 §17.2.2-7: a repeated request is answered with the final response")
    void answersARepeatedRequestWithTheFinalResponse() {
        var again = completed.repeated();

        assertThat(again.actions()).containsExactly(new SendAgain<>());
        assertThat(again.machine()).isEqualTo(completed);
    }

    @Test
    @Rfc("3261 §17.2.2-8: discards any other final response in Completed")
    void discardsASecondFinalResponse() {
        assertThat(completed.responded(response(OPTIONS, 500)).actions()).isEmpty();
        assertThat(completed.responded(OK).actions()).isEmpty();
        assertThat(completed.responded(TRYING).actions()).isEmpty();
        assertThat(completed.responded(OK).machine()).isEqualTo(completed);
    }

    @Test
    @Rfc("3261 §17.2.2-9: timer J ends it")
    @Rfc("3261 §17.2.2-10: destroyed at once")
    void endsWhenTimerJFires() {
        assertThat(completed.fired(Timer.J).actions()).containsExactly(new Finish<>());
        assertThat(completed.fired(Timer.J).machine()).isEqualTo(new NonInviteServer.Terminated());
    }

    @Test
    @Rfc("4320 §4.2-1: never sends 408")
    void neverSays408() {
        var timeout = response(OPTIONS, 408);

        for (var machine : List.of(trying, reliable, proceeding)) {
            assertThat(machine.responded(timeout).actions()).isEmpty();
            assertThat(machine.responded(timeout).machine()).isEqualTo(machine);
        }
    }

    @Test
    @Rfc("4320 §4.2-1: an element that cannot respond before the transaction expires sends no final response at all")
    @Rfc("4320 §4.2-2: and what comes later is not sent")
    void expiresWithoutAnAnswer() {
        for (var machine : List.of(trying, reliable, proceeding)) {
            var expired = machine.fired(Timer.EXPIRY);

            assertThat(expired.actions()).containsExactly(new Finish<>());
            assertThat(expired.machine().responded(OK).actions()).isEmpty();
        }
    }

    @Test
    @Rfc("6026 §8.8-1: tells the TU that a response could not be sent, and remains in its state")
    void remainsWhereItIsWhenAResponseCannotBeSent() {
        for (var machine : List.of(trying, proceeding, completed)) {
            var step = machine.transportFailed(UNREACHABLE);

            assertThat(step.actions()).containsExactly(new TellUnsent<>(UNREACHABLE));
            assertThat(step.machine()).isEqualTo(machine);
        }
    }

    @Test
    void ignoresTimersThatNoLongerMatter() {
        assertStays(trying, Timer.J);
        assertStays(proceeding, Timer.J);
        assertStays(proceeding, Timer.TRYING);
        assertStays(completed, Timer.TRYING);
        assertStays(completed, Timer.EXPIRY);
    }

    @ParameterizedTest
    @EnumSource(Timer.class)
    @Rfc("3261 §17.2.2-10: nothing happens in Terminated")
    void ignoresEverythingWhenItIsOver(Timer timer) {
        var over = completed.fired(Timer.J).machine();

        assertStays(over, timer);
        assertThat(over.repeated().actions()).isEmpty();
        assertThat(over.responded(OK).actions()).isEmpty();
        assertThat(over.transportFailed(UNREACHABLE).actions()).isEmpty();
        assertThat(over.acknowledged(OPTIONS).actions()).isEmpty();
    }

    @Test
    void isAnsweredFromItsFinalResponseOn() {
        assertThat(trying.isAnswered()).isFalse();
        assertThat(proceeding.isAnswered()).isFalse();
        assertThat(completed.isAnswered()).isTrue();
    }

    private static void assertStays(ServerMachine<Timer> machine, Timer timer) {
        assertThat(machine.fired(timer).actions()).isEmpty();
        assertThat(machine.fired(timer).machine()).isEqualTo(machine);
    }
}
