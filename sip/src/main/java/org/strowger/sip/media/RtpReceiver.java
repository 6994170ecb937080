package org.strowger.sip.media;

import java.util.Optional;

/** The other side of an RTP stream: counts, measures and hears what comes. Owned by one {@link RtpStream}. */
public final class RtpReceiver {
    private final Jitter jitter = new Jitter();
    private final Hearing hearing = new Hearing();
    private Payloads payloads = Payloads.STATIC;
    private Optional<Source> source = Optional.empty();
    private Optional<RtpHeader> stranger = Optional.empty();
    private long packets;
    private long bytes;
    private long ignored;
    private long lostBefore;

    /** A synchronization source and its numbers. */
    private record Source(int ssrc, Sequence sequence) {}

    /** What was agreed to receive. */
    public void expect(Payloads agreed) {
        payloads = agreed;
    }

    /**
     * Takes a datagram.
     *
     * @return its samples; none if it was ignored, or is no sound
     */
    public short[] received(byte[] datagram, long arrivedAtNanos) {
        // "A receiver MUST ignore packets with payload types that it does not understand" (RFC 3550 §5.1)
        var packet = RtpPacket.decode(datagram)
                .filter(decoded -> payloads.knows(decoded.header().payloadType()))
                .filter(decoded -> isOfTheSource(decoded.header()));
        if (packet.isEmpty()) {
            ignored++;
            return new short[0];
        }
        packets++;
        bytes += packet.get().payloadBytes();
        return heard(packet.get(), arrivedAtNanos);
    }

    /** Whether that tone is what came in the last tenth of a second. */
    public boolean hears(Tone tone) {
        return hearing.hears(tone);
    }

    RtpStatistics.Received statistics() {
        long lost = lostBefore + source.map(it -> it.sequence().lost()).orElse(0L);
        return new RtpStatistics.Received(packets, bytes, lost, ignored, jitter.value());
    }

    private short[] heard(RtpPacket packet, long arrivedAtNanos) {
        var law = payloads.law(packet.header().payloadType());
        if (law.isEmpty()) {
            return new short[0];
        }
        jitter.arrived(arrivedAtNanos, packet.header().timestamp());
        var samples = law.get().decode(packet.payload());
        hearing.hear(samples);
        return samples;
    }

    /** The first source is believed; another one takes its place with its second packet in sequence (RFC 3550 §A.1). */
    private boolean isOfTheSource(RtpHeader header) {
        if (source.filter(it -> it.ssrc() == header.ssrc()).isEmpty()) {
            boolean believed = source.isEmpty()
                    || stranger.filter(it -> follows(it, header)).isPresent();
            stranger = Optional.of(header);
            if (!believed) {
                return false;
            }
            lostBefore += source.map(it -> it.sequence().lost()).orElse(0L);
            source = Optional.of(new Source(header.ssrc(), new Sequence(header.sequenceNumber())));
            jitter.restart();
        }
        return source.filter(it -> it.sequence().take(header.sequenceNumber())).isPresent();
    }

    private static boolean follows(RtpHeader before, RtpHeader header) {
        return before.ssrc() == header.ssrc() && header.sequenceNumber() == ((before.sequenceNumber() + 1) & 0xFFFF);
    }
}
