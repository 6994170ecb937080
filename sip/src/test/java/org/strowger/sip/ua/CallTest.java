package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.ua.SessionEnd.Party;

/** Two agents and a call between them, message by message. */
class CallTest {
    private static final Duration LONG = Duration.ofSeconds(100);

    private final Town town = new Town();
    private final Diary atAlices = new Diary();
    private final Diary atBobs = new Diary();
    private final List<IncomingCall> calls = new ArrayList<>();
    private final UserAgent alice = town.alice(UserAgentListener.ABSENT);

    private IncomingCall ringing() {
        town.bob(call -> {
            call.session().follow(atBobs);
            call.ring();
            calls.add(call);
        });
        return calls.isEmpty() ? called() : calls.getLast();
    }

    private IncomingCall called() {
        alice.call(Town.uri(Town.BOB), atAlices);
        town.pass();
        return calls.getLast();
    }

    private InviteSession answered() {
        var session = ringing().answer();
        town.pass();
        return session;
    }

    @Test
    @Rfc("3261 §13.1: INVITE, 180, 200, ACK, and a session")
    @Rfc("3261 §15.1.1: BYE ends it")
    void isSetUpAndEndedByTheCallee() {
        var session = answered();

        session.hangUp();
        town.pass();

        assertThat(town.words("alice", "bob")).containsExactly("INVITE", "ACK", "200");
        assertThat(town.words("bob", "alice")).containsSubsequence("180", "200", "BYE");
        assertThat(atAlices.lines()).containsSubsequence("ringing 180", "answered", "the other side hung up");
        assertThat(atBobs.lines()).containsExactly("answered", "hung up");
    }

    @Test
    void leavesNothingBehind() {
        answered().hangUp();
        town.pass(LONG);

        assertThat(town.loop.armed()).isZero();
        assertThat(alice.leave()).isCompleted();
    }

    @Test
    @Rfc("3261 §9.1: CANCEL ends an INVITE that has no final response")
    @Rfc("3261 §9.2: the INVITE is answered 487")
    void isCancelledWhileItRings() {
        ringing();

        alice.leave();
        town.pass();

        assertThat(town.words("alice", "bob")).containsExactly("INVITE", "CANCEL", "ACK");
        assertThat(town.words("bob", "alice")).contains("180", "200", "487");
        assertThat(atAlices.lines()).endsWith("cancelled");
        assertThat(atBobs.lines()).containsExactly("the caller gave up");
    }

    @Test
    @Rfc("3261 §9.1: the CANCEL waits for a provisional response")
    void isCancelledOnlyWhenSomebodyHasHeard() {
        town.network.swallow(passed -> passed.from().equals("bob"));
        var session = calledAtNobody();

        session.hangUp();
        town.pass(Duration.ofSeconds(40));

        assertThat(town.words("alice", "stranger")).doesNotContain("CANCEL");
        assertThat(session.ended()).isCompletedWithValue(new SessionEnd.Cancelled(Party.US));
    }

    private InviteSession calledAtNobody() {
        var session = alice.call(Town.uri(Town.STRANGER), atAlices);
        town.pass();
        return session;
    }

    @Test
    @Rfc("3261 §15: a 2xx that crosses the CANCEL is acknowledged, then BYE")
    void isHungUpWhenAnswerAndCancelCross() {
        var call = ringing();

        call.answer();
        alice.leave();
        town.pass();

        assertThat(town.words("alice", "bob")).containsExactly("INVITE", "CANCEL", "ACK", "BYE");
        assertThat(atAlices.lines()).endsWith("cancelled");
        assertThat(atBobs.lines()).containsExactly("answered", "the other side hung up");
    }

