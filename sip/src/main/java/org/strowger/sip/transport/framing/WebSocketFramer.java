package org.strowger.sip.transport.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Limits;
import org.strowger.sip.message.MalformedMessageException;

/**
 * The server's end of a WebSocket that carries SIP (RFC 6455, RFC 7118). Owned by the thread of its connection.
 *
 * <pre>
 *   Handshake ──101──▶ Open ──close, or what no client may send──▶ Finished
 *       └────────────── refused ────────────────────────────────▶ Finished
 * </pre>
 *
 * <p>"Each SIP message MUST be carried within a single WebSocket message" (RFC 7118 §5), which may come in fragments. Holds nothing between
 * messages, and never more than one message and the frame that is being read.
 */
public final class WebSocketFramer implements Framer {
    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NO_TEXT = 1007;
    private static final int TOO_LARGE = 1009;

    private static final byte[] NOTHING = {};
    private static final byte[] KEEP_ALIVE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Set<String> origins;
    private State state = State.HANDSHAKE;
    private byte[] bytes = NOTHING;
    private int end;
    /** Of the message whose fragments come; null between messages. */
    private @Nullable Fragments fragments;

    private long taken;

    private enum State {
        HANDSHAKE,
        OPEN,
        FINISHED
    }

    /** A message that has not come to its end: what there is of it. */
    private static final class Fragments {
        private final boolean text;
        private byte[] payload;
        private int length;

        Fragments(boolean text, byte[] payload) {
            this.text = text;
            this.payload = payload;
            this.length = payload.length;
        }

        void add(byte[] more) {
            int wanted = length + more.length;
            if (wanted > payload.length) {
                // doubled, so that a message in crumbs is not copied again for every one of them
                payload = Arrays.copyOf(payload, Math.max(wanted, 2 * length));
            }
            System.arraycopy(more, 0, payload, length, more.length);
            length = wanted;
        }

        byte[] whole() {
            return length == payload.length ? payload : Arrays.copyOf(payload, length);
        }
    }

    /** @param origins of pages that may connect; empty: of all pages */
    public WebSocketFramer(Set<String> origins) {
        this.origins = origins;
    }

    @Override
    public boolean isPartial() {
        return state == State.HANDSHAKE || state == State.OPEN && (end > 0 || fragments != null);
    }

    @Override
    public long taken() {
        return taken;
    }

    @Override
    public void add(ByteBuffer read, Sink sink) throws MalformedMessageException {
        append(read);
        int used = state == State.HANDSHAKE ? shakeHands(sink) : 0;
        while (state == State.OPEN) {
            int length = frame(used, sink);
            if (length == 0) {
                break;
            }
            used += length;
        }
        drop(state == State.FINISHED ? end : used);
    }

    private void append(ByteBuffer read) {
        int wanted = end + read.remaining();
        if (wanted > bytes.length) {
            // doubled, so that a dribble is not copied again for every byte
            bytes = Arrays.copyOf(bytes, end == 0 ? wanted : Math.max(wanted, 2 * end));
        }
        read.get(bytes, end, wanted - end);
        end = wanted;
    }

    private void drop(int used) {
        end -= used;
        if (end == 0) {
            bytes = NOTHING;
        } else if (used > 0) {
            System.arraycopy(bytes, used, bytes, 0, end);
        }
    }

    /** Answers the bytes that were used. */
    private int shakeHands(Sink sink) {
        int headEnd = Upgrade.endOfHead(bytes, end);
        if (headEnd == 0 && end < Upgrade.MOST_BYTES) {
            return 0;
        }
        var answer = Upgrade.answer(bytes, headEnd, origins);
        sink.reply(answer.bytes());
        if (answer.accepted()) {
            state = State.OPEN;
            taken++;
            sink.established();
        } else {
            finish(sink);
        }
        return headEnd;
    }

    /** Takes the frame that begins there; 0 if it is not complete. */
    private int frame(int start, Sink sink) {
        var head = FrameHead.read(bytes, start, end);
        if (head.isEmpty()) {
            return 0;
        }
        var frame = head.get();
        int fault = fault(frame);
        if (fault != 0) {
            farewell(fault, sink);
            return 0;
        }
        int length = frame.headBytes() + (int) frame.payloadBytes();
        if (end - start < length) {
            return 0;
        }
        taken(frame, frame.payload(bytes, start), sink);
        if (fragments == null) {
            // a fragment, or a ping between two, is no end of the message: it must come in time, in however many parts
            taken++;
        }
        return length;
    }

    /** The code by which a frame is refused (RFC 6455 §7.4.1); 0 for one that may be sent here. */
    private int fault(FrameHead frame) {
        if (!frame.isSound()) {
            return PROTOCOL_ERROR;
        }
        boolean continues = frame.opcode() == FrameHead.CONTINUATION;
        var begun = fragments;
        if (!frame.isControl() && continues != (begun != null)) {
            return PROTOCOL_ERROR;
        }
        int before = continues && begun != null ? begun.length : 0;
        return frame.payloadBytes() > Limits.MESSAGE_BYTES - before ? TOO_LARGE : 0;
    }

    private void taken(FrameHead frame, byte[] payload, Sink sink) {
        switch (frame.opcode()) {
            case FrameHead.PING -> sink.reply(Frames.of(FrameHead.PONG, payload));
            case FrameHead.PONG -> {
                // that it came is all it says
            }
            case FrameHead.CLOSE -> farewell(payload, sink);
            default -> part(frame, payload, sink);
        }
    }

    private void part(FrameHead frame, byte[] payload, Sink sink) {
        var begun = fragments;
        if (begun == null) {
            begun = new Fragments(frame.opcode() == FrameHead.TEXT, payload);
        } else {
            begun.add(payload);
        }
        fragments = frame.isLast() ? null : begun;
        if (frame.isLast()) {
            whole(begun.text, begun.whole(), sink);
        }
    }

    private void whole(boolean text, byte[] payload, Sink sink) {
        if (text && !Frames.isText(payload, 0, payload.length)) {
            farewell(NO_TEXT, sink);
        } else if (Arrays.equals(payload, KEEP_ALIVE)) {
            // "The indication and use of the CRLF NAT keep-alive mechanism […] are, of course, usable" (RFC 7118 §6)
            sink.ping();
        } else if (payload.length > 0) {
            sink.message(payload);
        }
    }

    private void farewell(byte[] payload, Sink sink) {
        sink.reply(Frames.of(FrameHead.CLOSE, payload.length < 2 ? Frames.code(NORMAL) : Arrays.copyOf(payload, 2)));
        finish(sink);
    }

    private void farewell(int code, Sink sink) {
        sink.reply(Frames.of(FrameHead.CLOSE, Frames.code(code)));
        finish(sink);
    }

    private void finish(Sink sink) {
        state = State.FINISHED;
        fragments = null;
        sink.finished();
    }
}
