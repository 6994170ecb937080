package org.strowger.sip.message;

/** The limits of what is read; each is tested at its edge. */
public final class Limits {
    /** Bytes of one message, all protocols. */
    public static final int MESSAGE_BYTES = 65_535;

    public static final int HEADER_FIELDS = 256;

    private Limits() {}
}
