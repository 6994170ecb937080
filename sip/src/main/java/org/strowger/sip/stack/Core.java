package org.strowger.sip.stack;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;

/** The place of the core: transactions need it before it can be made, because it is made from them. Set once, before the start. */
final class Core implements TransactionUser {
    private @Nullable TransactionUser user;

    void become(TransactionUser core) {
        user = core;
    }

    @Override
    public void request(ServerTransaction transaction) {
        user().request(transaction);
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        user().ack(shard, ack, flow);
    }

    @Override
    public void stateless(Shard shard, SipResponse response) {
        user().stateless(shard, response);
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        user().cancelled(invite, cancel);
    }

    @Override
    public void ended(ServerTransaction transaction) {
        user().ended(transaction);
    }

    @Override
    public void closed(Flow flow) {
        user().closed(flow);
    }

    private TransactionUser user() {
        return Objects.requireNonNull(user, "the core is set before the stack starts");
    }
}
