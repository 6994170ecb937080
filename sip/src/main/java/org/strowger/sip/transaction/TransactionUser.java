package org.strowger.sip.transaction;

import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
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

    /** This INVITE's or other server transaction ended; its response could not be sent, or (INVITE, non-2xx) no ACK came. */
    default void ended(ServerTransaction transaction) {}
}
