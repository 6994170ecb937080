package org.strowger.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.sdp.Negotiated.Agreed;
import org.strowger.sip.sdp.Negotiated.NothingInCommon;
import org.strowger.sip.testing.Rfc;

class OfferAnswerTest {
    private static final Origin ALICE = Origin.of("alice", 17, NetworkAddress.of("192.0.2.1"));
    private static final Origin BOB = Origin.of("bob", 23, NetworkAddress.of("192.0.2.2"));
    private static final LocalMedia ALICES = LocalMedia.audio(MediaAddress.of("192.0.2.1", 4000));
    private static final LocalMedia BOBS = LocalMedia.audio(MediaAddress.of("192.0.2.2", 5000));

    @Test
    @Rfc("3264 §5: s= is a dash, t= is \"0 0\", formats in order of preference with rtpmap")
    void offersWhatWeBring() {
        var offer = Offer.of(ALICE, List.of(ALICES));

        assertThat(offer.description().text())
                .isEqualTo(Sdp.lines(
                        "v=0",
                        "o=alice 17 1 IN IP4 192.0.2.1",
                        "s=-",
                        "c=IN IP4 192.0.2.1",
                        "t=0 0",
                        "m=audio 4000 RTP/AVP 0 8 101",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-16",
                        "a=ptime:20",
                        "a=sendrecv"));
    }

