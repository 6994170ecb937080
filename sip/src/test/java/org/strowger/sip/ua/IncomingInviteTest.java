package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.ua.IncomingInvite.Action;
import org.strowger.sip.ua.IncomingInvite.Event;
import org.strowger.sip.ua.IncomingInvite.Event.Timer;
import org.strowger.sip.ua.SessionEnd.Party;

class IncomingInviteTest {
    private final IncomingInvite waiting = IncomingInvite.received(Timers.RFC3261);
    private final IncomingInvite ringing = waiting.on(new Event.Ring()).machine();
    private final IncomingInvite accepted = ringing.on(new Event.Answer()).machine();

    private static Action.Start start(Timer timer, long millis) {
        return new Action.Start(timer, Duration.ofMillis(millis));
    }

    @Test
    @Rfc("3261 §13.3.1.1: a provisional response every minute")
    void ringsEveryMinute() {
        var again = List.of(new Action.Respond(Status.RINGING), start(Timer.REMIND, 60_000));

        assertThat(waiting.on(new Event.Ring()).actions()).isEqualTo(again);
        assertThat(ringing.on(Timer.REMIND).actions()).isEqualTo(again);
        assertThat(ringing.on(new Event.Ring()).actions()).isEmpty();
        assertThat(accepted.on(Timer.REMIND).actions()).isEmpty();
    }

    @Test
    @Rfc("3261 §13.3.1.4: the interval starts at T1 and doubles until it reaches T2")
    void repeatsItsAnswerMoreAndMoreRarely() {
        assertThat(ringing.on(new Event.Answer()).actions())
                .containsExactly(new Action.Accept(), start(Timer.RETRANSMIT, 500), start(Timer.GIVE_UP, 32_000));

        var intervals = new ArrayList<Duration>();
        var machine = accepted;
        for (int i = 0; i < 5; i++) {
            var step = machine.on(Timer.RETRANSMIT);
            machine = step.machine();
            assertThat(step.actions()).first().isEqualTo(new Action.AcceptAgain());
            intervals.add(((Action.Start) step.actions().getLast()).delay());
        }

        assertThat(intervals).map(Duration::toMillis).containsExactly(1000L, 2000L, 4000L, 4000L, 4000L);
    }

    @Test
    void standsWhenTheAcknowledgementIsThere() {
        var confirmed = accepted.on(new Event.Acknowledged());

        assertThat(confirmed.actions()).containsExactly(new Action.Confirm());
        assertThat(confirmed.machine().on(Timer.RETRANSMIT).actions()).isEmpty();
        assertThat(confirmed.machine().on(Timer.GIVE_UP).actions()).isEmpty();
        assertThat(confirmed.machine().on(new Event.Acknowledged()).actions()).isEmpty();
    }

    @Test
    @Rfc("3261 §13.3.1.4: no ACK, then BYE")
    void endsWithoutAcknowledgement() {
        assertThat(accepted.on(Timer.GIVE_UP).actions())
                .containsExactly(new Action.Bye(new SessionEnd.Failed("no ACK came for our answer")));
    }

    @Test
    @Rfc("3261 §15: no BYE of the callee before the ACK, or before the transaction times out")
    void hangsUpWhenItMay() {
        var leaving = accepted.on(new Event.HangUp());
        var bye = new Action.Bye(new SessionEnd.HungUp(Party.US));

        assertThat(leaving.actions()).isEmpty();
        assertThat(leaving.machine().on(new Event.Acknowledged()).actions()).containsExactly(bye);
        assertThat(leaving.machine().on(Timer.GIVE_UP).actions()).containsExactly(bye);
        assertThat(leaving.machine().on(Timer.RETRANSMIT).actions()).contains(new Action.AcceptAgain());
    }

    private static List<Event> endings() {
        return List.of(new Event.Cancelled(), new Event.ByeReceived(), Timer.EXPIRE);
    }

    @ParameterizedTest
    @MethodSource("endings")
    @Rfc("3261 §9.2: CANCEL is answered by 487 to the INVITE")
    @Rfc("3261 §15.1.2: BYE ends what is pending with 487")
    @Rfc("3261 §13.3.1: an INVITE that expires is answered 487")
    void isEndedByTheCaller(Event ending) {
        var expected =
                List.of(new Action.Respond(Status.of(487)), new Action.Finish(new SessionEnd.Cancelled(Party.THEM)));

        assertThat(waiting.on(ending).actions()).isEqualTo(expected);
        assertThat(ringing.on(ending).actions()).isEqualTo(expected);
        assertThat(ringing.on(ending).machine().on(new Event.Answer()).actions())
                .isEmpty();
    }

    @Test
    @Rfc("3261 §9.2: a CANCEL has no effect on what has a final response")
    void isNotCancelledOnceItIsAnswered() {
        assertThat(accepted.on(new Event.Cancelled()).actions()).isEmpty();
        assertThat(accepted.on(Timer.EXPIRE).actions()).isEmpty();
        assertThat(accepted.on(new Event.ByeReceived()).actions())
                .containsExactly(new Action.Finish(new SessionEnd.HungUp(Party.THEM)));
    }

    @Test
    void refuses() {
        var end = new SessionEnd.Refused(Party.US, Status.of(486));
        var refused = waiting.on(new Event.Refuse(Status.of(486), end));

        assertThat(refused.actions()).containsExactly(new Action.Respond(Status.of(486)), new Action.Finish(end));
        assertThat(refused.machine().on(new Event.HangUp()).actions()).isEmpty();
        assertThat(ringing.on(new Event.HangUp()).actions()).contains(new Action.Respond(Status.of(480)));
    }
}
