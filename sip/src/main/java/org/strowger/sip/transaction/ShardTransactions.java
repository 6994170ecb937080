package org.strowger.sip.transaction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SendFailure;
import org.strowger.sip.transport.Transport;

/** All transactions of one shard: finds the one that a message belongs to, or begins one. Owned by the shard. */
final class ShardTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(ShardTransactions.class);

    private final Shard shard;
    private final Transport transport;
    private final long seed;
    private final Terms reliable;
    private final Terms unreliable;
    private final Branches branches;
    private final TransactionUser user;
    private final ClientTable clients = new ClientTable();
    private final ServerTable servers;
    private final KeptBytes kept = new KeptBytes();
    private final Tally tally = new Tally();

    /** What the shards of a layer have in common. */
    record Shared(Transport transport, Timers timers, Branches branches, TransactionUser user, long seed) {}

    ShardTransactions(Shard shard, Shared shared) {
        this.shard = shard;
        this.transport = shared.transport();
        this.seed = shared.seed();
        this.reliable = Terms.of(true, shared.timers());
        this.unreliable = Terms.of(false, shared.timers());
        this.branches = shared.branches();
        this.user = shared.user();
        this.servers = new ServerTable(shared.seed());
    }

    Shard shard() {
        return shard;
    }

    KeptBytes kept() {
        return kept;
    }

    Terms terms(Protocol protocol) {
        return protocol.isReliable() ? reliable : unreliable;
    }

    long fingerprint(SipMessage message) {
        return Fingerprint.of(message, seed);
    }

    Tally tally() {
        return tally;
    }

    int live() {
        return tally.liveClients + tally.liveServers;
    }

    ClientTransaction start(RequestEdit request, NextHop hop, ClientListener listener, Slice branchTail) {
        int slot = clients.reserve();
        boolean begun = false;
        try {
            var branch = Branches.with(branchTail, branches.of(shard.index(), slot, clients.generation(slot)));
            var departure = Departure.of(request, hop, branch, transport);
            begun = true;
            return LiveClient.start(this, slot, departure, listener);
        } finally {
            if (!begun) {
                clients.release(slot);
            }
        }
    }

    void sendStateless(RequestEdit request, NextHop hop, SendFailure failure) {
        var branch = branches.stateless(Identity.ofHop(request.original(), seed));
        var departure = Departure.of(request, hop, branch, transport);
        transport.send(
                shard,
                departure.request(),
                departure.hop(),
                cause -> departure
                        .after(cause)
                        .ifPresentOrElse(
                                byUdp -> transport.send(shard, byUdp.request(), byUdp.hop(), failure),
                                () -> failure.failed(cause)));
    }

    void request(SipRequest request, Flow flow) {
        if (request.method().equals(Method.ACK)) {
            ack(request, flow);
            return;
        }
        var key = servers.key(request);
        long sender = servers.sender(request);
        var known = servers.find(key, sender);
        if (known != null) {
            tally.retransmissionsReceived++;
            known.repeated();
        } else if (servers.isCrowded(sender)) {
            // "the UAS core SHOULD generate a 482 (Loop Detected) response" (RFC 3261 §8.2.2.2), without a transaction
            var tag = new Tag(branches.tag(sender, key.identity(request, seed)));
            transport.send(shard, request.respond(Status.of(482)).toTag(tag).write(), flow, _ -> tally.sendFailures++);
        } else {
            LiveServer.start(new LiveServer.Arrival(this, key, sender, request, flow), userOf(request));
        }
    }

    private TransactionUser userOf(SipRequest request) {
        var invite = request.method().equals(Method.CANCEL) ? servers.cancelledBy(request) : null;
        return invite == null ? user : new CancelAnswer(invite, user);
    }

    private void ack(SipRequest ack, Flow flow) {
        var invite = servers.acknowledgedBy(ack);
        if (invite != null) {
            invite.acknowledged(ack, flow);
            return;
        }
        if (isOfRefusal(ack)) {
            return;
        }
        try {
            user.ack(shard, ack, flow);
        } catch (RuntimeException e) {
            tally.userFailures++;
            LOG.error(
                    "the user of an ACK failed, Call-ID \"{}\", Via \"{}\"",
                    ack.callId(),
                    ack.topVia().text(),
                    e);
        }
    }

    /** Whether its To tag is ours, of an INVITE that we refused and forgot: "MUST ignore ACK requests" (RFC 3261 §8.2.7). */
    private boolean isOfRefusal(SipRequest ack) {
        var tag = ack.toTag();
        return tag.isPresent()
                && Branches.mayBeTag(tag.get().value())
                && branches.isTagOf(tag.get().value(), ServerKey.sender(ack, Method.INVITE, seed));
    }

    void response(SipResponse response) {
        var branch = response.topVia().branch();
        var client = branch.isPresent()
                ? client(branch.get().value(), response.cseq().method())
                : null;
        // "Otherwise, any element other than a stateless proxy MUST silently discard the response" (RFC 6026 §8.9)
        if (client != null && client.isAnsweredBy(response)) {
            client.received(response);
        } else if (branch.isPresent() && branches.isStateless(branch.get().value())) {
            user.stateless(shard, response);
        } else {
            tally.strayResponses++;
        }
    }

    /** An ICMP error ends the transaction that it quotes; of an ACK for a failure that is its INVITE's (RFC 3261 §17.1.1.2). */
    void undelivered(Undelivered request) {
        var method = request.method().equals(Method.ACK) ? Method.INVITE : request.method();
        var client = client(request.branch(), method);
        if (client != null && client.wentTo(request.to())) {
            client.failed(request.cause());
        }
    }

    private @Nullable LiveClient<?> client(Slice branch, Method method) {
        long place = branches.read(branch, shard.index());
        var tenant = place == Branches.NOT_OURS ? null : clients.find(Branches.slot(place), Branches.generation(place));
        return tenant == null ? null : tenant.of(method);
    }

    void send(SipRequest request, NextHop hop, SendFailure failure) {
        transport.send(shard, request, hop, failure);
    }

    void send(SipResponse response, Flow flow, SendFailure failure) {
        transport.send(shard, response, flow, failure);
    }

    /** @param number that of a response, in the kept bytes */
    void sendAgain(long number, Flow flow, SendFailure failure) {
        try {
            send((SipResponse) SipParser.parse(kept.read(number)), flow, failure);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("what went out once is not fit to go out again", e);
        }
    }

    /** The tag we put into To of what we answer to the request of that transaction: always the same one, and nobody else's. */
    Tag tagOf(LiveServer<?> server) {
        return new Tag(branches.tag(server.sender(), server.key().identity(server.request(), seed)));
    }

    void clientBegan(int slot, LiveClient<?> client) {
        clients.put(slot, client);
        clientBegan();
    }

    /** One that shares the slot of another. */
    void clientBegan() {
        tally.clients++;
        tally.liveClients++;
    }

    void clientEnded() {
        tally.liveClients--;
    }

    void free(int slot) {
        clients.release(slot);
    }

    void serverBegan(LiveServer<?> server) {
        servers.add(server);
        tally.servers++;
        tally.liveServers++;
    }

    void serverEnded(LiveServer<?> server) {
        servers.remove(server);
        tally.liveServers--;
    }
}
