package org.strowger.sip.media;

/**
 * The fixed header of an RTP packet (RFC 3550 §5.1), without what only mixers write.
 *
 * @param marker for audio, the first packet after a silence (RFC 3551 §4.1)
 * @param payloadType 0 to 127
 * @param sequenceNumber 0 to 65535
 * @param timestamp 32 bits without sign
 * @param ssrc the synchronization source, 32 bits without sign
 */
public record RtpHeader(boolean marker, int payloadType, int sequenceNumber, int timestamp, int ssrc) {
    public RtpHeader {
        if ((payloadType & ~0x7F) != 0 || (sequenceNumber & ~0xFFFF) != 0) {
            throw new IllegalArgumentException("expected 7 bits of payload type and 16 of sequence number, found "
                    + payloadType + " and " + sequenceNumber);
        }
    }
}
