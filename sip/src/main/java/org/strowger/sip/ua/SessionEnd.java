package org.strowger.sip.ua;

import org.strowger.sip.message.Status;

/** How a call ended. */
public sealed interface SessionEnd {
    /** One of the two. */
    enum Party {
        US,
        THEM
    }

    /** After it was answered, with a BYE. */
    record HungUp(Party by) implements SessionEnd {}

    /** Before it was answered, by a final response above 299. */
    record Refused(Party by, Status status) implements SessionEnd {}

    /** Before it was answered, by the caller (RFC 3261 §9). */
    record Cancelled(Party by) implements SessionEnd {}

    /**
     * Nobody meant it: no answer from the network, no common codec, no port for media, no ACK.
     *
     * @param reason in words for people
     */
    record Failed(String reason) implements SessionEnd {}

    /** In a few words for people. */
    default String summary() {
        return switch (this) {
            case HungUp(var by) -> by == Party.US ? "hung up" : "the other side hung up";
            case Refused(var _, var status) -> "refused: " + status.code() + " " + status.reason();
            case Cancelled(var by) -> by == Party.US ? "cancelled" : "the caller gave up";
            case Failed(var reason) -> "failed: " + reason;
        };
    }
}
