package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.ua.SessionEnd.Party;

/** An agent that calls a stranger, who does what strangers do. */
class CallerTest {
    private static final String OK = Town.SDP;

    private final Town town = new Town();
    private final Diary diary = new Diary();

    private InviteSession called(UserAgentSettings settings) {
        var alice = town.agent("alice", Town.ALICE, settings, UserAgentListener.ABSENT);
        var session = alice.call(Town.uri(Town.STRANGER), diary);
        town.pass();
        return session;
    }

    private InviteSession called() {
        return called(Town.settings("alice"));
    }

    private SipRequest invite() {
        return town.last("INVITE", "alice", "stranger");
    }

    private List<String> sent() {
        return town.words("alice", "stranger");
    }

    @Test
    @Rfc("3261 §8.1.1: To, From, CSeq, Call-ID, Max-Forwards, Via; §13.2.1: Contact, Allow, Supported, Accept, an"
            + " offer")
    void saysWhatAnInviteMustSay() {
        called();

        var invite = invite();
        assertThat(invite.requestUri()).hasToString("sip:somebody@192.0.2.9");
        assertThat(invite.toTag()).isEmpty();
        assertThat(invite.fromTag()).isPresent();
        assertThat(invite.maxForwards()).hasValue(70);
        assertThat(invite.headers().value(HeaderName.CONTACT)).hasValue(Slice.of("<sip:alice@192.0.2.1:5060>"));
        assertThat(invite.headers().has(HeaderName.ALLOW)).isTrue();
        assertThat(invite.headers().has(HeaderName.SUPPORTED)).isTrue();
        assertThat(invite.headers().value(HeaderName.CONTENT_TYPE)).hasValue(Slice.of("application/sdp"));
        assertThat(invite.body().toString()).contains("m=audio");
    }

    @Test
    @Rfc("3261 §13.2.2.4: a 2xx of another fork is acknowledged, then ended by BYE in its own dialog")
    void keepsOneOfTwoAnswers() {
        called();
        var invite = town.stranger.request();
        town.stranger.send(Town.response(invite, 180, Town.FIRST, ""));
        town.stranger.send(Town.response(invite, 183, Town.SECOND, ""));
        town.stranger.send(Town.response(invite, 200, Town.SECOND, OK));
        town.pass();
        town.stranger.send(Town.response(invite, 200, Town.FIRST, OK));
        town.pass();

        assertThat(sent()).containsExactly("INVITE", "ACK", "ACK", "BYE");
        var bye = town.last("BYE", "alice", "stranger");
        assertThat(bye.toTag()).hasValue(Town.FIRST);
        assertThat(bye.cseq().number()).isEqualTo(2);
        assertThat(bye.requestUri()).hasToString("sip:first@192.0.2.9");
        assertThat(diary.lines()).containsExactly("ringing 180", "ringing 183", "answered");
    }

    @Test
    @Rfc("3261 §13.2.1: the first description of a dialog is the answer, what comes later is ignored")
    void takesTheFirstDescriptionForTheAnswer() {
        var session = called();
        town.answers(183, Town.FIRST, OK);
        town.answers(200, Town.FIRST, OK.replace("AVP 0", "AVP 9"));

        assertThat(session.answered().join().summary()).isEqualTo("PCMU/8000");
    }

