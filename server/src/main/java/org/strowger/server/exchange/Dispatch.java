package org.strowger.server.exchange;

import org.strowger.server.events.Notifier;
import org.strowger.server.registrar.Registrar;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.proxy.ProxyCore;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;

/**
 * Hands each request to its core: a REGISTER for a domain of ours to the registrar (RFC 3261 §10.3 step 1), a SUBSCRIBE about registrations
 * to the notifier (RFC 3680), all else to the proxy.
 */
final class Dispatch implements TransactionUser {
    private final Registrar registrar;
    private final Notifier notifier;
    private final ProxyCore proxy;

    Dispatch(Registrar registrar, Notifier notifier, ProxyCore proxy) {
        this.registrar = registrar;
        this.notifier = notifier;
        this.proxy = proxy;
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        if (request.method().equals(Method.REGISTER) && registrar.serves(request.requestUri())) {
            registrar.register(transaction);
        } else if (notifier.serves(request)) {
            notifier.subscribe(transaction);
        } else {
            proxy.request(transaction);
        }
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        proxy.ack(shard, ack, flow);
    }

    @Override
    public void stateless(Shard shard, SipResponse response) {
        proxy.stateless(shard, response);
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        proxy.cancelled(invite, cancel);
    }

    @Override
    public void closed(Flow flow) {
        registrar.closed(flow);
    }

    @Override
    public void ended(ServerTransaction transaction) {
        proxy.ended(transaction);
    }
}
