package org.strowger.server.routing;

import org.strowger.sip.proxy.Decision;

/**
 * What the rules make of a request.
 *
 * @param relays whether it leaves for somebody who is not registered here: nothing that we do for strangers
 */
public record Outcome(Decision decision, boolean relays) {
    public static Outcome toOurs(Decision decision) {
        return new Outcome(decision, false);
    }

    public static Outcome relaying(Decision decision) {
        return new Outcome(decision, true);
    }
}
