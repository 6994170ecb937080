package org.strowger.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.sdp.OfferAnswerTest.agreed;
import static org.strowger.sip.sdp.OfferAnswerTest.stream;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

class ModifiedSessionTest {
    private static final Origin ALICE = Origin.of("alice", 17, NetworkAddress.of("192.0.2.1"));
    private static final Origin BOB = Origin.of("bob", 23, NetworkAddress.of("192.0.2.2"));
    private static final LocalMedia ALICES = LocalMedia.audio(MediaAddress.of("192.0.2.1", 4000));
    private static final LocalMedia BOBS = LocalMedia.audio(MediaAddress.of("192.0.2.2", 5000));
    private static final LocalMedia VIDEO = new LocalMedia(
            "video",
            MediaAddress.of("192.0.2.1", 6000),
            List.of(new Codec(RtpMap.of(31, "H261", 90_000), "")),
            Direction.SENDRECV,
            Duration.ofMillis(20));

    private final Offer first = Offer.of(ALICE, List.of(ALICES));
    private final SessionDescription answer =
            agreed(Answer.to(first.description(), BOB, List.of(BOBS))).local();

    @Test
    @Rfc("3264 §8: the o= line MUST be identical, except that the version MUST increment by one")
    @Rfc("3264 §8.4: a sendrecv stream is placed on hold by marking it as sendonly")
    void holdsAndResumes() {
        var hold = Offer.revising(first.description(), List.of(ALICES.held()));
        assertThat(hold.description().origin()).isEqualTo(ALICE.next());
        assertThat(hold.description().text()).contains("a=sendonly\r\n");

        var held = agreed(Answer.revising(hold.description(), answer, List.of(BOBS)));
        assertThat(held.local().origin()).isEqualTo(BOB.next());
        assertThat(stream(held).direction()).isEqualTo(Direction.RECVONLY);

        var resume = Offer.revising(hold.description(), List.of(ALICES));
        assertThat(resume.description().origin().sessionVersion()).isEqualTo(BigInteger.valueOf(3));
        var resumed = agreed(Answer.revising(resume.description(), held.local(), List.of(BOBS)));
        assertThat(stream(resumed).direction()).isEqualTo(Direction.SENDRECV);
        assertThat(resumed.local().origin().sessionVersion()).isEqualTo(BigInteger.valueOf(3));
    }

    @Test
    @Rfc("3264 §8.4: a recvonly stream is placed on hold by marking it inactive")
    void holdsWhatWeOnlyReceiveByMarkingItInactive() {
        assertThat(ALICES.withDirection(Direction.RECVONLY).held().direction()).isEqualTo(Direction.INACTIVE);
        assertThat(ALICES.held().held().direction()).isEqualTo(Direction.SENDONLY);
    }

    @Test
    @Rfc("3264 §8: if the version does not increment, the SDP MUST be identical")
    void keepsTheVersionOfWhatDidNotChange() {
        assertThat(Offer.revising(first.description(), List.of(ALICES))).isEqualTo(first);

        var again = agreed(Answer.revising(first.description(), answer, List.of(BOBS)));
        assertThat(again.local()).isEqualTo(answer);
    }

    @Test
    @Rfc("3264 §8.1: new media descriptions MUST appear below any existing ones")
    @Rfc("3264 §8.2: streams are removed by setting the port to zero")
    @Rfc("3264 §8.1: or the slot of a disabled stream is reused")
    void addsRemovesAndReusesSlots() {
        var added = Offer.revising(first.description(), List.of(ALICES, VIDEO)).description();
        assertThat(added.media()).extracting(MediaDescription::port).containsExactly(4000, 6000);

        var removed = Offer.revising(added, List.of(VIDEO)).description();
        assertThat(removed.media()).extracting(MediaDescription::port).containsExactly(0, 6000);
        assertThat(removed.media().getFirst().section()).isEqualTo(Section.EMPTY);

        var reused = Offer.revising(removed, List.of(VIDEO, ALICES)).description();
        assertThat(reused.media()).extracting(MediaDescription::port).containsExactly(4000, 6000);
        assertThat(reused.origin().sessionVersion()).isEqualTo(BigInteger.valueOf(4));
    }

    @Test
    @Rfc("3264 §8.3.2: the mapping from a dynamic payload type to a codec MUST NOT change in a session")
    void keepsTheNumbersOfEarlierDescriptions() {
        var offer = Sdp.audio(
                "m=audio 4000 RTP/AVP 0 96 101", "a=rtpmap:96 telephone-event/8000", "a=rtpmap:101 PCMA/8000");
        var answered = agreed(Answer.to(offer, BOB, List.of(BOBS))).local();
        assertThat(formats(answered)).containsExactly("0", "96", "101");

        var next = Offer.revising(answered, List.of(BOBS)).description();
        assertThat(formats(next)).containsExactly("0", "101", "96");

        var clash = Sdp.audio("m=audio 4000 RTP/AVP 0 101", "a=rtpmap:101 PCMA/8000");
        var clashed = agreed(Answer.to(clash, BOB, List.of(BOBS))).local();
        assertThat(formats(Offer.revising(clashed, List.of(BOBS)).description()))
                .containsExactly("0", "101", "96");
    }

    @Test
    @Rfc("3264 §8.3.1: the port and the address of a stream MAY be changed")
    void movesAStream() {
        var moved =
                Offer.revising(first.description(), List.of(ALICES.withAddress(MediaAddress.of("192.0.2.9", 4100))));

        var bob = agreed(Answer.revising(moved.description(), answer, List.of(BOBS)));
        assertThat(stream(bob).remote()).hasToString("192.0.2.9:4100");
        assertThat(moved.description().origin()).isEqualTo(ALICE.next());
        assertThat(bob.local()).isEqualTo(answer);
    }

    @Test
    @Rfc("3264 §6.1: no media formats in common for all streams, the entire offered session is rejected")
    void saysThatARevisionHasNothingInCommon() {
        assertThat(Answer.revising(Sdp.audio("m=audio 4000 RTP/AVP 18"), answer, List.of(BOBS)))
                .isInstanceOf(Negotiated.NothingInCommon.class);
    }

    private static List<String> formats(SessionDescription session) {
        return session.media().getFirst().formats();
    }
}
