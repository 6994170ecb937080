package org.strowger.sip.transport;

import java.time.Duration;

/**
 * How long connections may take.
 *
 * @param connect to open one; below timer B, so that the next target still gets its turn
 * @param idle without a byte in either direction, then it is closed; longer than a transaction lives (RFC 3261 §18), timer C included
 * @param message from the first byte of a message to its last
 * @param handshake of TLS, and of WebSocket; with the time to connect it is below timer B
 */
public record ConnectionTimes(Duration connect, Duration idle, Duration message, Duration handshake) {
    /** 4 s, 10 min, 30 s, 5 s. */
    public static final ConnectionTimes USUAL = new ConnectionTimes(
            Duration.ofSeconds(4), Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofSeconds(5));

    /** Checks that they are times. */
    public ConnectionTimes {
        if (!connect.isPositive() || !idle.isPositive() || !message.isPositive() || !handshake.isPositive()) {
            throw new IllegalArgumentException(
                    "expected times above zero, found connect %s, idle %s, message %s, handshake %s"
                            .formatted(connect, idle, message, handshake));
        }
    }

    /** With the usual time for handshakes. */
    public ConnectionTimes(Duration connect, Duration idle, Duration message) {
        this(connect, idle, message, Duration.ofSeconds(5));
    }
}
