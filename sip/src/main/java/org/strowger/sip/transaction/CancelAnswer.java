package org.strowger.sip.transaction;

import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.transport.Flow;

/**
 * The user of the server transaction of a CANCEL that found its INVITE: answers 200, and tells the INVITE's user (RFC 3261 §9.2).
 */
record CancelAnswer(LiveServer<?> invite, TransactionUser user) implements TransactionUser {
    @Override
    public void request(ServerTransaction cancel) {
        // "the To tag of the response to the CANCEL and the To tag in the response to the original request SHOULD be
        // the same" (§9.2)
        var tag = invite.tagOfAnswer();
        cancel.respond(cancel.request().respond(Status.OK).toTag(tag).write());
        // "If it has, the CANCEL request has no effect on the processing of the original request" (§9.2)
        if (!invite.isAnswered() && invite.isFirstCancel()) {
            user.cancelled(invite, cancel.request());
        }
        cancel.letGo();
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        throw new IllegalStateException("an ACK for a CANCEL");
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        throw new IllegalStateException("a CANCEL for a CANCEL");
    }
}
