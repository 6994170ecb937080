package org.strowger.sip.transaction;

import java.util.function.BiFunction;
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
    private final Aftermath aftermath;

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
        this.aftermath = new Aftermath(shard, clients, kept, tally);
        this.servers = new ServerTable(shared.seed(), aftermath.servers());
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
            return;
        }
        var past = servers.findPast(key, sender, shard.nanos());
        if (past != null) {
            repeated(past);
        } else if (servers.isCrowded(sender, shard.nanos())) {
            // "the UAS core SHOULD generate a 482 (Loop Detected) response" (RFC 3261 §8.2.2.2), without a transaction
            var tag = new Tag(branches.tag(sender, key.identity(request, seed)));
            transport.send(shard, request.respond(Status.of(482)).toTag(tag).write(), flow, _ -> tally.sendFailures++);
        } else {
            LiveServer.start(new LiveServer.Arrival(this, key, sender, request, flow), userOf(request));
        }
    }

    /** Of an INVITE that was accepted it is absorbed, whose user sends the 2xx again; others have their final response once more. */
    private void repeated(PastServers.Past past) {
        tally.retransmissionsReceived++;
        if (!past.key().method().equals(Method.INVITE)) {
            tally.retransmissionsSent++;
            sendAgain(past.kept(), past.flow(), _ -> tally.sendFailures++);
        }
    }

    private TransactionUser userOf(SipRequest request) {
        if (!request.method().equals(Method.CANCEL)) {
            return user;
        }
        var invite = servers.cancelledBy(request);
        if (invite != null) {
            return new CancelAnswer(new CancelAnswer.Alive(invite, user));
        }
        var past = servers.pastCancelledBy(request, shard.nanos());
        return past == null ? user : new CancelAnswer(new CancelAnswer.Past(new Tag(Slice.of(kept.read(past.kept())))));
    }

    private void ack(SipRequest ack, Flow flow) {
        var invite = servers.acknowledgedBy(ack);
        if (invite != null) {
            invite.acknowledged(ack, flow);
            return;
        }
        if (isOfRefusal(ack) && !servers.isOfAccepted(ack, shard.nanos(), kept)) {
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
        long place = branch.isPresent() ? branches.read(branch.get().value(), shard.index()) : Branches.NOT_OURS;
        var client = client(place, response.cseq().method());
        // "Otherwise, any element other than a stateless proxy MUST silently discard the response" (RFC 6026 §8.9)
        if (client != null && client.isAnsweredBy(response)) {
            client.received(response);
        } else if (client == null && isOfPast(place)) {
            late(response, place);
        } else if (branch.isPresent() && branches.isStateless(branch.get().value())) {
            user.stateless(shard, response);
        } else {
            tally.strayResponses++;
        }
    }

    /** An ICMP error ends the transaction that it quotes; of an ACK for a failure that is its INVITE's (RFC 3261 §17.1.1.2). */
    void undelivered(Undelivered request) {
        var method = request.method().equals(Method.ACK) ? Method.INVITE : request.method();
        var client = client(branches.read(request.branch(), shard.index()), method);
        if (client != null && client.wentTo(request.to())) {
            client.failed(request.cause());
        }
    }

    /** @see TransactionLayer#passFurther */
    void passFurther(SipResponse response, BiFunction<SipResponse, Flow, SipResponse> last) {
        var past = servers.pastAnsweredBy(response, shard.nanos());
        if (past == null) {
            // "If the server transaction is no longer available to handle the transmission, the response is simply
            // discarded" (RFC 6026 §8.3)
            tally.lateResponses++;
        } else {
            send(last.apply(response, past.flow()), past.flow(), _ -> tally.sendFailures++);
        }
    }

    private boolean isOfPast(long place) {
        return place != Branches.NOT_OURS && clients.isLeft(Branches.slot(place), Branches.generation(place));
    }

    /** "A 2xx response received while in the "Accepted" state MUST be passed to the TU" (RFC 6026 §7.2); all else is absorbed. */
    private void late(SipResponse response, long place) {
        var past = clients.past(Branches.slot(place), Branches.generation(place));
        if (past.isEmpty() || !response.status().isSuccess()) {
            return;
        }
        // "the method parameter in the CSeq header field matches the method of the request" (RFC 3261 §17.1.3)
        boolean isToInvite = response.cseq().method().equals(Method.INVITE);
        if (!isToInvite || past.get().fingerprint() != fingerprint(response)) {
            tally.strayResponses++;
            return;
        }
        try {
            past.get()
                    .listener()
                    .success(shard, response, Slice.of(kept.read(past.get().remembered())));
        } catch (RuntimeException e) {
            tally.userFailures++;
            LOG.error("the user of a further 2xx failed, Call-ID \"{}\"", response.callId(), e);
        }
    }

    private @Nullable LiveClient<?> client(long place, Method method) {
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

    /** Whether no more is left of the client transaction in that slot than what a further 2xx needs, which is told to that listener. */
    boolean hasSettled(int slot, ClientTable.Past past, long endNanos) {
        return aftermath.takes(slot, past, endNanos);
    }

    /** Whether nothing is left of the client transaction in that slot, and what comes for it is dropped. */
    boolean hasSettled(int slot, long endNanos) {
        return aftermath.takes(slot, endNanos);
    }

    void serverBegan(LiveServer<?> server) {
        servers.add(server, shard.nanos());
        tally.servers++;
        tally.liveServers++;
    }

    /** Whether no more is left of it than what knows a repetition. */
    boolean hasSettled(LiveServer<?> server, long endNanos) {
        boolean settled = server.key() instanceof ServerKey.Unique key
                && aftermath.takes(
                        new PastServers.Past(key, server.sender(), server.flow(), server.kept(), server.mayMerge()),
                        endNanos);
        if (settled) {
            servers.remove(server);
        }
        return settled;
    }

    void serverEnded(LiveServer<?> server) {
        servers.remove(server);
        tally.liveServers--;
    }
}
