package org.strowger.sip.transaction;

import java.io.IOException;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transport.Flow;

/** The core above the transactions: proxy, registrar, user agent (RFC 3261 §5, §17). Called inside the shard of the call. */
public interface TransactionUser {
    /**
     * A new request, other than ACK, which started a server transaction. A CANCEL comes here only if it matches no INVITE server
     * transaction (RFC 3261 §16.10: a proxy forwards it statelessly, a user agent answers 481).
     */
    void request(ServerTransaction transaction);

    /** An ACK that matches no INVITE server transaction in Completed: it acknowledges a 2xx (or nothing). */
    void ack(Shard shard, SipRequest ack, Flow flow);

    /** A CANCEL for this INVITE came and was answered 200 by the transaction layer; no final response has been sent yet. */
    void cancelled(ServerTransaction invite, SipRequest cancel);

    /** A response to what was sent without a transaction ({@link TransactionLayer#sendStateless}). */
    default void stateless(Shard shard, SipResponse response) {}

    /**
     * A response could not be sent by any way (RFC 3261 §17.2.4). The transaction stays as it is and absorbs what comes again
     * (RFC 6026 §7.1). Not told to who has let go of it.
     */
    default void unsent(ServerTransaction transaction, IOException cause) {}

    /** No ACK came for the final response above 299 of this INVITE (timer H, RFC 3261 §17.2.1); the transaction ends. */
    default void unacknowledged(ServerTransaction invite) {}

    /**
     * The transaction is gone for its user, in whatever way it ended: told once for each, and nothing that is passed to it is sent any more. A
     * transaction other than INVITE also ends without an answer, 64 × T1 after it began (RFC 4320 §4.2).
     */
    default void ended(ServerTransaction transaction) {}

    /** A connection that stood has ended, or a flow that was watched (RFC 5626 §4.2.1: a flow failed). Told by any thread, outside the shards, once for each. */
    default void closed(Flow flow) {}
}
