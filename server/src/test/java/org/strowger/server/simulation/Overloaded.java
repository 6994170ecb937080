package org.strowger.server.simulation;

import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;

/** A server of another domain that has no time for anybody: 503 to whatever comes. */
final class Overloaded implements TransactionUser {
    private final FakeNode node;
    private final TransactionLayer transactions;

    Overloaded(FakeNode node) {
        this.node = node;
        this.transactions = new TransactionLayer(node, node.shards(), Timers.RFC3261, this);
        node.listener(transactions);
    }

    FakeNode node() {
        return node;
    }

    TransactionLayer transactions() {
        return transactions;
    }

    @Override
    public void request(ServerTransaction transaction) {
        transaction.respond(transaction
                .request()
                .respond(Status.of(503))
                .toTag(transaction.tag())
                .write());
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        throw new AssertionError("nobody was accepted here: " + ack);
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        throw new AssertionError("what is answered cannot be cancelled: " + cancel);
    }
}
