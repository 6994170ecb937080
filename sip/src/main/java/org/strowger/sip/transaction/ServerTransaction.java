package org.strowger.sip.transaction;

import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transport.Flow;

/** A server transaction as its user sees it (RFC 3261 §17.2). Only inside its shard. */
public interface ServerTransaction {
    SipRequest request();

    /** The flow the request came by. */
    Flow flow();

    Shard shard();

    /**
     * Passes a response to the machine, which sends it (and sends it again as the RFC asks). A response that the state does not allow
     * (a second final one; anything but a 2xx after a 2xx) is dropped.
     */
    void respond(SipResponse response);

    /** Whether another server transaction with the same From tag, Call-ID and CSeq, and no To tag, was there already (RFC 3261 §8.2.2.2). */
    boolean isMerged();
}