    @Test
    @Rfc("3261 §13.2.2.4: a 2xx whose description is of no use is acknowledged, then BYE")
    void hangsUpOnAnAnswerWithoutUse() {
        called();
        town.answers(200, Town.FIRST, OK.replace("AVP 0", "AVP 9"));
        town.answers(200, Town.FIRST, "");

        assertThat(sent()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(diary.lines()).singleElement().asString().startsWith("failed: ");
    }

    @Test
    void hangsUpOnAnAnswerWithoutDescription() {
        called();
        town.answers(200, Town.FIRST, "");
        town.answers(200, Town.FIRST, "");

        assertThat(sent()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(diary.lines()).containsExactly("failed: the answer describes no session");
    }

    @Test
    @Rfc("3261 §22.2: a challenged request is sent again with credentials and a higher CSeq, same Call-ID, From, To")
    @Rfc("3261 §13.2.2.4: the ACK has the credentials of the INVITE")
    @Rfc("3261 §22.3: 407 is answered in Proxy-Authorization")
    void answersAChallenge() {
        called(Town.settings("alice").withAccount("alice", "wonder"));
        var first = invite();
        challenges(407, "nonce-1", false);
        var second = invite();
        town.answers(200, Town.FIRST, OK);

        assertThat(second.cseq().number()).isEqualTo(first.cseq().number() + 1);
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.fromTag()).isEqualTo(first.fromTag());
        assertThat(second.toTag()).isEmpty();
        var credentials = second.headers().value(HeaderName.PROXY_AUTHORIZATION);
        assertThat(credentials.orElseThrow().toString()).contains("nonce-1", "username=\"alice\"");
        var ack = town.last("ACK", "alice", "stranger");
        assertThat(ack.headers().value(HeaderName.PROXY_AUTHORIZATION)).isEqualTo(credentials);
        assertThat(ack.cseq()).hasToString("2 ACK");
        assertThat(diary.lines()).containsExactly("answered");
    }

    @Test
    @Rfc("3261 §17.1.1.3-1: the ACK for a 2xx is made by the rules of §13: a request of the dialog, under a branch"
            + " of its own")
    @Rfc("3261 §13.2.2.4: with the CSeq number of the INVITE, to the remote target")
    void acknowledgesASuccessInTheDialog() {
        called();
        var invite = town.stranger.request();
        town.answers(200, Town.FIRST, OK);

        var ack = town.last("ACK", "alice", "stranger");
        assertThat(ack.topVia().branch())
                .isPresent()
                .isNotEqualTo(invite.topVia().branch());
        assertThat(ack.cseq().number()).isEqualTo(invite.cseq().number());
        assertThat(ack.toTag()).hasValue(Town.FIRST);
        assertThat(ack.requestUri()).hasToString("sip:first@192.0.2.9");
    }

    @Test
    @Rfc("3261 §22.1: rejected credentials are not tried again")
    void asksOnlyOnce() {
        called(Town.settings("alice").withAccount("alice", "wrong"));
        challenges(407, "nonce-1", false);
        challenges(407, "nonce-2", false);

        assertThat(sent()).filteredOn("INVITE"::equals).hasSize(2);
        assertThat(diary.lines()).containsExactly("refused: 407 Proxy Authentication Required");
    }

    @Test
    @Rfc("3261 §22.4: a stale nonce is answered again with the new one")
    void triesAgainWhenTheNonceWasStale() {
        called(Town.settings("alice").withAccount("alice", "wonder"));
        challenges(401, "nonce-1", false);
        challenges(401, "nonce-2", true);
        town.answers(200, Town.FIRST, OK);

        assertThat(invite().headers()
                        .value(HeaderName.AUTHORIZATION)
                        .orElseThrow()
                        .toString())
                .contains("nonce-2");
        assertThat(diary.lines()).containsExactly("answered");
    }

    @Test
    void hasNothingToAnswerAChallengeWith() {
        called();
        challenges(401, "nonce-1", false);

        assertThat(diary.lines()).containsExactly("refused: 401 Unauthorized");
    }

    @Test
    void answersNoChallengeOfACallThatIsCancelled() {
        var session = called(Town.settings("alice").withAccount("alice", "wonder"));
        town.answers(180, Town.FIRST, "");
        session.hangUp();
        town.pass();
        town.stranger.send(challenge(town.stranger.requests().getFirst(), 407, "nonce-1", false));
        town.pass();

        assertThat(sent()).containsExactly("INVITE", "CANCEL", "ACK");
        assertThat(diary.lines()).containsExactly("ringing 180", "cancelled");
    }

    private void challenges(int code, String nonce, boolean stale) {
        town.stranger.send(challenge(town.stranger.request(), code, nonce, stale));
        town.pass();
    }

    private static SipResponse challenge(SipRequest request, int code, String nonce, boolean stale) {
        var name = code == 407 ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE;
        return Town.respond(request, code, Town.SECOND)
                .header(
                        name,
                        "Digest realm=\"example.com\", nonce=\"" + nonce + "\", qop=\"auth\", algorithm="
                                + Algorithm.SHA_256.token() + (stale ? ", stale=true" : ""))
                .write();
    }

    @Test
    @Rfc("3261 §14.2: an INVITE of the callee while ours is under way is answered 491")
    void asksTheCalleeForPatience() {
        called();
        town.answers(180, Town.FIRST, "");
        var response = within("INVITE", 1);
        town.answers(200, Town.FIRST, OK);

        assertThat(response.status().code()).isEqualTo(491);
        assertThat(diary.lines()).endsWith("answered");
    }

    @Test
    void answersTheCalleesQuestions() {
        called();
        town.answers(180, Town.FIRST, "");
        assertThat(within("OPTIONS", 1).status().code()).isEqualTo(200);
        assertThat(within("BYE", 2).status().code()).isEqualTo(481);
        town.answers(200, Town.FIRST, OK);
        assertThat(within("OPTIONS", 3).status().code()).isEqualTo(200);
        assertThat(within("INFO", 4).status().code()).isEqualTo(405);
        assertThat(within("BYE", 5).status().code()).isEqualTo(200);

        assertThat(diary.lines()).containsExactly("ringing 180", "answered", "the other side hung up");
    }

    /** The stranger sends a request within the dialog it answered under its first tag. */
    private SipResponse within(String method, int number) {
        var invite = town.stranger.requests().getFirst();
        return town.asks("""
            %1$s sip:alice@192.0.2.1 SIP/2.0
            From: <sip:somebody@192.0.2.9>;tag=first
            To: <sip:alice@example.com>;tag=%2$s
            Call-ID: %3$s
            CSeq: %4$d %1$s
            Contact: <sip:first@192.0.2.9>
            """.formatted(method, invite.fromTag().orElseThrow(), invite.callId(), number), "alice");
    }

    @Test
    @Rfc("3261 §8.1.2: through the outbound proxy by a Route")
    void goesThroughItsProxy() {
        var alice = town.agent(
                "alice", Town.ALICE, Town.settings("alice").through("sip:" + Town.STRANGER), UserAgentListener.ABSENT);
        alice.call("sip:bob@somewhere.example");
        town.pass();

        assertThat(invite().requestUri()).hasToString("sip:bob@somewhere.example");
        assertThat(invite().headers().value(HeaderName.ROUTE)).hasValue(Slice.of("<sip:192.0.2.9;lr>"));
    }

    @Test
    void canBeHungUpBeforeAnythingWasSaid() {
        var session = called();
        session.hangUp();
        town.pass(Duration.ofSeconds(40));

        assertThat(session.ended()).isCompletedWithValue(new SessionEnd.Cancelled(Party.US));
        assertThat(diary.lines()).containsExactly("cancelled");
    }

    @Test
    void cannotCallWhereNobodyCanBeFound() {
        var alice = town.agent("alice", Town.ALICE, Town.settings("alice"), UserAgentListener.ABSENT);
        var session = alice.call("tel:+1-201-555-0123");
        town.pass();

        assertThat(session.ended())
                .isCompletedWithValue(new SessionEnd.Failed("nobody can be found at tel:+1-201-555-0123"));
    }
}
