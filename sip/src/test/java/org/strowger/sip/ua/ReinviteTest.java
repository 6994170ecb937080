package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.testing.Rfc;

/** What happens within a dialog that a stranger began with an agent of ours. */
class ReinviteTest {
    private static final String WITH_SDP = "Content-Type: application/sdp\n\n" + Town.SDP.replace("\r", "");

    private final Town town = new Town();
    private final Diary diary = new Diary();
    private final List<IncomingCall> calls = new ArrayList<>();
    private String tag = "";

    @BeforeEach
    void bobIsCalled() {
        town.bob(calls::add);
        says("INVITE", 10, WITH_SDP);
    }

    /** The stranger sends a request of that number. */
    private void says(String method, int number, String more) {
        town.sends(text(method, number, more), "bob");
    }

    /** The same, and what came back last. */
    private SipResponse asks(String method, int number, String more) {
        return town.asks(text(method, number, more), "bob");
    }

    private String text(String method, int number, String more) {
        return """
            %1$s sip:bob@192.0.2.2 SIP/2.0
            From: <sip:stranger@example.com>;tag=s1
            To: <sip:bob@example.com>%2$s
            Call-ID: call-1
            CSeq: %3$d %1$s
            Contact: <sip:stranger@192.0.2.9>
            """.formatted(method, tag, number) + more;
    }

    private SipResponse answered() {
        calls.getFirst().answer(diary);
        town.pass();
        var ok = town.stranger.responses().getLast();
        tag = ";tag=" + ok.toTag().orElseThrow();
        return ok;
    }

    private void established() {
        answered();
        says("ACK", 10, "");
        assertThat(diary.lines()).containsExactly("answered");
    }

    private static String sdp(SipResponse response) {
        return response.body().toString();
    }

    private static String version(SipResponse response) {
        return sdp(response)
                .lines()
                .filter(line -> line.startsWith("o="))
                .findFirst()
                .orElseThrow()
                .split(" ", -1)[2];
    }

    @Test
    @Rfc("3261 §14.2: a changed offer is answered with a changed answer")
    @Rfc("3264 §8: the version grows by one")
    void changesTheSession() {
        var first = answered();
        says("ACK", 10, "");

        var ok = asks("INVITE", 11, WITH_SDP.replace("PCMU", "").replace("AVP 0", "AVP 8"));
        says("ACK", 11, "");

        assertThat(ok.status().code()).isEqualTo(200);
        assertThat(sdp(ok)).contains("m=audio 9 RTP/AVP 8");
        assertThat(Long.parseLong(version(ok))).isEqualTo(Long.parseLong(version(first)) + 1);
        assertThat(diary.lines()).containsExactly("answered", "answered");
    }

    @Test
    @Rfc("3261 §14.2: an offer that cannot be accepted is answered 488 and the session stays")
    void staysAsItWas() {
        established();

        assertThat(asks("INVITE", 11, WITH_SDP.replace("AVP 0", "AVP 9"))
                        .status()
                        .code())
                .isEqualTo(488);
        assertThat(asks("BYE", 12, "").status().code()).isEqualTo(200);
        assertThat(diary.lines()).containsExactly("answered", "the other side hung up");
    }

    @Test
    @Rfc("3261 §14.2: no offer is answered with an offer; the ACK brings the answer")
    void offersWhenItIsAskedTo() {
        established();

        var ok = asks("INVITE", 11, "");
        assertThat(sdp(ok)).contains("m=audio");
        says("ACK", 11, WITH_SDP);

        assertThat(diary.lines()).containsExactly("answered", "answered");
    }

    @Test
    @Rfc("3261 §14.2: a second INVITE before the answer to the first is answered 500 with Retry-After")
    void asksForPatienceBeforeItHasAnswered() {
        calls.getFirst().ring();
        town.pass();
        tag = ";tag=" + town.stranger.responses().getLast().toTag().orElseThrow();

        var refused = asks("INVITE", 11, WITH_SDP);

        assertThat(refused.status().code()).isEqualTo(500);
        var seconds = refused.headers().value(HeaderName.RETRY_AFTER).orElseThrow();
        assertThat(Integer.parseInt(seconds.toString())).isBetween(0, 10);
    }

    @Test
    @Rfc("3261 §14.2: an INVITE while our offer or answer is under way is answered 491")
    void asksForPatienceUntilItIsAcknowledged() {
        answered();

        town.stranger.responses().clear();
        says("INVITE", 11, WITH_SDP);

        assertThat(town.stranger.codes()).contains(491);
    }

    @Test
    @Rfc("3261 §12.2.2: a request that is out of order is answered 500")
    void refusesWhatComesTooLate() {
        established();

        assertThat(asks("OPTIONS", 9, "").status().code()).isEqualTo(500);
        assertThat(asks("OPTIONS", 30, "").status().code()).isEqualTo(200);
    }

    @Test
    @Rfc("3261 §12.2.2: a re-INVITE moves the remote target")
    void followsTheOtherSideToAnotherAddress() {
        established();
        var other = new Peer(town.network.node("moved", "192.0.2.10"));

        town.stranger.send(Town.request("""
            INVITE sip:bob@192.0.2.2 SIP/2.0
            From: <sip:stranger@example.com>;tag=s1
            To: <sip:bob@example.com>%s
            Call-ID: call-1
            CSeq: 11 INVITE
            Contact: <sip:stranger@192.0.2.10>
            """.formatted(tag) + WITH_SDP), town.node("bob"));
        town.pass();
        says("ACK", 11, "");
        calls.getFirst().session().hangUp();
        town.pass();

        assertThat(other.methods()).containsExactly("BYE");
    }

    @Test
    @Rfc("3261 §13.3.1.4: a 2xx to a re-INVITE is sent again until the ACK, then BYE")
    void endsIfAChangeIsNotAcknowledged() {
        established();
        says("INVITE", 11, WITH_SDP);
        town.pass(Duration.ofSeconds(33));

        assertThat(town.stranger.methods()).contains("BYE");
        town.pass(Duration.ofSeconds(40));
        assertThat(diary.lines()).last().isEqualTo("failed: no ACK came for our answer");
    }

    @Test
    @Rfc("3261 §15.1.2: BYE ends the call while it rings, 487 answers the INVITE")
    void endsByAByeBeforeItIsAnswered() {
        calls.getFirst().session().follow(diary);
        calls.getFirst().ring();
        town.pass();
        tag = ";tag=" + town.stranger.responses().getLast().toTag().orElseThrow();

        says("BYE", 11, "");

        assertThat(town.stranger.codes()).contains(180, 200, 487);
        assertThat(diary.lines()).containsExactly("the caller gave up");
    }

    @Test
    void refusesChangesWhileItHangsUp() {
        established();
        town.network.swallow(
                passed -> passed.from().equals("stranger") && passed.firstLine().startsWith("SIP"));
        calls.getFirst().session().hangUp();
        town.pass();

        assertThat(asks("INVITE", 11, WITH_SDP).status().code()).isEqualTo(481);
        assertThat(asks("BYE", 12, "").status().code()).isEqualTo(200);
        assertThat(diary.lines()).hasSize(2);
    }
}
