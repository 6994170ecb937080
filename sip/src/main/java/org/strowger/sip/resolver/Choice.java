package org.strowger.sip.resolver;

import org.strowger.sip.message.CallId;

/**
 * How to choose where a name leaves the choice: between servers by their weights (RFC 2782).
 *
 * @param seed the same seed makes the same choice of the same records
 * @param steady whether nothing else may count: neither the order in which a name server lists records nor what failed lately. So chooses
 *     who keeps no state, for "all retransmissions of the request […] MUST go to the same server" (RFC 3263 §4.4)
 */
public record Choice(long seed, boolean steady) {
    private static final long SCATTER = 0x9e3779b97f4a7c15L;

    /** The servers of a name share its calls by their weights; the requests of one call go to the same. */
    public static Choice of(CallId call) {
        return new Choice(call.value().hashCode() * SCATTER, false);
    }

    /** The same for who keeps no state. */
    public static Choice steady(CallId call) {
        return new Choice(call.value().hashCode() * SCATTER, true);
    }
}
