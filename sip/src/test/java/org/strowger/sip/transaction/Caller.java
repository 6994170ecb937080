package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transport.NextHop;

/** The user of one client transaction of the simulation: acknowledges, cancels when it has waited enough, and watches its manners. */
final class Caller implements ClientListener {
    /** How an attempt ended. */
    enum End {
        NONE,
        ANSWERED,
        TIMED_OUT
    }

    private final TransactionLayer layer;
    private final Shard shard;
    private final NextHop hop;
    private End end = End.NONE;
    private String complaint = "";

    Caller(TransactionLayer layer, Shard shard, NextHop hop) {
        this.layer = layer;
        this.shard = shard;
        this.hop = hop;
    }

    /** Sends the request; cancels it if nobody answered within that time. */
    void start(SipRequest request, Duration patience) {
        var client = layer.start(shard, request.edit(), hop, this);
        shard.schedule(patience, () -> {
            if (end == End.NONE) {
                client.cancel(List.of());
            }
        });
    }

    End end() {
        return end;
    }

    /** What was against the rules; empty if nothing was. */
    String complaint() {
        return complaint;
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {
        var status = response.status();
        boolean isCall = transaction.request().method().equals(Method.INVITE);
        boolean another2xx = isCall && status.isSuccess();
        if (end != End.NONE && !another2xx) {
            complaint = "%s after %s".formatted(status, end);
        }
        if (status.isFinal()) {
            end = End.ANSWERED;
        }
        if (another2xx) {
            acknowledge(transaction.request(), response);
        }
    }

    private void acknowledge(SipRequest invite, SipResponse ok) {
        var ack = SipRequest.builder(Method.ACK, invite.requestUri())
                .header(HeaderName.FROM, ok.headers().value(HeaderName.FROM).orElseThrow())
                .header(HeaderName.TO, ok.headers().value(HeaderName.TO).orElseThrow())
                .header(HeaderName.CALL_ID, ok.callId().value())
                .header(HeaderName.CSEQ, ok.cseq().number() + " ACK");
        layer.sendStateless(shard, ack.edit(), hop, _ -> {});
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        if (end != End.NONE) {
            complaint = "timed out after " + end;
        }
        end = End.TIMED_OUT;
    }

    @Override
    public void failed(ClientTransaction transaction, IOException cause) {
        complaint = String.valueOf(cause.getMessage());
    }
}
