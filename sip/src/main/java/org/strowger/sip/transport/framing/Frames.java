package org.strowger.sip.transport.framing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Frames as a server sends them: whole and without a mask (RFC 6455 §5.2). */
public final class Frames {
    private static final int LAST = 0x80;
    private static final int ONE_BYTE_LENGTH = 125;
    private static final int LENGTH_OF_TWO_BYTES = 126;

    private Frames() {}

    /** What stands in front of a message: of text, or "If there is at least one non-UTF-8 symbol" (RFC 7118 §4.2) of bytes. */
    public static byte[] headOf(byte[] bytes, int start, int length) {
        return head(isText(bytes, start, length) ? FrameHead.TEXT : FrameHead.BINARY, length);
    }

    /** A question whether the peer is still there. */
    public static byte[] ping() {
        return of(FrameHead.PING, new byte[0]);
    }

    static byte[] of(int opcode, byte[] payload) {
        var head = head(opcode, payload.length);
        return ByteBuffer.allocate(head.length + payload.length)
                .put(head)
                .put(payload)
                .array();
    }

    /** The payload of a close frame. */
    static byte[] code(int code) {
        return new byte[] {(byte) (code >> 8), (byte) code};
    }

    static boolean isText(byte[] bytes, int start, int length) {
        int at = start;
        while (at < start + length && bytes[at] >= 0) {
            at++;
        }
        return at == start + length || isUtf8(bytes, at, start + length - at);
    }

    private static boolean isUtf8(byte[] bytes, int start, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static byte[] head(int opcode, int length) {
        byte first = (byte) (LAST | opcode);
        // a SIP message has fewer than 65536 bytes, so the length of eight bytes is never needed
        return length <= ONE_BYTE_LENGTH
                ? new byte[] {first, (byte) length}
                : new byte[] {first, LENGTH_OF_TWO_BYTES, (byte) (length >> 8), (byte) length};
    }
}
