package org.strowger.server.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.strowger.sip.message.Method;
import org.strowger.sip.ua.SessionEnd;
import org.strowger.sip.ua.SessionEnd.Party;

/**
 * Asks after a call whether it ended as RFC 3261 wants it: both sides out of it, and of one mind. What the network lost, or a phone in the
 * dark did not hear, excuses.
 *
 * @param isFair whether the network lost so little that no repeated message can have been lost for good
 */
record Inquest(Placed call, List<Phone.Ring> rings, Story story, boolean isFair, List<String> complaints) {
    Inquest(Placed call, List<Phone.Ring> rings, Story story, boolean isFair) {
        this(call, rings, story, isFair, new ArrayList<>());
    }

    /** What was wrong; empty if nothing was. */
    List<String> held() {
        var caller = call.caller();
        if (caller.end().isEmpty() && !caller.hasVanished()) {
            complaints.add("the caller waits for ever");
        }
        for (var ring : rings) {
            if (ring.end().isEmpty() && !isExcused(ring)) {
                complaints.add("%s was left behind".formatted(ring.node().name()));
            }
        }
        if (!caller.hasVanished() && caller.end().isPresent()) {
            acknowledgements();
            callersEnd(caller.end().get());
        }
        for (var ring : rings) {
            if (!ring.hasVanished()) {
                ring.end().ifPresent(end -> calleesEnd(ring, end));
            }
        }
        return complaints;
    }

    /**
     * A phone may ring as long as it likes: each reminder is a provisional response, and starts timer C again; so the caller must be there
     * to end it. Of a phone whose first sign of life came after timer B the server knows nothing.
     */
    private boolean isExcused(Phone.Ring ring) {
        return ring.hasVanished()
                || call.caller().hasVanished()
                || wasCut(ring)
                || !isFair && !story.reached(ring.node(), Method.CANCEL);
    }

    /** "The UAC core MUST generate an ACK request for each 2xx received from the transaction layer" (§13.2.2.4). */
    private void acknowledgements() {
        var missing = new TreeSet<>(story.successesAt(call.caller().node()));
        missing.removeAll(story.acknowledgedBy(call.caller().node()));
        // a 2xx that comes when the INVITE has timed out, or 64 × T1 after its CANCEL, finds nobody
        boolean isLate = !isFair && !(call.caller().end().orElseThrow() instanceof SessionEnd.HungUp);
        if (!missing.isEmpty() && !isLate && !wasCut(call.caller())) {
            complaints.add("no ACK from the caller for " + missing);
        }
    }

    private void callersEnd(SessionEnd end) {
        var node = call.caller().node();
        switch (end) {
            case SessionEnd.HungUp(var by) -> hungUp(call.caller(), by);
            case SessionEnd.Refused(var _, var status) -> {
                if (!story.refusalReached(node, status.code())) {
                    complaints.add("the caller heard a %s that never came".formatted(status));
                }
                if (!story.successesAt(node).isEmpty()) {
                    complaints.add("the caller was refused and accepted");
                }
            }
            // the 487, a 2xx that crossed, or silence (§9.1): where a phone says 200 once and then nothing, that one
            // may be lost
            case SessionEnd.Cancelled(var _) -> {
                boolean isMuffled = !isFair || rings.stream().anyMatch(Phone.Ring::hasVanished);
                if (!isMuffled && !story.hasFinalAt(node)) {
                    complaints.add("the caller cancelled, and heard no end");
                }
            }
            case SessionEnd.Failed(var reason) -> {
                if (isFair || story.wasHeard(node) && !wasCut(call.caller())) {
                    complaints.add("the caller's call failed: " + reason);
                }
            }
        }
    }

    private void calleesEnd(Phone.Ring ring, SessionEnd end) {
        var node = ring.node();
        var answered = story.successesOf(node);
        boolean isCallerGone = call.caller().hasVanished();
        switch (end) {
            case SessionEnd.HungUp(var by) -> hungUp(ring, by);
            case SessionEnd.Refused _, SessionEnd.Cancelled _ -> {
                if (!answered.isEmpty()) {
                    complaints.add("%s answered, and ended as if not: %s".formatted(node.name(), end.summary()));
                }
            }
            case SessionEnd.Failed(var reason) -> {
                if (!isCallerGone && !wasCut(ring) && (isFair || story.wasAcknowledged(node))) {
                    complaints.add("%s: %s".formatted(node.name(), reason));
                }
                if (!story.sent(node, Method.BYE)) {
                    complaints.add("%s gave up without a BYE".formatted(node.name()));
                }
            }
        }
    }

    /** Who says that it hung up must have said so to the other side; who says that the other one did must have heard it. */
    private void hungUp(Side side, Party by) {
        var node = side.node();
        boolean isHeard = by == Party.THEM ? story.reached(node, Method.BYE) : story.sent(node, Method.BYE);
        if (!isHeard) {
            complaints.add("%s: %s, but no BYE was there".formatted(node.name(), by));
        }
        if (by == Party.US && isFair && others(side).noneMatch(this::knows)) {
            complaints.add("%s hung up, and nobody knows".formatted(node.name()));
        }
    }

    /** Whether what the network lost between those two was lost for good. */
    private boolean wasCut(Side side) {
        return story.wasCut(side.node()) || story.wasCut(call.caller().node());
    }

    private Stream<Side> others(Side side) {
        return side.equals(call.caller()) ? rings.stream().map(ring -> ring) : Stream.of(call.caller());
    }

    private boolean knows(Side side) {
        return side.hasVanished() || story.reached(side.node(), Method.BYE) || story.sent(side.node(), Method.BYE);
    }
}
