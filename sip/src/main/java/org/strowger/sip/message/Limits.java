package org.strowger.sip.message;

/** The limits of what is read; each is tested at its edge. What is at a limit is accepted, one more is refused. */
public final class Limits {
    /** Bytes of one message, all protocols: what a datagram can hold. Refused with 513, or 413 where the body is what is too large. */
    public static final int MESSAGE_BYTES = 65_535;

    /** Bytes of the start line without its end. Refused with 414. */
    public static final int START_LINE_BYTES = 8_192;

    /** Header fields of one message. Refused with 513. */
    public static final int HEADER_FIELDS = 256;

    /** Bytes of one header field: name, value and foldings, without its last line end. Refused with 513. */
    public static final int FIELD_BYTES = 16_384;

    /** Largest Max-Forwards (RFC 3261 §20.22). Refused with 400. */
    public static final int MAX_FORWARDS = 255;

    /** Largest sequence number that is read; what we make stays below 2**31 (RFC 3261 §8.1.1.5). Refused with 400. */
    public static final long CSEQ_NUMBER = (1L << 32) - 1;

    private Limits() {}
}
