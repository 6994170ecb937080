package org.strowger.sip.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.MessageListener;
import org.strowger.sip.transport.Protocol;

/**
 * Somebody on a {@link FakeNetwork} without transactions or manners: keeps what it receives and sends what the test tells it, once.
 */
public final class Peer implements MessageListener {
    private final FakeNode node;
    private final List<SipRequest> requests = new ArrayList<>();
    private final List<SipResponse> responses = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private Consumer<SipRequest> reaction = _ -> {};

    public Peer(FakeNode node) {
        this.node = node;
        node.listener(this);
    }

    /** What it does with a request from now on. */
    public Peer reacting(Consumer<SipRequest> how) {
        reaction = how;
        return this;
    }

    public FakeNode node() {
        return node;
    }

    /** All requests that came, repetitions among them, in order. */
    public List<SipRequest> requests() {
        return requests;
    }

    /** The request that came last. */
    public SipRequest request() {
        return requests.getLast();
    }

    public List<SipResponse> responses() {
        return responses;
    }

    /** The status codes of all responses that came, in order. */
    public List<Integer> codes() {
        return responses.stream().map(response -> response.status().code()).toList();
    }

    /** The names of the methods of all requests that came, in order. */
    public List<String> methods() {
        return requests.stream().map(request -> request.method().name()).toList();
    }

    /** Answers the request that came last, by the way it came; above 100 with this peer's tag. */
    public SipResponse answer(int code) {
        return answer(request(), code);
    }

    /** Answers a request, by the way the last one came. */
    public SipResponse answer(SipRequest request, int code) {
        var builder = request.respond(Status.of(code));
        var response = code == Status.TRYING.code()
                ? builder.write()
                : builder.toTag(new Tag(Slice.of("tag-of-" + node.name()))).write();
        send(response);
        return response;
    }

    /** Sends a response by the way the last request came. */
    public void send(SipResponse response) {
        var flow = flows.getLast();
        inside(response.callId().value(), shard -> node.send(shard, response, flow, _ -> {}));
    }

    /** Sends a request as it is. */
    public void send(SipRequest request, FakeNode to, Protocol protocol) {
        inside(request.callId().value(), shard -> node.send(shard, request, to.hop(protocol), _ -> {}));
    }

    /** Sends a request as it is, by UDP. */
    public void send(SipRequest request, FakeNode to) {
        send(request, to, Protocol.UDP);
    }

    @Override
    public void request(Shard shard, SipRequest request, Flow flow) {
        requests.add(request);
        flows.add(flow);
        reaction.accept(request);
    }

    @Override
    public void response(Shard shard, SipResponse response, Flow flow) {
        responses.add(response);
    }

    private void inside(Slice callId, Consumer<Shard> what) {
        var shard = node.shards().of(callId.hash(node.shards().seed()));
        shard.execute(() -> what.accept(shard));
    }
}
