package org.strowger.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.sdp.OfferAnswerTest.agreed;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

/** The exchanges of RFC 3264 §10, as the RFC prints them. */
class Rfc3264ExamplesTest {
    private static final SessionDescription ALICE_OFFERS = Sdp.parsed("""
        v=0
        o=alice 2890844526 2890844526 IN IP4 host.anywhere.com
        s=
        c=IN IP4 host.anywhere.com
        t=0 0
        m=audio 49170 RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        m=video 51372 RTP/AVP 31
        a=rtpmap:31 H261/90000
        m=video 53000 RTP/AVP 32
        a=rtpmap:32 MPV/90000
        """);
    private static final SessionDescription BOB_ANSWERS = Sdp.parsed("""
        v=0
        o=bob 2890844730 2890844730 IN IP4 host.example.com
        s=
        c=IN IP4 host.example.com
        t=0 0
        m=audio 49920 RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        m=video 0 RTP/AVP 31
        m=video 53000 RTP/AVP 32
        a=rtpmap:32 MPV/90000
        """);
    private static final SessionDescription BOB_OFFERS = Sdp.parsed("""
        v=0
        o=bob 2890844730 2890844731 IN IP4 host.example.com
        s=
        c=IN IP4 host.example.com
        t=0 0
        m=audio 65422 RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        m=video 0 RTP/AVP 31
        m=video 53000 RTP/AVP 32
        a=rtpmap:32 MPV/90000
        m=audio 51434 RTP/AVP 110
        a=rtpmap:110 telephone-events/8000
        a=recvonly
        """);
    private static final SessionDescription ALICE_ANSWERS = Sdp.parsed("""
        v=0
        o=alice 2890844526 2890844527 IN IP4 host.anywhere.com
        s=
        c=IN IP4 host.anywhere.com
        t=0 0
        m=audio 49170 RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        m=video 0 RTP/AVP 31
        a=rtpmap:31 H261/90000
        m=video 53000 RTP/AVP 32
        a=rtpmap:32 MPV/90000
        m=audio 53122 RTP/AVP 110
        a=rtpmap:110 telephone-events/8000
        a=sendonly
        """);
    private static final SessionDescription BOB_SWITCHES = Sdp.parsed("""
        v=0
        o=bob 2890844730 2890844731 IN IP4 host.example.com
        s=
        c=IN IP4 host.example.com
        t=0 0
        m=audio 54344 RTP/AVP 0 4
        a=rtpmap:0 PCMU/8000
        a=rtpmap:4 G723/8000
        a=inactive
        """);
    private static final SessionDescription BOB_LOCKS = Sdp.parsed("""
        v=0
        o=bob 2890844730 2890844732 IN IP4 host.example.com
        s=
        c=IN IP4 host.example.com
        t=0 0
        m=audio 54344 RTP/AVP 4
        a=rtpmap:4 G723/8000
        a=sendrecv
        """);

    @Test
    @Rfc("3264 §10.1: Bob does not want the first video stream")
    void agreesOnAudioAndTheSecondVideo() {
        var agreed = agreed(new Offer(ALICE_OFFERS).answeredBy(BOB_ANSWERS));

        assertThat(agreed.streams())
                .extracting(stream -> stream.media() + " " + stream.summary() + " " + stream.remote())
                .containsExactly("audio PCMU/8000 host.example.com:49920", "video MPV/90000 host.example.com:53000");
        assertThat(agreed.summary()).isEqualTo("PCMU/8000, MPV/90000");
    }

    @Test
    @Rfc("3264 §10.1: Bob's answer, made by us")
    void answersAsBobDoes() {
        var host = "host.example.com";
        var audio = LocalMedia.audio(MediaAddress.of(host, 49920)).withCodecs(Codec.PCMU);
        var video = new LocalMedia(
                "video",
                MediaAddress.of(host, 53000),
                List.of(new Codec(RtpMap.of(32, "MPV", 90_000), "")),
                Direction.SENDRECV,
                Duration.ofMillis(20));
        var bob = Origin.of("bob", 2_890_844_730L, NetworkAddress.of(host));

        var answer = agreed(Answer.to(ALICE_OFFERS, bob, List.of(audio, video))).local();

        assertThat(answer.media())
                .extracting(MediaDescription::field)
                .isEqualTo(BOB_ANSWERS.media().stream()
                        .map(MediaDescription::field)
                        .toList());
    }

    @Test
    @Rfc("3264 §10.1: Bob changes a port and adds a stream of telephone events, receive only")
    void agreesOnTheModifiedSession() {
        var agreed = agreed(new Offer(BOB_OFFERS).answeredBy(ALICE_ANSWERS));

        assertThat(agreed.streams())
                .extracting(stream -> stream.summary() + " " + stream.direction() + " " + stream.remote())
                .containsExactly(
                        "PCMU/8000 SENDRECV host.anywhere.com:49170",
                        "MPV/90000 SENDRECV host.anywhere.com:53000",
                        "telephone-events/8000 RECVONLY host.anywhere.com:53122");
        assertThat(BOB_OFFERS.origin()).isEqualTo(BOB_ANSWERS.origin().next());
    }

    @Test
    void acceptsAStreamOfNothingButKeys() {
        var offer = Sdp.audio("m=audio 4000 RTP/AVP 110", "a=rtpmap:110 telephone-event/8000", "a=recvonly");
        var alice = Origin.of("alice", 1, NetworkAddress.of("192.0.2.1"));

        var agreed = agreed(Answer.to(offer, alice, List.of(LocalMedia.audio(MediaAddress.of("192.0.2.1", 53122)))));

        assertThat(agreed.summary()).isEqualTo("telephone-event/8000");
        assertThat(agreed.local().text())
                .contains("m=audio 53122 RTP/AVP 110\r\n")
                .contains("a=sendonly\r\n");
    }

    @Test
    @Rfc("3264 §10.2: one of N codec selection")
    void locksDownToOneCodec() {
        var host = "host.anywhere.com";
        var dsp = new LocalMedia(
                "audio",
                MediaAddress.of(host, 62986),
                List.of(
                        Codec.PCMU,
                        new Codec(RtpMap.of(4, "G723", 8000), ""),
                        new Codec(RtpMap.of(18, "G729", 8000), "")),
                Direction.INACTIVE,
                Duration.ofMillis(20));
        var offer = Offer.of(Origin.of("alice", 2_890_844_526L, NetworkAddress.of(host)), List.of(dsp));
        var both = agreed(offer.answeredBy(BOB_SWITCHES)).streams().getFirst();
        assertThat(both.formats().sends()).extracting(Codec::summary).containsExactly("PCMU/8000", "G723/8000");
        assertThat(both.direction()).isEqualTo(Direction.INACTIVE);

        var chosen = dsp.withCodecs(both.formats().sends().getLast()).withDirection(Direction.SENDRECV);
        var locked = Offer.revising(offer.description(), List.of(chosen));
        assertThat(locked.description().text())
                .contains("m=audio 62986 RTP/AVP 4\r\n")
                .contains("a=sendrecv\r\n");
        assertThat(agreed(locked.answeredBy(BOB_LOCKS)).summary()).isEqualTo("G723/8000");
    }
}
