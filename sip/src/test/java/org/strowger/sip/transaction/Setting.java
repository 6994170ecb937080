package org.strowger.sip.transaction;

import java.time.Duration;
import java.util.function.Consumer;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.testing.Recorder;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** A transaction layer with a user that records, and a peer beside it on a false network. */
final class Setting {
    final FakeLoop loop = new FakeLoop(4);
    final FakeNetwork network = new FakeNetwork(loop, 1);
    final FakeNode us = network.node("us", "192.0.2.2");
    final Peer peer = new Peer(network.node("peer", "192.0.2.1"));
    final Recorder user = new Recorder();
    final TransactionLayer layer = new TransactionLayer(us, loop.shards(), Timers.RFC3261, user);

    Setting() {
        us.listener(layer);
    }

    /** Starts a client transaction towards the peer by UDP; the user hears of it. */
    ClientTransaction start(SipRequest request) {
        return start(request.edit(), peer.node().hop(Protocol.UDP));
    }

    ClientTransaction start(RequestEdit request, NextHop hop) {
        var started = new ClientTransaction[1];
        inside(request.original(), shard -> started[0] = layer.start(shard, request, hop, user));
        return started[0];
    }

    /** Does it inside the shard of that request. */
    void inside(SipRequest request, Consumer<Shard> what) {
        var shard = loop.shards().of(request.callId().value().hash(loop.shards().seed()));
        shard.execute(() -> what.accept(shard));
    }

    /** The user answers the request it heard of last. */
    void respond(int code) {
        respond(user.server(), code);
    }

    void respond(ServerTransaction server, int code) {
        server.shard().execute(() -> server.respond(Samples.response(server.request(), code, server.tag())));
    }

    /** Lets the peer send a request, and all arrive. */
    void comes(SipRequest request) {
        peer.send(request, us);
        pass();
    }

    void comesByTcp(SipRequest request) {
        peer.send(request, us, Protocol.TCP);
        pass();
    }

    /** Time enough for a message to come and an answer to go, and for no timer. */
    void pass() {
        loop.advance(Duration.ofMillis(10));
    }

    /** Time enough for everything to end. */
    void passForever() {
        loop.advance(Duration.ofSeconds(200));
    }
}
