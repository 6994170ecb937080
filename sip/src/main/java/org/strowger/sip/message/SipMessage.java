package org.strowger.sip.message;

import java.util.Optional;

/**
 * A SIP message: its bytes and an index of them (RFC 3261 §7). Immutable.
 *
 * <p>What every hop needs was read and checked when it was made: these getters never throw. All other fields are
 * bytes in {@link #headers()}, parsed by name by whoever needs them.
 */
public sealed interface SipMessage permits SipRequest, SipResponse {
    /** The whole message as it came or will go. */
    Slice bytes();

    Headers headers();

    Via topVia();

    CallId callId();

    CSeq cseq();

    Optional<Tag> fromTag();

    Optional<Tag> toTag();

    /** As long as Content-Length says; empty if there is none. */
    Slice body();
}
