package org.strowger.sip.testing;

import java.time.Duration;

/**
 * What a network does to what it carries. Loss, duplication and reordering befall datagrams only; a connection keeps its order, and loses
 * what is under way when it breaks.
 *
 * @param latency the least time a message is under way
 * @param jitter what chance may add to it; datagrams overtake each other by that much
 * @param lossPercent datagrams that never arrive, of a hundred
 * @param duplicatePercent datagrams that arrive twice, of a hundred
 * @param resetPerThousand messages of connections, of a thousand, with which their connection breaks
 */
public record Conditions(
        Duration latency, Duration jitter, int lossPercent, int duplicatePercent, int resetPerThousand) {
    /** Everything arrives once, in order, after a millisecond. */
    public static final Conditions FAIR = new Conditions(Duration.ofMillis(1), Duration.ZERO, 0, 0, 0);

    /** Thirty of a hundred are lost, ten come twice, and many overtake those before them. */
    public static final Conditions FOUL = new Conditions(Duration.ofMillis(10), Duration.ofMillis(400), 30, 10, 0);

    /** The same, where connections break as well. */
    public static final Conditions STORM = new Conditions(Duration.ofMillis(10), Duration.ofMillis(400), 15, 10, 10);
}
