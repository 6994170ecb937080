package org.strowger.sip.media;

import java.time.Duration;

/** What went out and what came in. */
public record RtpStatistics(Sent sent, Received received) {

    /**
     * What went out.
     *
     * @param bytes of payload
     * @param failures packets the machine did not take
     */
    public record Sent(long packets, long bytes, long failures) {}

    /**
     * What came in.
     *
     * @param bytes of payload
     * @param lost by sequence number (RFC 3550 §A.3); negative if packets came twice
     * @param ignored datagrams that were not RTP, of a payload type nobody agreed on, or of another source
     * @param jitter between arrivals (RFC 3550 §6.4.1)
     */
    public record Received(long packets, long bytes, long lost, long ignored, Duration jitter) {}

    /** In one line for people, such as {@code sent 50, received 49, lost 1, jitter 0.4 ms}. */
    public String summary() {
        long tenthsOfMillis = received.jitter().toNanos() / 100_000;
        return "sent " + sent.packets() + ", received " + received.packets() + ", lost " + received.lost() + ", jitter "
                + tenthsOfMillis / 10 + "." + tenthsOfMillis % 10 + " ms";
    }
}
