package org.strowger.sip.transport.datagram;

/** What an ICMP error means for whoever sent the datagram (RFC 3261 §18.4; RFC 792, RFC 4443). */
final class IcmpError {
    private static final int ORIGIN_ICMP = 2;
    private static final int ORIGIN_ICMP6 = 3;

    private static final int UNREACHABLE = 3;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int PARAMETER_PROBLEM = 12;

    private static final int UNREACHABLE6 = 1;
    private static final int PARAMETER_PROBLEM6 = 4;

    private IcmpError() {}

    /**
     * Whether the sending has failed.
     *
     * @param origin as Linux numbers it: what it found out itself has another number, and was told to the send
     */
    static boolean isFailure(int origin, int type, int code) {
        return switch (origin) {
            // "Host, network, port or protocol unreachable errors, or parameter problem errors SHOULD cause the
            // transport layer to
            // inform the transport user of a failure in sending. Source quench and TTL exceeded ICMP errors SHOULD be
            // ignored."
            // (§18.4); from "fragmentation needed" the system learns to cut smaller pieces
            case ORIGIN_ICMP -> type == UNREACHABLE && code != FRAGMENTATION_NEEDED || type == PARAMETER_PROBLEM;
            case ORIGIN_ICMP6 -> type == UNREACHABLE6 || type == PARAMETER_PROBLEM6;
            default -> false;
        };
    }
}
