package org.strowger.sip.transport;

import org.strowger.sip.message.Slice;

/** Shown every message that came or went, as it stood on the wire: for traces and counters. It listens, never steers, never blocks. */
public interface Tap {
    Tap NONE = new Tap() {
        @Override
        public void received(Slice message, Flow flow, long atNanos) {}

        @Override
        public void sent(Slice message, Flow flow, long atNanos) {}
    };

    void received(Slice message, Flow flow, long atNanos);

    void sent(Slice message, Flow flow, long atNanos);
}
