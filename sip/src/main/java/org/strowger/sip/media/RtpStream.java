package org.strowger.sip.media;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.strowger.sip.sdp.Codec;
import org.strowger.sip.sdp.Direction;
import org.strowger.sip.sdp.MediaStream;

/**
 * Both directions of a stream without its socket: what to send each packet time, and what to answer to a packet.
 *
 * <p>Owned by one {@link RtpSession}, on the thread of its pacer.
 */
final class RtpStream {
    /** Five milliseconds; shorter packets only burn time. */
    private static final int MIN_SAMPLES = G711.HERTZ * 5 / 1000;
    /** Fits a datagram of 1500 bytes; nobody needs longer ones. */
    private static final int MAX_SAMPLES = G711.HERTZ * 160 / 1000;

    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / G711.HERTZ;

    private final Voice voice;
    private final RtpSender sender;
    private final RtpReceiver receiver = new RtpReceiver();
    private Direction direction = Direction.INACTIVE;
    private Codec codec = Codec.PCMU;
    private int samplesPerPacket = G711.HERTZ / 50;

    RtpStream(Voice voice, RandomGenerator random) {
        this.voice = voice;
        this.sender = new RtpSender(random);
    }

    /** What both sides agreed on; again, if they changed it. Numbers and source go on as they were. */
    void agree(MediaStream agreed) {
        direction = agreed.direction();
        codec = agreed.codec();
        samplesPerPacket = samplesPerPacket(agreed);
        receiver.expect(Payloads.of(agreed.formats().receives()));
    }

    /** How long from one packet to the next: what the other side wants, in whole samples, and no longer than is sensible. */
    static Duration pace(MediaStream agreed) {
        return Duration.ofNanos(samplesPerPacket(agreed) * NANOS_PER_SAMPLE);
    }

    /**
     * One packet time has passed.
     *
     * @param reachable whether it is known where to send to
     */
    Optional<RtpPacket> tick(boolean reachable) {
        return switch (voice) {
            case Voice.Echo _ -> Optional.empty();
            case Tone tone -> say(tone.samples(sender.position(), samplesPerPacket), reachable);
        };
    }

    /** Takes a datagram; an echo answers. */
    Optional<RtpPacket> received(byte[] datagram, long arrivedAtNanos, boolean reachable) {
        var samples = receiver.received(datagram, arrivedAtNanos);
        return switch (voice) {
            case Voice.Echo _ when samples.length > 0 -> say(samples, reachable);
            case Voice.Echo _, Tone _ -> Optional.empty();
        };
    }

    /** This packet did not get out of the machine. */
    void failed(RtpPacket packet) {
        sender.failed(packet);
    }

    boolean hears(Tone tone) {
        return receiver.hears(tone);
    }

    RtpStatistics statistics() {
        return new RtpStatistics(sender.statistics(), receiver.statistics());
    }

    private static int samplesPerPacket(MediaStream agreed) {
        return Math.clamp(agreed.packetTime().toNanos() / NANOS_PER_SAMPLE, MIN_SAMPLES, MAX_SAMPLES);
    }

    private Optional<RtpPacket> say(short[] samples, boolean reachable) {
        var law = G711.of(codec).filter(_ -> reachable && direction.sends());
        if (law.isEmpty()) {
            sender.skip(samples.length);
        }
        return law.map(known -> sender.next(known, codec.payloadType(), samples));
    }
}
