package org.strowger.sip.sdp;

/** Which way media flows, as the one who writes it sees it (RFC 8866 §6.7). */
public enum Direction {
    SENDRECV("sendrecv", true, true),
    SENDONLY("sendonly", true, false),
    RECVONLY("recvonly", false, true),
    INACTIVE("inactive", false, false);

    private final String attribute;
    private final boolean sends;
    private final boolean receives;

    Direction(String attribute, boolean sends, boolean receives) {
        this.attribute = attribute;
        this.sends = sends;
        this.receives = receives;
    }

    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    /** The name of the attribute, such as {@code sendrecv}. */
    public String attribute() {
        return attribute;
    }

    /** The same flow as the other side sees it. */
    public Direction reversed() {
        return of(receives, sends);
    }

    /** What both allow. */
    public Direction and(Direction other) {
        return of(sends && other.sends, receives && other.receives);
    }

    /** How a stream is put on hold: what we hear ends, what the other hears may go on (RFC 3264 §8.4). */
    public Direction held() {
        return of(sends, false);
    }
}
