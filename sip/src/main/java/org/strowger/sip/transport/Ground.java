package org.strowger.sip.transport;

import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.Slice;

/** What all parts of a transport layer stand on. */
record Ground(Points points, Shards shards, Tap tap, TransportCounters.Running counts) {
    /** Shows to the tap what came, message or not. */
    void received(Slice bytes, Flow flow) {
        if (!tap.equals(Tap.NONE)) {
            tap.received(bytes, flow, shards.clock().nanos());
        }
    }

    /** TransportCounters.Running what is about to leave, and shows it to the tap. */
    void sending(Slice message, Flow flow) {
        counts.count(TransportCounter.SENT);
        if (!tap.equals(Tap.NONE)) {
            tap.sent(message, flow, shards.clock().nanos());
        }
    }
}
