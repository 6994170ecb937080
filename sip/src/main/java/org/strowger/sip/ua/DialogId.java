package org.strowger.sip.ua;

import org.strowger.sip.message.CallId;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;

/**
 * What tells one dialog from all others at this agent (RFC 3261 §12).
 *
 * @param local our tag
 * @param remote the other side's tag; empty if it gave none, as agents of RFC 2543 do (§12.1.1)
 */
record DialogId(CallId callId, Tag local, Tag remote) {
    /** No tag: "the tag is considered to have a value of null" (§12.1.2). */
    static final Tag NO_TAG = new Tag(Slice.EMPTY);

    /** "the remote tag set to the tag in the From header field" of a request that came. */
    static DialogId ofReceived(SipMessage request) {
        return new DialogId(
                request.callId(),
                request.toTag().orElse(NO_TAG),
                request.fromTag().orElse(NO_TAG));
    }

    /** Of a request we sent, by its response. */
    static DialogId ofSent(SipMessage response) {
        return new DialogId(
                response.callId(),
                response.fromTag().orElse(NO_TAG),
                response.toTag().orElse(NO_TAG));
    }
}
