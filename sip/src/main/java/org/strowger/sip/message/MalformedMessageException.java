package org.strowger.sip.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a SIP message: what was expected, where, what stood there, and the status that answers it.
 *
 * <p>The peer's fault, never ours: caught once, in the transport, where it becomes a response and a counter. It has no stack trace,
 * because strangers choose how often it is made.
 */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int EXCERPT_BYTES = 40;

    private final transient Status answer;
    private final String expected;
    private final transient Slice input;
    private final int offset;
    /** The message all this was about, once the parser of messages has seen it pass. */
    private final transient @Nullable Slice message;

    MalformedMessageException(Status answer, String expected, Slice input, int offset) {
        this(answer, expected, input, offset, null);
    }

    private MalformedMessageException(
            Status answer, String expected, Slice input, int offset, @Nullable Slice message) {
        super(expected, null, false, false);
        this.answer = answer;
        this.expected = expected;
        this.input = input;
        this.offset = offset;
        this.message = message;
    }

    /**
     * For a value of a message that is not what its grammar wants; answered with 400.
     *
     * @param expected what is missing or wrong, such as "a port in Via"; our words only, they go into the reason phrase
     * @param input what was read
     * @param offset where it went wrong, counted from the start of {@code input}; the text names it from the start of the message
     */
    public static MalformedMessageException at(String expected, Slice input, int offset) {
        return at(Status.of(400), expected, input, offset);
    }

    /** The same with another answer than 400. */
    public static MalformedMessageException at(Status answer, String expected, Slice input, int offset) {
        return new MalformedMessageException(answer, expected, input, Math.clamp(offset, 0, input.length()), null);
    }

    /** What was expected, where it went wrong, and what stood there; put together only when somebody asks. */
    @Override
    public String getMessage() {
        return "expected %s at byte %d, found \"%s\""
                .formatted(expected, input.start() + offset, excerpt(input, offset));
    }

    /** The same fault, now known to be in that message. */
    MalformedMessageException in(Slice whole) {
        return new MalformedMessageException(answer, expected, input, offset, whole);
    }

    /** The status to answer with, if the message was a request (RFC 3261 §21.4.1). */
    public Status answer() {
        return answer;
    }

    /** What was expected where something else stood. */
    public String expected() {
        return expected;
    }

    /**
     * The response to send, where the bytes were a request other than ACK in which Via and CSeq can be found, whatever their own faults,
     * and the top Via can be read. To gets a tag if it has none; a From, To or Call-ID that is missing is missing in the response, too. The
     * reason phrase says what was expected.
     */
    public Optional<SipResponse> response() {
        return message == null
                ? Optional.empty()
                : Refusal.of(message, answer, expected).response();
    }

    /** The same, its top Via marked with the source of the request; see {@link SipRequest#receivedFrom}. */
    public Optional<SipResponse> response(String host, int port) {
        return message == null
                ? Optional.empty()
                : Refusal.of(message, answer, expected).response(host, port);
    }

    /** At most 40 bytes; what is not printable ASCII is escaped. */
    private static String excerpt(Slice input, int offset) {
        int length = Math.min(EXCERPT_BYTES, input.length() - offset);
        var text = new StringBuilder(EXCERPT_BYTES);
        for (int i = 0; i < length; i++) {
            int octet = input.at(offset + i);
            switch (octet) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append((char) octet);
                default -> escape(text, octet);
            }
        }
        return text.toString();
    }

    private static void escape(StringBuilder text, int octet) {
        if (octet >= ' ' && octet < 0x7f) {
            text.append((char) octet);
        } else {
            text.append("\\x").append(Character.forDigit(octet >> 4, 16)).append(Character.forDigit(octet & 15, 16));
        }
    }
}
