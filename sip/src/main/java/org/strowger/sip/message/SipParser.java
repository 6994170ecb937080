package org.strowger.sip.message;

/** The one way in: bytes to messages (RFC 3261 §7, §25). */
public final class SipParser {
    private SipParser() {}

    /**
     * Reads one message that fills the array (a datagram, or a framed message of a stream). Bytes behind Content-Length are dropped
     * (RFC 3261 §18.3); a body shorter than Content-Length is malformed.
     */
    public static SipMessage parse(byte[] message) throws MalformedMessageException {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks at the start of a stream: how long the first message is, once its headers are complete.
     *
     * @return bytes of the message; 0 if the header section is not complete yet
     * @throws MalformedMessageException if no message can be framed here: Content-Length absent or unreadable, limits exceeded
     */
    public static int frame(byte[] stream, int start, int end) throws MalformedMessageException {
        throw new UnsupportedOperationException();
    }
}
