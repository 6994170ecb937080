package org.strowger.sip.fuzz;

import org.strowger.sip.transport.framing.StreamFramer;

/** A stream is cut into the same messages however it is read (RFC 3261 §18.3). */
public final class StreamFuzz {
    private StreamFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Claim.same(
                Conversation.atOnce(new StreamFramer(), bytes),
                Conversation.inSlices(new StreamFramer(), bytes),
                "read in slices");
    }
}
