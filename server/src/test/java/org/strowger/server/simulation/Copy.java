package org.strowger.server.simulation;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.transport.Flow;

/** A copy of a request that the server sent on, as far as it was answered. */
final class Copy {
    /** 64 × T1: timers B and F, and the wait for the final response after a CANCEL (RFC 3261 §9.1, §17.1.1.2). */
    static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(32);

    private final String requestUri;
    private final Flow flow;
    private final long startedNanos;
    private int code;
    private boolean provisional;
    private long answeredNanos;
    private long provisionalNanos;
    private long cancelledNanos;

    Copy(SipRequest sent, Flow flow, long startedNanos) {
        this.requestUri = sent.requestUri().toString();
        this.flow = flow;
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
        if (code == 0 && !isReliable() && isGivenUp(atNanos)) {
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
        if (isReliable() && !flow.isOpen()) {
            return true;
        }
        if (provisional) {
            // a CANCEL that could not be sent by a connection was not seen
            long from = isCancelled() || !isReliable() ? cancelledNanos : provisionalNanos;
            return from != 0 && atNanos - from >= GIVE_UP_NANOS;
        }
        // what could not be sent is over at once; that takes a connection to fail
        return isReliable() || atNanos - startedNanos >= GIVE_UP_NANOS;
    }

    /** When it is over at the latest; empty where a connection may have told the server before, or nothing ends it. */
    OptionalLong overNanos() {
        if (code != 0) {
            return OptionalLong.of(answeredNanos);
        }
        if (isReliable() || provisional && !isCancelled()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((provisional ? cancelledNanos : startedNanos) + GIVE_UP_NANOS);
    }

    /** Whether somebody may ring there whom nobody told that it is over. */
    boolean isLeftAlone() {
        return isProceeding() && !isCancelled() && !(isReliable() && !flow.isOpen());
    }

    /**
     * Whether it failed so that the next server of the same target was tried: "the proxy continues to the next address in that ordered set
     * […] does not need to place anything in the response context" (RFC 3261 §16.6 step 7).
     */
    boolean isReplacedBy(Copy other) {
        return (code == 0 || code == 503) && other.startedNanos > startedNanos && other.requestUri.equals(requestUri);
    }

    private boolean isReliable() {
        return flow.protocol().isReliable();
    }

    /** Whether its answer counts where all are compared: not a 2xx that came so late that nobody waited for it. */
    boolean counts(long atNanos) {
        return code >= 300 || code >= 200 && !isGivenUp(atNanos);
    }

    /** What its silence counts as: nothing if it was answered. */
    List<Integer> standIns(long atNanos) {
        if (counts(atNanos)) {
            return List.of();
        }
        if (isReliable() && !flow.isOpen()) {
            return List.of(408, 487, 500);
        }
        boolean isTimedOut = provisional || atNanos - startedNanos >= GIVE_UP_NANOS;
        return isTimedOut ? List.of(408, 487) : List.of(500);
    }
}
