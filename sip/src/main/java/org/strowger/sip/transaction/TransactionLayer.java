package org.strowger.sip.transaction;

import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.MessageListener;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.SendFailure;
import org.strowger.sip.transport.Transport;

/**
 * The transaction layer (RFC 3261 §17, RFC 6026): matches what the transport received, runs the four machines, carries out what they ask.
 */
public final class TransactionLayer implements MessageListener {
    public TransactionLayer(Transport transport, Shards shards, Timers timers, TransactionUser user) {}

    /**
     * Starts a client transaction: puts our Via on top of the request and sends it. Only inside the shard. Over 1300 bytes it goes by TCP
     * where UDP was meant, and falls back to UDP where the peer refuses TCP (RFC 3261 §18.1.1).
     *
     * @param request everything but the Via
     */
    public ClientTransaction start(Shard shard, RequestEdit request, NextHop hop, ClientListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * The same, with more at the end of our branch: the second part, by which a proxy detects loops (RFC 5393 §4.2.1). It is no part of
     * what finds the transaction again.
     *
     * @param branchTail token characters; begins with a full stop, which stands nowhere in the first part
     */
    public ClientTransaction start(
            Shard shard, RequestEdit request, NextHop hop, ClientListener listener, Slice branchTail) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a request that has no transaction: the ACK for a 2xx, a CANCEL forwarded statelessly. Our Via (with a branch that is a stable
     * hash of the request's own, RFC 3261 §16.11) is put on top.
     */
    public void sendStateless(Shard shard, RequestEdit request, NextHop hop, SendFailure failure) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void request(Shard shard, SipRequest request, Flow flow) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void response(Shard shard, SipResponse response, Flow flow) {
        throw new UnsupportedOperationException();
    }

    /** Transactions alive now, server and client, in all shards: for tests, metrics and the end of simulations. */
    public int live() {
        throw new UnsupportedOperationException();
    }
}
