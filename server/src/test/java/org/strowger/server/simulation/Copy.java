package org.strowger.server.simulation;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.strowger.sip.transport.Protocol;

/** A copy of a request that the server sent on, as far as it was answered. */
final class Copy {
    /** 64 × T1: timers B and F, and the wait for the final response after a CANCEL (RFC 3261 §9.1, §17.1.1.2). */
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(32);

    private final Protocol protocol;
    private final long startedNanos;
    private int code;
    private boolean provisional;
    private long answeredNanos;
    private long provisionalNanos;
    private long cancelledNanos;

    Copy(Protocol protocol, long startedNanos) {
        this.protocol = protocol;
        this.startedNanos = startedNanos;
    }

    /** Its first final response; 0 if there was none. */
    int code() {
        return code;
    }

    /** When that came. */
    long answeredNanos() {
        return answeredNanos;
    }

    boolean isProceeding() {
        return provisional && code == 0;
    }

    boolean isCancelled() {
        return cancelledNanos != 0;
    }

    void cancelled(long atNanos) {
        if (cancelledNanos == 0) {
            cancelledNanos = atNanos;
        }
    }

    void answered(int status, long atNanos) {
        if (code == 0 && !protocol.isReliable() && isGivenUp(atNanos)) {
            // it comes too late to matter
            return;
        }
        if (status < 200) {
            provisional = true;
            provisionalNanos = atNanos;
        }
        if (code == 0 && status >= 200) {
            code = status;
            answeredNanos = atNanos;
        }
    }

    /** Whether the server need not wait for its answer any more. */
    boolean isGivenUp(long atNanos) {
        if (provisional) {
            // a CANCEL that could not be sent by a connection was not seen
            long from = isCancelled() || !protocol.isReliable() ? cancelledNanos : provisionalNanos;
            return from != 0 && atNanos - from >= GIVE_UP_NANOS;
        }
        // what could not be sent is over at once; that takes a connection to fail
        return protocol.isReliable() || atNanos - startedNanos >= GIVE_UP_NANOS;
    }

    /** What its silence counts as: nothing if it was answered. */
    List<Integer> standIns(long atNanos) {
        if (code != 0) {
            return List.of();
        }
        boolean isTimedOut = provisional || atNanos - startedNanos >= GIVE_UP_NANOS;
        return isTimedOut ? List.of(408, 487) : List.of(500);
    }
}
