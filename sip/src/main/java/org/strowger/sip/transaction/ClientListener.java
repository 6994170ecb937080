package org.strowger.sip.transaction;

import java.io.IOException;
import org.strowger.sip.message.SipResponse;

/** Who started a client transaction. Called inside the shard. */
public interface ClientListener {
    /** Every provisional response, every 2xx to an INVITE (RFC 6026: also later and from other forks), the one final response else. */
    void response(ClientTransaction transaction, SipResponse response);

    /**
     * Timer B or F fired: nobody answered (RFC 3261 §8.1.3.1: as if a 408 came). Or the INVITE was cancelled and had no final response
     * within 64 × T1 (§9.1): who cancelled it takes that for its 487.
     */
    void timedOut(ClientTransaction transaction);

    /** The request could not be sent (RFC 3261 §8.1.3.1: as if a 503 came). Never after a final response. */
    void failed(ClientTransaction transaction, IOException cause);
}
