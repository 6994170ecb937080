package org.strowger.server.exchange;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipMessage;
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

/**
 * Both ends of rehearsed calls: a caller that hangs up as soon as it is answered, and a callee that answers as soon as it is called; but for
 * a {@link Mishap}.
 */
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
    /** By number, whether something of that call was not heard the first time. An element belongs to the shard of its call. */
    private final boolean[] lost;
    /** By number, whether that call was answered and hung up; the same. */
    private final boolean[] hungUp;

    /** @param calls how many are placed */
    RehearsedCalls(SipStack stack, InetSocketAddress server, int calls) {
        this.stack = stack;
        this.server = new NextHop.Address(Protocol.UDP, server);
        this.scenes = new Scenes(calls);
        this.lost = new boolean[calls];
        this.hungUp = new boolean[calls];
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
        var transaction = stack.transactions().start(shard, request.edit(), server, this);
        if (mishap(request) == Mishap.REPEATED) {
            repeat(shard, transaction);
        }
    }

    private void repeat(Shard shard, ClientTransaction transaction) {
        stack.transport().send(shard, transaction.request(), server, scenes::failed);
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {
        var mishap = mishap(response);
        var status = response.status();
        if (status.isProvisional()) {
            if (mishap == Mishap.CANCELLED && status.code() == Status.RINGING.code()) {
                transaction.cancel(List.of());
            }
            return;
        }
        var shard = shard(response);
        if (mishap == Mishap.REPEATED) {
            repeat(shard, transaction);
        }
        if (response.cseq().method().equals(Method.INVITE)) {
            ended(shard, response, mishap);
        } else if (status.isSuccess()) {
            place(scenes.after(number(response)));
        } else {
            scenes.failed(new IOException("a rehearsed BYE ended with " + status));
        }
    }

    /** The INVITE has its final response. */
    private void ended(Shard shard, SipResponse response, Mishap mishap) {
        if (response.status().code() != mishap.finalStatus()) {
            scenes.failed(new IOException("expected a rehearsed call (%s) to end with %d, found %s"
                    .formatted(mishap, mishap.finalStatus(), response.status())));
        } else if (response.status().isSuccess()) {
            stack.transactions()
                    .sendStateless(shard, within(Method.ACK, response).edit(), server, scenes::failed);
            int number = number(response);
            if (!hungUp[number]) {
                hungUp[number] = true;
                send(shard, within(Method.BYE, response).edit().original());
            }
        } else {
            place(scenes.after(number(response)));
        }
    }

    private Shard shard(SipMessage message) {
        var shards = stack.shards();
        return shards.of(message.callId().value().hash(shards.seed()));
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

    private static int number(SipMessage message) {
        return Integer.parseInt(message.fromTag().orElseThrow().toString());
    }

    private static Mishap mishap(SipMessage message) {
        return Mishap.of(number(message));
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        if (mishap(transaction.request()) == Mishap.FALLS_SILENT) {
            place(scenes.after(number(transaction.request())));
        } else {
            scenes.failed(new IOException("a rehearsed call was not answered"));
        }
    }

    @Override
    public void failed(ClientTransaction transaction, IOException cause) {
        scenes.failed(cause);
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        if (isNotHeard(request)) {
            transaction.forget();
        } else if (!request.method().equals(Method.INVITE)) {
            transaction.respond(
                    request.respond(Status.OK).toTag(transaction.tag()).write());
        } else if (mishap(request) == Mishap.BUSY) {
            transaction.respond(
                    request.respond(Status.of(486)).toTag(transaction.tag()).write());
        } else {
            called(transaction, mishap(request));
        }
    }

    private boolean isNotHeard(SipRequest request) {
        return switch (mishap(request)) {
            case SILENT -> true;
            case INVITE_LOST -> isFirst(request, Method.INVITE);
            case BYE_LOST -> isFirst(request, Method.BYE);
            case FALLS_SILENT -> request.method().equals(Method.BYE);
            case NONE, REPEATED, BUSY, CANCELLED -> false;
        };
    }

    private boolean isFirst(SipRequest request, Method method) {
        int number = number(request);
        boolean isFirst = request.method().equals(method) && !lost[number];
        lost[number] |= isFirst;
        return isFirst;
    }

    private void called(ServerTransaction transaction, Mishap mishap) {
        var request = transaction.request();
        transaction.respond(request.respond(Status.RINGING)
                .toTag(transaction.tag())
                .copy(HeaderName.RECORD_ROUTE)
                .write());
        if (mishap == Mishap.CANCELLED) {
            return;
        }
        var ok = request.respond(Status.OK)
                .toTag(transaction.tag())
                .copy(HeaderName.RECORD_ROUTE)
                .header(HeaderName.CONTACT, "<" + self().text() + ">")
                .body("application/sdp", OFFER)
                .write();
        transaction.respond(ok);
        if (mishap == Mishap.REPEATED) {
            transaction.respond(ok);
        }
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        // the call is talked for no time at all
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        invite.respond(
                invite.request().respond(Status.of(487)).toTag(invite.tag()).write());
    }
}
