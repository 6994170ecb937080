package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Rfc;

/** An INVITE that asks for an offer (RFC 3261 §13.2.1). */
class OfferlessCallTest {
    private final Town town = new Town();
    private final Diary diary = new Diary();
    private final List<IncomingCall> calls = new ArrayList<>();

    private SipResponse offered() {
        town.bob(calls::add);
        town.sends(text("INVITE", "", ""), "bob");
        calls.getFirst().answer(diary);
        town.pass();
        return town.stranger.responses().getLast();
    }

    private static String text(String method, String tag, String more) {
        return """
            %1$s sip:bob@192.0.2.2 SIP/2.0
            From: <sip:stranger@example.com>;tag=s1
            To: <sip:bob@example.com>%2$s
            Call-ID: call-1
            CSeq: 1 %1$s
            Contact: <sip:stranger@192.0.2.9>
            """.formatted(method, tag) + more;
    }

    @Test
    @Rfc("3261 §13.2.1: the offer is in the 2xx, the answer in the ACK")
    void isAgreedUponByTheAck() {
        var ok = offered();
        assertThat(ok.body().toString()).contains("m=audio 9 RTP/AVP 0 8 101");
        assertThat(diary.lines()).isEmpty();

        town.sends(
                text(
                        "ACK",
                        ";tag=" + ok.toTag().orElseThrow(),
                        "Content-Type: application/sdp\n\n" + Town.SDP.replace("\r", "")),
                "bob");

        assertThat(diary.lines()).containsExactly("answered");
    }

    @Test
    @Rfc("3261 §13.2.1: an ACK without the answer ends the session")
    void endsWithoutAnAnswer() {
        var ok = offered();

        town.sends(text("ACK", ";tag=" + ok.toTag().orElseThrow(), ""), "bob");
        town.answers(200, Town.FIRST, "");

        assertThat(town.stranger.methods()).containsExactly("BYE");
        assertThat(diary.lines()).containsExactly("failed: the ACK brought no answer to our offer");
    }
}