    @Test
    void bothSidesSeeTheSameAgreement() {
        var offer = Offer.of(ALICE, List.of(ALICES));
        var bob = agreed(Answer.to(offer.description(), BOB, List.of(BOBS)));
        var alice = agreed(offer.answeredBy(bob.local()));

        assertThat(alice.summary()).isEqualTo("PCMU/8000").isEqualTo(bob.summary());
        assertThat(stream(alice).remote()).hasToString("192.0.2.2:5000");
        assertThat(stream(bob).remote()).hasToString("192.0.2.1:4000");
        assertThat(stream(alice).direction()).isEqualTo(Direction.SENDRECV);
        assertThat(stream(alice).telephoneEvent().map(Codec::payloadType)).contains(101);
        assertThat(stream(bob).packetTime()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    @Rfc("3264 §6.1: RECOMMENDED to list formats in the same relative order as in the offer")
    @Rfc("3264 §6.1: MUST use the payload type numbers from the offer")
    void answersInTheOrderAndUnderTheNumbersOfTheOffer() {
        var offer = Sdp.audio(
                "m=audio 4000 RTP/AVP 98 8 97 96",
                "a=rtpmap:98 opus/48000/2",
                "a=rtpmap:97 telephone-event/8000",
                "a=fmtp:97 0-15",
                "a=rtpmap:96 pcmu/8000");

        var answered = agreed(Answer.to(offer, BOB, List.of(BOBS)));

        assertThat(answered.local().text())
                .contains("m=audio 5000 RTP/AVP 8 97 96\r\n")
                .contains("a=rtpmap:97 telephone-event/8000\r\na=fmtp:97 0-16\r\na=rtpmap:96 pcmu/8000\r\n");
        assertThat(stream(answered).codec()).isEqualTo(Codec.PCMA);
    }

    @Test
    @Rfc("3264 §5.1: without rtpmap the default payload type mapping of the profile is used")
    @Rfc("3551 §6: payload types 0 and 8 are PCMU and PCMA")
    void knowsStaticPayloadTypesWithoutMap() {
        assertThat(agreed(Answer.to(Sdp.audio("m=audio 4000 RTP/AVP 8"), BOB, List.of(BOBS)))
                        .summary())
                .isEqualTo("PCMA/8000");
        assertThat(agreed(Answer.to(Sdp.audio("m=audio 4000 RTP/AVP 18 0"), BOB, List.of(BOBS)))
                        .summary())
                .isEqualTo("PCMU/8000");
    }

    @Test
    void believesAMapMoreThanTheStaticTable() {
        var offer = Sdp.audio("m=audio 4000 RTP/AVP 0 8", "a=rtpmap:0 speex/8000");

        assertThat(agreed(Answer.to(offer, BOB, List.of(BOBS))).local().text()).contains("m=audio 5000 RTP/AVP 8\r\n");
    }

    @ParameterizedTest
    @Rfc("3264 §6.1: sendonly MUST be answered recvonly or inactive, recvonly sendonly or inactive, inactive inactive")
    @CsvSource({
        "SENDRECV, SENDRECV, SENDRECV",
        "SENDONLY, SENDRECV, RECVONLY",
        "RECVONLY, SENDRECV, SENDONLY",
        "INACTIVE, SENDRECV, INACTIVE",
        "SENDRECV, SENDONLY, SENDONLY",
        "SENDONLY, SENDONLY, INACTIVE",
        "SENDRECV, RECVONLY, RECVONLY",
        "RECVONLY, RECVONLY, INACTIVE",
        "SENDRECV, INACTIVE, INACTIVE",
    })
    void mirrorsTheDirectionAsFarAsWeWant(Direction offered, Direction ours, Direction answered) {
        var offer = Offer.of(ALICE, List.of(ALICES.withDirection(offered)));

        var bob = agreed(Answer.to(offer.description(), BOB, List.of(BOBS.withDirection(ours))));
        var alice = agreed(offer.answeredBy(bob.local()));

        assertThat(bob.local().text()).contains("a=" + answered.attribute() + "\r\n");
        assertThat(stream(bob).direction()).isEqualTo(answered);
        assertThat(stream(alice).direction()).isEqualTo(answered.reversed());
    }

    @Test
    @Rfc("3264 §6: the answer MUST contain exactly the same number of m= lines; rejected streams have port zero")
    @Rfc("3264 §6.1: no media formats in common MUST be rejected by setting the port to zero")
    void refusesWhatItCannotUseWithPortZero() {
        var offer = Sdp.audio(
                "m=video 4002 RTP/AVP 31",
                "m=audio 4004 RTP/SAVP 0",
                "m=audio 4006 RTP/AVP 18",
                "m=audio 4008 RTP/AVP 0",
                "m=audio 4010 RTP/AVP 0",
                "m=audio 4012 RTP/AVP 0",
                "c=IN IP4 233.252.0.1/1",
                "m=image 4014 udptl t38");

        var answered = agreed(Answer.to(offer, BOB, List.of(BOBS)));

        assertThat(answered.local().media())
                .extracting(
                        media -> media.media() + " " + media.port() + " " + media.protocol() + " " + media.formats())
                .containsExactly(
                        "video 0 RTP/AVP [31]",
                        "audio 0 RTP/SAVP [0]",
                        "audio 0 RTP/AVP [18]",
                        "audio 5000 RTP/AVP [0]",
                        "audio 0 RTP/AVP [0]",
                        "audio 0 RTP/AVP [0]",
                        "image 0 udptl [t38]");
        assertThat(answered.streams()).hasSize(1);
    }

    @Test
    @Rfc("3264 §8.2: a stream that is offered with a port of zero MUST be marked with port zero in the answer")
    @Rfc("3264 §6: if the offer contained zero m= lines, the answer MUST contain zero m= lines")
    void agreesToOffersWithoutAnyStream() {
        var ended = agreed(Answer.to(Sdp.audio("m=audio 0 RTP/AVP 0"), BOB, List.of(BOBS)));
        assertThat(ended.local().media()).singleElement().matches(MediaDescription::isRefused);
        assertThat(ended.streams()).isEmpty();
        assertThat(ended.summary()).isEqualTo("no media");

        var empty = Sdp.parsed("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\n");
        assertThat(agreed(Answer.to(empty, BOB, List.of(BOBS))).local().media()).isEmpty();
    }

    @Test
    @Rfc("3264 §6.1: no media formats in common for all streams, the entire offered session is rejected")
    void saysThatNothingIsInCommon() {
        var offer = Sdp.audio("m=audio 4000 RTP/AVP 18 101", "a=rtpmap:101 telephone-event/8000");

        assertThat(Answer.to(offer, BOB, List.of(BOBS)))
                .isEqualTo(new NothingInCommon("offered audio G729/8000 telephone-event/8000 over RTP/AVP; "
                        + "ours audio PCMU/8000 PCMA/8000 telephone-event/8000 over RTP/AVP"));
    }

    @Test
    @Rfc("3264 §6: the t= line in the answer MUST equal that of the offer")
    void answersWithTheTimesOfTheOffer() {
        var offer = Sdp.parsed(
                "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=3149328700 0\nm=audio 4000 RTP/AVP 0\n");

        assertThat(agreed(Answer.to(offer, BOB, List.of(BOBS))).local().times()).isEqualTo(offer.times());
    }

    @Test
    @Rfc("3264 §6.1: the same fmtp parameters with the same values MUST be present in the answer")
    void takesParametersAsPartOfTheFormat() {
        var ours = new Codec(RtpMap.of(99, "G7221", 16_000), "bitrate=32000");
        var bring = List.of(BOBS.withCodecs(ours));
        var map = "a=rtpmap:115 G7221/16000";

        var same = Sdp.audio("m=audio 4000 RTP/AVP 115", map, "a=fmtp:115 bitrate=32000");
        assertThat(agreed(Answer.to(same, BOB, bring)).local().text()).contains("a=fmtp:115 bitrate=32000\r\n");
        var other = Sdp.audio("m=audio 4000 RTP/AVP 115", map, "a=fmtp:115 bitrate=24000");
        assertThat(Answer.to(other, BOB, bring)).isInstanceOf(NothingInCommon.class);
    }

    @Test
    @Rfc("3264 §6.1: SHOULD use a packetization interval equal to the ptime of the offer")
    void sendsPacketsAsLongAsTheOtherSideWants() {
        assertThat(packetTime("a=ptime:30")).isEqualTo(Duration.ofMillis(30));
        assertThat(packetTime("a=ptime:2.5")).isEqualTo(Duration.ofNanos(2_500_000));
        assertThat(packetTime("a=ptime:60", "a=maxptime:40")).isEqualTo(Duration.ofMillis(40));
        assertThat(packetTime("a=ptime:20", "a=maxptime:40")).isEqualTo(Duration.ofMillis(20));
        for (var senseless : List.of("0", "-20", "1001", "x", "", "1.2.3", "2.", "99999999999999")) {
            assertThat(packetTime("a=ptime:" + senseless)).as(senseless).isEqualTo(Duration.ofMillis(20));
        }
        assertThat(packetTime("a=rtcp-mux")).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    @Rfc("3264 §8.4: with 0.0.0.0 neither RTP nor RTCP should be sent to the peer")
    void sendsNothingToAnUnspecifiedAddress() {
        var offer = Sdp.audio("m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0", "a=sendrecv");

        assertThat(stream(agreed(Answer.to(offer, BOB, List.of(BOBS)))).direction())
                .isEqualTo(Direction.RECVONLY);
    }

    @Test
    void neitherNeedsNorRepeatsWhatItDoesNotSpeak() {
        var offer = Sdp.audio("m=audio 4000 RTP/AVP 0", "a=rtcp-mux", "a=rtcp:4001", "a=ice-ufrag:x", "a=crypto:1 x y");

        assertThat(agreed(Answer.to(offer, BOB, List.of(BOBS))).local().text()).doesNotContain("rtcp", "ice", "crypto");
    }

    @Test
    void writesTheAddressOfAStreamThatIsElsewhere() {
        var video = new LocalMedia(
                "video",
                MediaAddress.of("2001:db8::1", 6000),
                List.of(new Codec(RtpMap.of(31, "H261", 90_000), "")),
                Direction.SENDONLY,
                Duration.ofMillis(20));

        var description = Offer.of(ALICE, List.of(ALICES, video)).description();

        assertThat(description.text()).contains("m=video 6000 RTP/AVP 31\r\nc=IN IP6 2001:db8::1\r\n");
        assertThat(description.address(description.media().getLast())).hasToString("[2001:db8::1]:6000");
    }

    @Test
    @Rfc("3264 §9: capabilities are indicated with port zero")
    void indicatesCapabilitiesWithPortZero() {
        var media = List.of(ALICES.withAddress(MediaAddress.of("192.0.2.1", 0)));

        assertThat(Offer.of(ALICE, media).description().text()).contains("m=audio 0 RTP/AVP 0 8 101\r\n");
    }

    @Test
    void startsANewSessionAtVersionOne() {
        assertThat(ALICE.sessionVersion()).isEqualTo(BigInteger.ONE);
    }

    private static Duration packetTime(String... attributes) {
        return stream(agreed(Answer.to(Sdp.audio("m=audio 4000 RTP/AVP 0", attributes), BOB, List.of(BOBS))))
                .packetTime();
    }

    static Agreed agreed(Negotiated negotiated) {
        assertThat(negotiated).isInstanceOf(Agreed.class);
        return (Agreed) negotiated;
    }

    static MediaStream stream(Agreed agreed) {
        return agreed.audio().orElseThrow();
    }
}
