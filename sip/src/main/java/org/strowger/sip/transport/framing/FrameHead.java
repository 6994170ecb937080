package org.strowger.sip.transport.framing;

import java.util.Arrays;
import java.util.Optional;

/**
 * What stands in front of a frame's payload (RFC 6455 §5.2), as a client sends it.
 *
 * @param headBytes of the head itself, mask included
 */
record FrameHead(int flags, int opcode, boolean masked, int headBytes, long payloadBytes) {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FIN = 0x8;
    private static final int MASK_BYTES = 4;
    private static final int LENGTH_OF_TWO_BYTES = 126;
    private static final int MOST_CONTROL_BYTES = 125;

    /** Empty if it is not complete yet. */
    static Optional<FrameHead> read(byte[] bytes, int start, int end) {
        if (end - start < 2) {
            return Optional.empty();
        }
        int length = bytes[start + 1] & 0x7F;
        int lengthBytes = length < LENGTH_OF_TWO_BYTES ? 0 : length == LENGTH_OF_TWO_BYTES ? 2 : 8;
        boolean masked = (bytes[start + 1] & 0x80) != 0;
        int headBytes = 2 + lengthBytes + (masked ? MASK_BYTES : 0);
        if (end - start < headBytes) {
            return Optional.empty();
        }
        return Optional.of(new FrameHead(
                bytes[start] >> 4 & 0xF,
                bytes[start] & 0xF,
                masked,
                headBytes,
                lengthBytes == 0 ? length : number(bytes, start + 2, lengthBytes)));
    }

    boolean isLast() {
        return (flags & FIN) != 0;
    }

    boolean isControl() {
        return opcode >= CLOSE;
    }

    /** Whether a client may send it where no extension was agreed on. */
    boolean isSound() {
        boolean plain = (flags & ~FIN) == 0;
        boolean known = opcode <= BINARY || opcode >= CLOSE && opcode <= PONG;
        // "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented" (§5.5)
        boolean inBounds = !isControl() || isLast() && payloadBytes <= MOST_CONTROL_BYTES;
        // "a client MUST mask all frames that it sends to the server" (§5.1); a length with the highest bit is none
        return plain && known && inBounds && masked && payloadBytes >= 0;
    }

    /** The payload without its mask, a copy. */
    byte[] payload(byte[] bytes, int start) {
        int from = start + headBytes;
        var payload = Arrays.copyOfRange(bytes, from, from + (int) payloadBytes);
        for (int at = 0; at < payload.length; at++) {
            payload[at] ^= bytes[from - MASK_BYTES + at % MASK_BYTES];
        }
        return payload;
    }

    private static long number(byte[] bytes, int start, int count) {
        long number = 0;
        for (int at = start; at < start + count; at++) {
            number = number << 8 | bytes[at] & 0xFF;
        }
        return number;
    }
}
