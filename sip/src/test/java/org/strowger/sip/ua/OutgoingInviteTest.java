package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.ua.OutgoingInvite.Action;
import org.strowger.sip.ua.OutgoingInvite.Event;
import org.strowger.sip.ua.SessionEnd.Party;

class OutgoingInviteTest {
    private static final SipRequest INVITE = Town.request("""
        INVITE sip:bob@biloxi.example SIP/2.0
        From: <sip:alice@atlanta.example>;tag=a1
        To: <sip:bob@biloxi.example>
        Call-ID: c1
        CSeq: 1 INVITE
        """);

    private final OutgoingInvite sent = OutgoingInvite.sent();

    private static SipResponse response(int code, Tag tag) {
        return INVITE.respond(Status.of(code)).toTag(tag).write();
    }

    @Test
    void tellsHowFarItIs() {
        var ringing = response(180, Town.FIRST);

        assertThat(sent.on(new Event.Provisional(ringing)).actions()).containsExactly(new Action.Tell(ringing));
    }

    @Test
    @Rfc("3261 §13.2.2.4: an ACK for each 2xx, also for repeated ones")
    void acknowledgesEveryCopyOfItsAnswer() {
        var ok = response(200, Town.FIRST);
        var answered = sent.on(new Event.Accepted(ok));

        assertThat(answered.actions()).containsExactly(new Action.Establish(ok));
        assertThat(answered.machine().on(new Event.Accepted(ok)).actions()).containsExactly(new Action.AckAgain(ok));
    }

    @Test
    @Rfc("3261 §13.2.2.4: a 2xx of another fork is acknowledged and ended by BYE")
    void wantsNoSecondAnswer() {
        var second = response(200, Town.SECOND);
        var answered = sent.on(new Event.Accepted(response(200, Town.FIRST))).machine();

        var again = answered.on(new Event.Accepted(second));
        assertThat(again.actions()).containsExactly(new Action.AckAndBye(second));
        assertThat(again.machine().on(new Event.Accepted(second)).actions())
                .containsExactly(new Action.AckAgain(second));
    }

    @Test
    @Rfc("3261 §13.2.2.3: 4xx, 5xx and 6xx end the early dialogs")
    void endsWithARefusal() {
        var refused = sent.on(new Event.Refused(response(486, Town.FIRST)));

        assertThat(refused.actions())
                .containsExactly(new Action.Finish(new SessionEnd.Refused(Party.THEM, Status.of(486))));
        assertThat(refused.machine().on(new Event.HangUp()).actions()).isEmpty();
    }

    @Test
    @Rfc("3261 §9.1: whatever answers the INVITE then, it is cancelled")
    void cancels() {
        var cancelling = sent.on(new Event.HangUp());

        assertThat(cancelling.actions()).containsExactly(new Action.Cancel());
        assertThat(cancelling.machine().on(new Event.HangUp()).actions()).isEmpty();
        assertThat(cancelling
                        .machine()
                        .on(new Event.Provisional(response(180, Town.FIRST)))
                        .actions())
                .isEmpty();
        var end = new Action.Finish(new SessionEnd.Cancelled(Party.US));
        assertThat(cancelling
                        .machine()
                        .on(new Event.Refused(response(487, Town.FIRST)))
                        .actions())
                .containsExactly(end);
        assertThat(cancelling.machine().on(new Event.Unanswered("silence")).actions())
                .containsExactly(end);
    }

    @Test
    @Rfc("3261 §15: a 2xx that crosses our CANCEL makes a session that is ended by BYE")
    void hangsUpOnAnAnswerThatCrossedItsCancel() {
        var ok = response(200, Town.FIRST);
        var crossed = sent.on(new Event.HangUp()).machine().on(new Event.Accepted(ok));

        assertThat(crossed.actions())
                .containsExactly(new Action.AckAndBye(ok), new Action.Finish(new SessionEnd.Cancelled(Party.US)));
        assertThat(crossed.machine().on(new Event.Accepted(ok)).actions()).containsExactly(new Action.AckAgain(ok));
    }

    @Test
    void ignoresWhatComesAfterTheAnswer() {
        var answered = sent.on(new Event.Accepted(response(200, Town.FIRST))).machine();

        assertThat(answered.on(new Event.Provisional(response(180, Town.SECOND)))
                        .actions())
                .isEmpty();
        assertThat(answered.on(new Event.Unanswered("late")).actions()).isEmpty();
        assertThat(answered.on(new Event.HangUp()).actions()).isEmpty();
    }
}
