package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.transport.NextHop;

/**
 * One branch of a response context: the attempt to reach one target, over however many next hops.
 *
 * @param hops those not tried yet
 * @param breadth its share of the request's (RFC 5393 §5.3.3), until it is over
 * @param cancelled whether we asked to cancel it
 */
record ForkedBranch(int id, Target target, List<NextHop> hops, int breadth, Stage stage, boolean cancelled) {
    /** Where a branch stands. */
    enum Stage {
        /** The resolver was asked. */
        RESOLVING,
        /** Sent; no provisional response yet. */
        TRYING,
        /** A provisional response came: it can be cancelled. */
        PROCEEDING,
        /** A final response came, or what counts as one. */
        OVER
    }

    boolean isOver() {
        return stage == Stage.OVER;
    }

    ForkedBranch at(Stage next) {
        return new ForkedBranch(id, target, hops, breadth, next, cancelled);
    }

    ForkedBranch asCancelled() {
        return new ForkedBranch(id, target, hops, breadth, stage, true);
    }

    /** Sent to the first of these next hops. */
    ForkedBranch sentTo(List<NextHop> found) {
        return new ForkedBranch(id, target, found.subList(1, found.size()), breadth, Stage.TRYING, cancelled);
    }
}
