package org.strowger.sip.transaction;

import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.transport.Flow;

/**
 * The user of the server transaction of a CANCEL that found its INVITE: answers 200, and tells the INVITE's user (RFC 3261 §9.2).
 */
record CancelAnswer(Invite invite) implements TransactionUser {
    /** The INVITE that is cancelled. */
    sealed interface Invite {
        /** The To tag of its answer, which it has had or will have. */
        Tag tag();
    }

    /** One whose user is to hear of it. */
    record Alive(LiveServer<?> invite, TransactionUser user) implements Invite {
        @Override
        public Tag tag() {
            return invite.tagOfAnswer();
        }
    }

    /** One that was answered, and whose user is done with it. */
    record Past(Tag tag) implements Invite {}

    @Override
    public void request(ServerTransaction cancel) {
        // "the To tag of the response to the CANCEL and the To tag in the response to the original request SHOULD be
        // the same" (§9.2)
        cancel.respond(cancel.request().respond(Status.OK).toTag(invite.tag()).write());
        // "If it has, the CANCEL request has no effect on the processing of the original request" (§9.2)
        if (invite instanceof Alive(var server, var user) && !server.isAnswered() && server.isFirstCancel()) {
            user.cancelled(server, cancel.request());
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