    @Test
    @Rfc("3261 §13.3.1.4: the 2xx is sent again until the ACK comes")
    @Rfc("3261 §13.2.2.4: an ACK for every 2xx")
    void survivesLostAcknowledgements() {
        var lost = new int[] {3};
        town.network.swallow(
                passed -> passed.summary().contains("ACK") && passed.from().equals("alice") && lost[0]-- > 0);

        answered();
        town.pass(Duration.ofSeconds(10));

        assertThat(town.words("bob", "alice")).filteredOn("200"::equals).hasSize(4);
        assertThat(town.words("alice", "bob")).filteredOn("ACK"::equals).hasSize(4);
        assertThat(atBobs.lines()).containsExactly("answered");
    }

    @Test
    @Rfc("3261 §13.3.1.4: no ACK for 64*T1: the session is terminated by BYE")
    void endsWithoutAnyAcknowledgement() {
        town.network.swallow(passed -> passed.firstLine().startsWith("ACK"));

        answered();
        town.pass(LONG);

        assertThat(atBobs.lines()).containsExactly("failed: no ACK came for our answer");
        assertThat(atAlices.lines()).endsWith("the other side hung up");
        assertThat(town.words("bob", "alice")).filteredOn("200"::equals).hasSize(11);
    }

    @Test
    @Rfc("3261 §15: the callee does not send BYE before the ACK")
    void waitsForTheAcknowledgementBeforeItHangsUp() {
        town.network.swallow(
                passed -> passed.firstLine().startsWith("ACK") && passed.after().compareTo(Duration.ofSeconds(5)) < 0);
        var session = answered();

        session.hangUp();
        town.pass(Duration.ofSeconds(4));
        assertThat(town.words("bob", "alice")).doesNotContain("BYE");

        town.pass(Duration.ofSeconds(10));
        assertThat(town.words("bob", "alice")).contains("BYE");
        assertThat(atBobs.lines()).containsExactly("hung up");
    }

    @Test
    void isRefused() {
        ringing().reject(Status.of(603));
        town.pass();

        assertThat(atAlices.lines()).endsWith("refused: 603 Decline");
        assertThat(atBobs.lines()).containsExactly("refused: 603 Decline");
    }

    @Test
    @Rfc("3261 §8.1.3.4: a UAC follows the Contacts of a 3xx")
    void isRedirected() {
        var carols = new Diary();
        town.agent("carol", "192.0.2.3", Town.settings("carol"), call -> call.answer(carols));
        List<Uri> elsewhere = List.of(Town.uri("192.0.2.3"));

        ringing().redirect(elsewhere);
        town.pass();

        assertThat(town.words("alice", "carol")).containsExactly("INVITE", "ACK");
        assertThat(atAlices.lines()).endsWith("answered");
        assertThat(carols.lines()).containsExactly("answered");
        assertThat(atBobs.lines()).containsExactly("refused: 302 Moved Temporarily");
    }

    @Test
    @Rfc("3261 §13.3.1.1: the UAS repeats its provisional response every minute")
    void ringsAgainEveryMinute() {
        ringing();
        town.pass(Duration.ofSeconds(150));

        assertThat(town.words("bob", "alice")).filteredOn("180"::equals).hasSize(3);
    }

    @Test
    void endsWhenNobodyAnswersTheInvite() {
        var session = calledAtNobody();
        town.pass(Duration.ofSeconds(40));

        assertThat(session.ended()).isCompletedWithValue(new SessionEnd.Failed("no answer"));
    }

    @Test
    void endsWhenTheOtherSideIsDead() {
        var session = answered();
        town.network.swallow(passed -> passed.from().equals("alice"));

        session.hangUp();
        town.pass(LONG);

        assertThat(session.ended()).isCompletedWithValue(new SessionEnd.HungUp(Party.US));
    }

    @Test
    @Rfc("3261 §8.2: one call more than it takes is answered 486")
    void takesAsManyCallsAsItShould() {
        town.agent("bob", Town.BOB, Town.settings("bob").withMostSessions(1), calls::add);
        called();
        alice.call(Town.uri(Town.BOB), atAlices);
        town.pass();

        assertThat(calls).hasSize(1);
        assertThat(atAlices.lines()).endsWith("refused: 486 Busy Here");
    }
}
