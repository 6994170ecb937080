package org.strowger.sip.sdp;

/** How much a session description may hold; more is malformed. RFC 8866 gives no numbers, so these are ours. */
public final class Limits {
    /** Octets of a whole description: what fits a UDP datagram. */
    public static final int BYTES = 65_536;
    /** Lines of a whole description. */
    public static final int LINES = 1000;
    /** Media descriptions. */
    public static final int MEDIA = 64;
    /** Formats of one media description; RTP knows 128 payload types. */
    public static final int FORMATS = 128;
    /** Digits of a number; a session identifier and its version may have {@link #ID_DIGITS}. */
    public static final int DIGITS = 18;
    /** Digits of a session identifier and of a session version; some peers write 64 bits without sign. */
    public static final int ID_DIGITS = 40;

    private Limits() {}
}
