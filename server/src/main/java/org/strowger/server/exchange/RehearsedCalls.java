package org.strowger.server.exchange;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** Both ends of rehearsed calls: a caller that hangs up as soon as it is answered, and a callee that answers as soon as it is called. */
final class RehearsedCalls implements Rehearsal.Actors, ClientListener {
    private static final byte[] OFFER = """
        v=0
        o=rehearsal 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio 9 RTP/AVP 0 8
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=sendrecv
        """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

    private final SipStack stack;
    private final NextHop server;
    private final Scenes scenes;

    /** @param calls how many are placed */
    RehearsedCalls(SipStack stack, InetSocketAddress server, int calls) {
        this.stack = stack;
        this.server = new NextHop.Address(Protocol.UDP, server);
        this.scenes = new Scenes(calls);
    }

    @Override
    public CompletableFuture<?> begin() {
        return scenes.begin(this::place);
    }

    private void place(int number) {
        if (!scenes.isDue(number)) {
            return;
        }
        var callId = Slice.of("rehearsal-" + number);
        var shards = stack.shards();
        var shard = shards.of(callId.hash(shards.seed()));
        shard.execute(() -> send(shard, invite(callId, number)));
    }

    private SipRequest invite(Slice callId, int number) {
        return request(Method.INVITE, self(), number)
                .header(HeaderName.TO, "<" + self().text() + ">")
                .header(HeaderName.CALL_ID, callId)
                .header(HeaderName.CONTACT, "<" + self().text() + ">")
                .body("application/sdp", OFFER)
                .edit()
                .original();
    }

    private static RequestBuilder request(Method method, SipUri target, int number) {
        return SipRequest.builder(method, target)
                .header(HeaderName.FROM, "<sip:rehearsal@127.0.0.1>;tag=" + number)
                .header(HeaderName.CSEQ, (method.equals(Method.BYE) ? 2 : 1) + " " + method.name());
    }

    private SipUri self() {
        var address = stack.transport().listeningPoints().getFirst().address();
        return SipUri.of("callee", "127.0.0.1", address.getPort());
    }

    private void send(Shard shard, SipRequest request) {
        stack.transactions().start(shard, request.edit(), server, this);
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {
        if (response.status().isProvisional()) {
            return;
        }
        if (!response.status().isSuccess()) {
            scenes.failed(new IOException("a rehearsed call ended with " + response.status()));
        } else if (response.cseq().method().equals(Method.INVITE)) {
            answered(response);
        } else {
            place(scenes.after(number(response)));
        }
    }

    private void answered(SipResponse ok) {
        var shards = stack.shards();
        var shard = shards.of(ok.callId().value().hash(shards.seed()));
        stack.transactions().sendStateless(shard, within(Method.ACK, ok).edit(), server, scenes::failed);
        send(shard, within(Method.BYE, ok).edit().original());
    }

    /** In the dialog of that answer. */
    private RequestBuilder within(Method method, SipResponse ok) {
        var request = request(method, self(), number(ok))
                .header(HeaderName.TO, ok.headers().value(HeaderName.TO).orElseThrow())
                .header(HeaderName.CALL_ID, ok.callId().value());
        for (var route : ok.headers().values(HeaderName.RECORD_ROUTE).reversed()) {
            request.header(HeaderName.ROUTE, route);
        }
        return request;
    }

    private static int number(SipResponse response) {
        return Integer.parseInt(response.fromTag().orElseThrow().toString());
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        scenes.failed(new IOException("a rehearsed call was not answered"));
    }

    @Override
    public void failed(ClientTransaction transaction, IOException cause) {
        scenes.failed(cause);
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        if (request.method().equals(Method.INVITE)) {
            transaction.respond(request.respond(Status.RINGING)
                    .toTag(transaction.tag())
                    .copy(HeaderName.RECORD_ROUTE)
                    .write());
            transaction.respond(request.respond(Status.OK)
                    .toTag(transaction.tag())
                    .copy(HeaderName.RECORD_ROUTE)
                    .header(HeaderName.CONTACT, "<" + self().text() + ">")
                    .body("application/sdp", OFFER)
                    .write());
        } else {
            transaction.respond(
                    request.respond(Status.OK).toTag(transaction.tag()).write());
        }
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        // the call is talked for no time at all
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        // nobody cancels
    }
}
