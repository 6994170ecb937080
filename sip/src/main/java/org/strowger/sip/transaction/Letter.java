package org.strowger.sip.transaction;

/**
 * A timer of a machine, most of which are known by a letter (RFC 3261 appendix A, table 4). A transaction waits for two at most: one that
 * lets it say something again, and one that ends its state. Another of the same kind takes the place of the one before, which nobody
 * waits for by then.
 */
sealed interface Letter permits InviteClient.Timer, InviteServer.Timer, NonInviteClient.Timer, NonInviteServer.Timer {
    /** Whether it ends what it was started in; otherwise something is said again. */
    boolean isEnd();
}
