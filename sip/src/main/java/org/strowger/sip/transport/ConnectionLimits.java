package org.strowger.sip.transport;

/**
 * How much of us connections may take.
 *
 * @param total connections accepted at a time
 * @param perSource the same from one address; NATs with many phones behind them need it large
 * @param queuedBytes waiting to be written on one connection; beyond it sends fail
 */
public record ConnectionLimits(int total, int perSource, int queuedBytes) {
    /** 50,000 in all, 1000 from one address, 1 MiB. */
    public static final ConnectionLimits USUAL = new ConnectionLimits(50_000, 1_000, 1 << 20);

    /** Checks that something is allowed. */
    public ConnectionLimits {
        if (total < 1 || perSource < 1 || queuedBytes < 1) {
            throw new IllegalArgumentException(
                    "expected limits of 1 or more, found %d connections, %d per source, %d bytes"
                            .formatted(total, perSource, queuedBytes));
        }
    }
}
