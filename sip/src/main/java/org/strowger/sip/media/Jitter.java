package org.strowger.sip.media;

import java.time.Duration;

/** Interarrival jitter (RFC 3550 §6.4.1, §A.8), kept in nanoseconds. */
final class Jitter {
    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / G711.HERTZ;
    private static final double GAIN = 1 / 16d;

    private boolean started;
    private long arrivedAtNanos;
    private int timestamp;
    private double nanos;

    void arrived(long atNanos, int packetTimestamp) {
        if (started) {
            // the difference of timestamps as 32 bits with sign, so that it may wrap
            long between = (packetTimestamp - timestamp) * NANOS_PER_SAMPLE;
            double difference = Math.abs(atNanos - arrivedAtNanos - between);
            nanos += GAIN * (difference - nanos);
        }
        started = true;
        arrivedAtNanos = atNanos;
        timestamp = packetTimestamp;
    }

    /** Another source, or another time base: nothing to compare with. What was measured stays. */
    void restart() {
        started = false;
    }

    Duration value() {
        return Duration.ofNanos(Math.round(nanos));
    }
}
