package org.strowger.sip.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.strowger.sip.transport.framing.WebSocketFramer;

/** A WebSocket brings the same messages and is given the same answers however it is read (RFC 6455, RFC 7118). */
public final class WebSocketFuzz {
    private static final byte[] HANDSHAKE = """
        GET / HTTP/1.1
        Host: example.com
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Protocol: sip
        Sec-WebSocket-Version: 13

        """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

    private WebSocketFuzz() {}

    /** One input of the fuzzer: frames, or, where it begins as one, a handshake of its own. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        boolean isWhole = bytes.length > 0 && bytes[0] == 'G';
        var stream = isWhole ? bytes : withHandshake(bytes);
        Claim.same(
                Conversation.atOnce(new WebSocketFramer(Set.of()), stream),
                Conversation.inSlices(new WebSocketFramer(Set.of()), stream),
                "read in slices");
    }

    private static byte[] withHandshake(byte[] frames) {
        return ByteBuffer.allocate(HANDSHAKE.length + frames.length)
                .put(HANDSHAKE)
                .put(frames)
                .array();
    }
}
