package org.strowger.sip.media;

import java.util.random.RandomGenerator;

/** Our side of an RTP stream: puts sound into packets. Owned by one {@link RtpStream}. */
public final class RtpSender {
    private final int ssrc;
    private int sequenceNumber;
    private int timestamp;
    private long position;
    private boolean silent = true;
    private long packets;
    private long bytes;
    private long failures;

    /** @param random of the source, the first sequence number and the first timestamp, which "SHOULD be random" (§5.1) */
    public RtpSender(RandomGenerator random) {
        this.ssrc = random.nextInt();
        this.sequenceNumber = random.nextInt(1 << 16);
        this.timestamp = random.nextInt();
    }

    /** Samples since the beginning, sent or not. */
    public long position() {
        return position;
    }

    /** The next packet. */
    public RtpPacket next(G711 law, int payloadType, short[] samples) {
        var header = new RtpHeader(silent, payloadType, sequenceNumber, timestamp, ssrc);
        var packet = RtpPacket.of(header, law.encode(samples));
        silent = false;
        sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
        advance(samples.length);
        packets++;
        bytes += packet.payloadBytes();
        return packet;
    }

    /** Lets time pass without a packet: the timestamp is increased "regardless of whether the block is transmitted" (§5.1). */
    public void skip(int samples) {
        silent = true;
        advance(samples);
    }

    /** This packet did not get out of the machine after all. */
    void failed(RtpPacket packet) {
        packets--;
        bytes -= packet.payloadBytes();
        failures++;
    }

    RtpStatistics.Sent statistics() {
        return new RtpStatistics.Sent(packets, bytes, failures);
    }

    private void advance(int samples) {
        position += samples;
        timestamp += samples;
    }
}
