package org.strowger.sip.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** One RTP packet (RFC 3550 §5.1). Immutable. */
public final class RtpPacket {
    private static final int VERSION = 2;
    private static final int FIXED_BYTES = 12;
    private static final int EXTENSION_BYTES = 4;
    private static final int WORD_BYTES = 4;
    private static final int PADDING_BIT = 0x20;
    private static final int EXTENSION_BIT = 0x10;
    private static final int CSRC_COUNT = 0x0F;
    private static final int MARKER_BIT = 0x80;

    private final RtpHeader header;
    private final byte[] payload;

    private RtpPacket(RtpHeader header, byte[] payload) {
        this.header = header;
        this.payload = payload;
    }

    public static RtpPacket of(RtpHeader header, byte[] payload) {
        return new RtpPacket(header, payload.clone());
    }

    /**
     * Reads a datagram. Contributing sources, the header extension and padding are passed over.
     *
     * @return empty if it is not RTP of version 2, or its lengths do not add up (RFC 3550 §A.1)
     */
    public static Optional<RtpPacket> decode(byte[] datagram) {
        if (datagram.length < FIXED_BYTES || (datagram[0] & 0xFF) >>> 6 != VERSION) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(datagram);
        int first = in.get();
        int second = in.get();
        int sequenceNumber = in.getShort() & 0xFFFF;
        var header = new RtpHeader(
                (second & MARKER_BIT) != 0, second & ~MARKER_BIT & 0x7F, sequenceNumber, in.getInt(), in.getInt());
        int start = payloadStart(in, first);
        int end = (first & PADDING_BIT) == 0 ? datagram.length : withoutPadding(datagram);
        return start <= end
                ? Optional.of(new RtpPacket(header, Arrays.copyOfRange(datagram, start, end)))
                : Optional.empty();
    }

    public RtpHeader header() {
        return header;
    }

    public int payloadBytes() {
        return payload.length;
    }

    public byte[] payload() {
        return payload.clone();
    }

    /** The datagram to send. */
    public byte[] encode() {
        return ByteBuffer.allocate(FIXED_BYTES + payload.length)
                .put((byte) (VERSION << 6))
                .put((byte) (header.payloadType() | (header.marker() ? MARKER_BIT : 0)))
                .putShort((short) header.sequenceNumber())
                .putInt(header.timestamp())
                .putInt(header.ssrc())
                .put(payload)
                .array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RtpPacket packet
                && header.equals(packet.header)
                && Arrays.equals(payload, packet.payload);
    }

    @Override
    public int hashCode() {
        return 31 * header.hashCode() + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return header + " with " + payload.length + " bytes";
    }

    /** Where the payload starts; beyond the end if the datagram is too short for what its header announces. */
    private static int payloadStart(ByteBuffer in, int first) {
        int start = FIXED_BYTES + (first & CSRC_COUNT) * WORD_BYTES;
        if ((first & EXTENSION_BIT) == 0) {
            return start;
        }
        if (start + EXTENSION_BYTES > in.limit()) {
            return Integer.MAX_VALUE;
        }
        // "a 16-bit length field that counts the number of 32-bit words in the extension" (§5.3.1)
        return start + EXTENSION_BYTES + (in.getShort(start + 2) & 0xFFFF) * WORD_BYTES;
    }

    /** "The last octet of the padding contains a count of how many padding octets should be ignored, including itself." */
    private static int withoutPadding(byte[] datagram) {
        int padding = datagram[datagram.length - 1] & 0xFF;
        return padding == 0 ? -1 : datagram.length - padding;
    }
}
