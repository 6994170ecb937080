package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.strowger.sip.sdp.Answer;
import org.strowger.sip.sdp.Codec;
import org.strowger.sip.sdp.Direction;
import org.strowger.sip.sdp.Formats;
import org.strowger.sip.sdp.LocalMedia;
import org.strowger.sip.sdp.MediaAddress;
import org.strowger.sip.sdp.MediaStream;
import org.strowger.sip.sdp.Negotiated;
import org.strowger.sip.sdp.NetworkAddress;
import org.strowger.sip.sdp.Offer;
import org.strowger.sip.sdp.Origin;
import org.strowger.sip.testing.FakeClock;
import org.strowger.sip.testing.Rfc;

/** Two agents over real sockets of the loopback, their pacers turned by hand. */
class RtpSessionTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final FakeClock clock = new FakeClock();
    private final HandPacer alicePacer = new HandPacer();
    private final HandPacer bobPacer = new HandPacer();
    private final RtpSession alice = open(alicePacer, Tone.CALLER);
    private RtpSession bob = open(bobPacer, Tone.CALLEE);

    @AfterEach
    void hangUp() {
        alice.close();
        bob.close();
        alicePacer.run();
        bobPacer.run();
    }

    @Test
    void bothHearEachOther() {
        agree(LocalMedia.audio(alice.address()), LocalMedia.audio(bob.address()));

        talk(10);

        assertThat(hears(alice, alicePacer, Tone.CALLEE)).isTrue();
        assertThat(hears(alice, alicePacer, Tone.CALLER)).isFalse();
        assertThat(hears(bob, bobPacer, Tone.CALLER)).isTrue();
        assertThat(statistics(alice, alicePacer).summary()).isEqualTo("sent 10, received 10, lost 0, jitter 0.0 ms");
        assertThat(statistics(bob, bobPacer).received().bytes()).isEqualTo(1600);
    }

    @Test
    void speaksTheCodecThatWasAgreedOn() {
        var codecs = LocalMedia.audio(alice.address()).withCodecs(Codec.PCMA);
        agree(codecs, LocalMedia.audio(bob.address()));

        talk(10);

        assertThat(hears(alice, alicePacer, Tone.CALLEE)).isTrue();
        assertThat(hears(bob, bobPacer, Tone.CALLER)).isTrue();
    }

    @Test
    @Rfc("3264 §5.1: it cannot actually send until the peer provides an answer with the address")
    void sendsNothingBeforeItKnowsWhereTo() {
        alicePacer.tick();
        alicePacer.tick();

        assertThat(alicePacer.intervals()).isEmpty();
        assertThat(statistics(alice, alicePacer).sent().packets()).isZero();
    }

    @Test
    @Rfc("3264 §5.1: the offerer MUST be prepared to receive media once it has sent the offer")
    void hearsMediaThatComesBeforeTheAnswer() {
        bob.agree(stream(alice.address(), Direction.SENDRECV, Duration.ofMillis(20)));
        for (int i = 0; i < 5; i++) {
            bobPacer.tick();
            alicePacer.await();
        }

        assertThat(hears(alice, alicePacer, Tone.CALLEE)).isTrue();
    }

    @Test
    @Rfc("3264 §8.4: a stream on hold is sent one way only")
    void fallsSilentOnHoldAndSpeaksAgain() {
        agree(LocalMedia.audio(alice.address()), LocalMedia.audio(bob.address()));
        talk(2);
        agree(LocalMedia.audio(alice.address()).held(), LocalMedia.audio(bob.address()));

        alicePacer.tick();
        bobPacer.await();
        bobPacer.tick();
        assertThat(statistics(alice, alicePacer).sent().packets()).isEqualTo(3);
        assertThat(statistics(bob, bobPacer).sent().packets()).isEqualTo(2);

        agree(LocalMedia.audio(alice.address()), LocalMedia.audio(bob.address()));
        talk(1);
        assertThat(statistics(bob, bobPacer).sent().packets()).isEqualTo(3);
        assertThat(statistics(alice, alicePacer).received().lost()).isZero();
        assertThat(alicePacer.intervals()).as("one ticking for all of it").hasSize(1);
    }

    @Test
    void anEchoSendsBackWhatItHears() {
        bob.close();
        bobPacer.run();
        bob = open(bobPacer, new Voice.Echo());
        agree(LocalMedia.audio(alice.address()), LocalMedia.audio(bob.address()));

        for (int i = 0; i < 6; i++) {
            alicePacer.tick();
            bobPacer.await();
            alicePacer.await();
        }

        assertThat(hears(alice, alicePacer, Tone.CALLER)).isTrue();
        assertThat(statistics(bob, bobPacer).sent().packets()).isEqualTo(6);
        bobPacer.tick();
        assertThat(statistics(bob, bobPacer).sent().packets()).isEqualTo(6);
    }

    @Test
    void takesTheTimeWhenADatagramArrives() {
        agree(LocalMedia.audio(alice.address()), LocalMedia.audio(bob.address()));
        talk(1);
        clock.advance(Duration.ofMillis(52));
        talk(1);

        // 52 ms between packets of 20 ms: a difference of 32, of which a sixteenth counts
        assertThat(statistics(alice, alicePacer).received().jitter()).isEqualTo(Duration.ofMillis(2));
        assertThat(statistics(alice, alicePacer).summary()).endsWith("jitter 2.0 ms");
    }

    @Test
    @Rfc("3264 §6.1: SHOULD use a packetization interval equal to the ptime of the offer")
    void sendsPacketsOfTheTimeThatIsWanted() {
        alice.agree(stream(bob.address(), Direction.SENDRECV, Duration.ofMillis(30)));
        alicePacer.tick();
        bobPacer.await();
        assertThat(alicePacer.intervals()).containsExactly(Duration.ofMillis(30));
        assertThat(statistics(bob, bobPacer).received().bytes()).isEqualTo(240);

        alice.agree(stream(bob.address(), Direction.SENDRECV, Duration.ofSeconds(1)));
        alicePacer.run();
        assertThat(alicePacer.intervals()).containsExactly(Duration.ofMillis(160));
        alice.agree(stream(bob.address(), Direction.SENDRECV, Duration.ofNanos(1)));
        alicePacer.run();
        assertThat(alicePacer.intervals()).containsExactly(Duration.ofMillis(5));
    }

    @Test
    void findsTheAddressOfAName() throws IOException {
        alice.agree(
                stream(MediaAddress.of("localhost", bob.address().port()), Direction.SENDRECV, Duration.ofMillis(20)));
        alicePacer.await();
        for (int i = 0; i < InetAddress.getAllByName("localhost").length; i++) {
            alicePacer.await();
        }
        alicePacer.tick();
        bobPacer.await();

        assertThat(statistics(bob, bobPacer).received().packets()).isEqualTo(1);
    }

    @Test
    void sendsNothingToAnAddressOfAnotherVersionOfIp() {
        alice.agree(stream(MediaAddress.of("::1", bob.address().port()), Direction.SENDRECV, Duration.ofMillis(20)));
        alicePacer.tick();

        assertThat(statistics(alice, alicePacer).sent()).isEqualTo(new RtpStatistics.Sent(0, 0, 0));
    }

    @Test
    void countsPacketsThatTheMachineDoesNotTake() {
        // nobody may broadcast without asking for it
        alice.agree(stream(MediaAddress.of("255.255.255.255", 9), Direction.SENDRECV, Duration.ofMillis(20)));
        alicePacer.tick();

        assertThat(statistics(alice, alicePacer).sent()).isEqualTo(new RtpStatistics.Sent(0, 0, 1));
    }

    @Test
    void ignoresWhatIsAgreedAfterItsEnd() {
        agree(LocalMedia.audio(alice.address()), LocalMedia.audio(bob.address()));
        bob.close();
        bobPacer.run();
        bob.agree(stream(alice.address(), Direction.SENDRECV, Duration.ofMillis(20)));
        bobPacer.tick();

        assertThat(bobPacer.intervals()).isEmpty();
        assertThat(statistics(bob, bobPacer).sent().packets()).isZero();
    }

    @Test
    void givesItsPortBack() throws IOException, InterruptedException {
        var ports = new RtpPorts(41_010, 41_010);
        for (int i = 0; i < 3; i++) {
            var session = RtpSession.open(
                    new RtpRuntime(bobPacer, clock::nanos, new Random(11)), LOOPBACK, ports, Tone.CALLEE);
            assertThat(session.address()).hasToString("127.0.0.1:41010");
            session.close();
            bobPacer.run();
            assertThat(session.reader().join(Duration.ofSeconds(10))).isTrue();
        }
    }

    private void talk(int packets) {
        for (int i = 0; i < packets; i++) {
            alicePacer.tick();
            bobPacer.await();
            bobPacer.tick();
            alicePacer.await();
            clock.advance(Duration.ofMillis(i == packets - 1 ? 0 : 20));
        }
    }

    /** Alice offers, Bob answers, and both tell their sessions. */
    private void agree(LocalMedia alices, LocalMedia bobs) {
        var address = NetworkAddress.of("127.0.0.1");
        var offer = Offer.of(Origin.of("alice", 1, address), List.of(alices));
        var answered = (Negotiated.Agreed) Answer.to(offer.description(), Origin.of("bob", 2, address), List.of(bobs));
        var accepted = (Negotiated.Agreed) offer.answeredBy(answered.local());
        bob.agree(answered.audio().orElseThrow());
        alice.agree(accepted.audio().orElseThrow());
        alicePacer.run();
        bobPacer.run();
    }

    private static MediaStream stream(MediaAddress remote, Direction direction, Duration packetTime) {
        var formats = new Formats(List.of(Codec.PCMU), List.of(Codec.PCMU));
        return new MediaStream("audio", remote, direction, formats, packetTime);
    }

    private static RtpStatistics statistics(RtpSession session, HandPacer pacer) {
        var answer = session.statistics();
        pacer.run();
        return answer.join();
    }

    private static boolean hears(RtpSession session, HandPacer pacer, Tone tone) {
        var answer = session.hears(tone);
        pacer.run();
        return answer.join();
    }

    private RtpSession open(HandPacer pacer, Voice voice) {
        try {
            return RtpSession.open(new RtpRuntime(pacer, clock::nanos, new Random(11)), LOOPBACK, RtpPorts.ANY, voice);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
