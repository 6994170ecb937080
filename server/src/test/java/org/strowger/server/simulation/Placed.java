package org.strowger.server.simulation;

/** A call that was placed. */
record Placed(int number, String callId, Side caller, String target) {
    @Override
    public String toString() {
        return "call %d from %s to %s (%s)".formatted(number, caller.node().name(), target, callId);
    }
}
