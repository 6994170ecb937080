package org.strowger.server.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;

/**
 * Somebody of another domain, who calls our users from an agent that shares nothing with ours but the transactions, and who changes the
 * session while he talks (see {@link Talk}).
 */
final class Stranger implements TransactionUser {
    private final FakeNode node;
    private final NextHop server;
    private final Random random;
    private final TransactionLayer transactions;
    private final Map<String, Talk> talks = new HashMap<>();

    Stranger(FakeNode node, NextHop server, Random random) {
        this.node = node;
        this.server = server;
        this.random = random;
        this.transactions = new TransactionLayer(node, node.shards(), Timers.RFC3261, this);
        node.listener(transactions);
    }

    /**
     * Calls one of our users.
     *
     * @param isFaithless whether he is gone when he is answered
     */
    Placed call(int number, String target, boolean isFaithless) {
        var callId = node.name() + "-" + number;
        var talk = new Talk(this, callId, target, isFaithless);
        talks.put(callId, talk);
        shard().execute(talk::start);
        return new Placed(number, callId, talk, target);
    }

    FakeNode node() {
        return node;
    }

    NextHop server() {
        return server;
    }

    Random random() {
        return random;
    }

    TransactionLayer transactions() {
        return transactions;
    }

    Shard shard() {
        return node.shards().at(0);
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        var talk = talks.get(request.callId().toString());
        boolean isKnown = request.method().equals(Method.BYE) && talk != null && talk.byeReceived(request);
        transaction.respond(request.respond(Status.of(isKnown ? 200 : 481))
                .toTag(transaction.tag())
                .write());
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        throw new AssertionError("a caller is acknowledged: " + ack);
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        throw new AssertionError("a caller is called: " + cancel);
    }
}
