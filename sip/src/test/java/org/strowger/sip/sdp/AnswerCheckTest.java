package org.strowger.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.sdp.Negotiated.Agreed;
import org.strowger.sip.sdp.Negotiated.InvalidAnswer;
import org.strowger.sip.sdp.Negotiated.NothingInCommon;
import org.strowger.sip.testing.Rfc;

class AnswerCheckTest {
    private static final Offer OFFER = new Offer(
            Sdp.audio("m=audio 4000 RTP/AVP 0 8 101", "a=rtpmap:101 telephone-event/8000", "m=video 0 RTP/AVP 31"));

    @Test
    @Rfc("3264 §6: the answer MUST contain exactly the same number of m= lines as the offer")
    void refusesAnAnswerOfAnotherLength() {
        assertThat(OFFER.answeredBy(Sdp.audio("m=audio 5000 RTP/AVP 0")))
                .isEqualTo(new InvalidAnswer("the offer has 2 media descriptions, the answer 1"));
    }

    @Test
    @Rfc("3264 §6.1: the media type of the stream in the answer MUST match that of the offer")
    void refusesAnotherMediaTypeOrProtocol() {
        assertThat(answered("m=video 5000 RTP/AVP 0", "m=video 0 RTP/AVP 31"))
                .isEqualTo(new InvalidAnswer("media description 1 was audio, is answered with video"));
        assertThat(answered("m=audio 5000 RTP/SAVP 0", "m=video 0 RTP/AVP 31"))
                .isEqualTo(new InvalidAnswer("media description 1 was RTP/AVP, is answered with RTP/SAVP"));
    }

    @Test
    @Rfc("3264 §8.2: a stream that is offered with a port of zero MUST be marked with port zero in the answer")
    void refusesToReviveAStreamThatWasNotOffered() {
        assertThat(answered("m=audio 5000 RTP/AVP 0", "m=video 5002 RTP/AVP 31"))
                .isEqualTo(
                        new InvalidAnswer("media description 2 was offered with port 0, is answered with port 5002"));
    }

    @Test
    @Rfc("3264 §6.1: at least one media format from amongst those listed in the offer")
    void refusesFormatsThatWereNotOffered() {
        assertThat(answered("m=audio 5000 RTP/AVP 18", "m=video 0 RTP/AVP 31"))
                .isEqualTo(new InvalidAnswer("media description 1 is answered with none of the formats of the offer"));
    }

    @Test
    @Rfc("3264 §6: an offered stream MAY be rejected in the answer, for any reason")
    void saysThatEveryStreamWasRefused() {
        assertThat(answered("m=audio 0 RTP/AVP 0", "m=video 0 RTP/AVP 31")).isInstanceOf(NothingInCommon.class);
    }

    @Test
    @Rfc("3264 §7: SHOULD use the first media format listed in the answer")
    @Rfc("3264 §5.1: the offerer MUST send with the payload type numbers from the answer")
    void sendsWhatTheAnswerPrefersUnderItsNumbers() {
        var agreed = (Agreed)
                answered("m=audio 5000 RTP/AVP 96 18 8 0", "a=rtpmap:96 telephone-event/8000", "m=video 0 RTP/AVP 31");

        var stream = agreed.streams().getFirst();
        assertThat(stream.codec()).isEqualTo(Codec.PCMA);
        assertThat(stream.telephoneEvent().map(Codec::payloadType)).contains(96);
        assertThat(stream.formats().sends()).extracting(Codec::payloadType).containsExactly(96, 8, 0);
        assertThat(stream.formats().receives()).extracting(Codec::payloadType).containsExactly(0, 8, 101);
    }

    @Test
    @Rfc("3264 §6.1: sendonly MUST be answered recvonly or inactive; we take what both allow of any other answer")
    void sendsNoMoreThanBothDirectionsAllow() {
        var held = new Offer(Sdp.audio("m=audio 4000 RTP/AVP 0", "a=sendonly"));

        var agreed = (Agreed) held.answeredBy(Sdp.audio("m=audio 5000 RTP/AVP 0", "a=sendrecv"));

        assertThat(agreed.streams().getFirst().direction()).isEqualTo(Direction.SENDONLY);
    }

    @Test
    void doesNotJudgeFormatsOfOtherProtocols() {
        var fax = new Offer(Sdp.audio("m=image 4000 udptl t38"));

        assertThat(fax.answeredBy(Sdp.audio("m=image 5000 udptl t38")))
                .isInstanceOfSatisfying(
                        Agreed.class, agreed -> assertThat(agreed.streams()).isEqualTo(List.of()));
    }

    private static Negotiated answered(String mediaField, String... below) {
        return OFFER.answeredBy(Sdp.audio(mediaField, below));
    }
}
