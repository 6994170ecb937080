package org.strowger.sip.transaction;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/**
 * The server transactions of a shard, found by what is the same in all requests that may have to do with each other: From tag, Call-ID and
 * CSeq number (a repetition, an ACK for a failure, a CANCEL, a request that came another way). Among these few the key decides. Owned by the
 * shard.
 */
final class ServerTable {
    /**
     * Transactions of one From tag, Call-ID and CSeq number: more than forks and spirals make of one request (Max-Breadth is 60, RFC 5393
     * §5.3.3, Max-Forwards 70), and few enough to search among.
     */
    static final int MOST_ALIKE = 100;

    private final long seed;
    private final HashTable<LiveServer<?>> bySender = new HashTable<>();
    private final PastServers past;

    /**
     * @param seed what strangers who choose branches and Call-IDs do not know
     * @param past those that are alive no more and still know their repetitions
     */
    ServerTable(long seed, PastServers past) {
        this.seed = seed;
        this.past = past;
    }

    ServerKey key(SipRequest request) {
        return ServerKey.of(request, request.method(), seed);
    }

    long sender(SipRequest request) {
        return ServerKey.sender(request, request.method(), seed);
    }

    /** @param sender of the request that has this key */
    @Nullable
    LiveServer<?> find(ServerKey key, long sender) {
        return bySender.find(Long.hashCode(sender), LiveServer::isKnownBy, key);
    }

    /** What is left of the one that this request repeats; null if nothing is. */
    PastServers.@Nullable Past findPast(ServerKey key, long sender, long nowNanos) {
        return past.find(key, sender, nowNanos);
    }

    /** What is left of the INVITE that this CANCEL is for; null if nothing is. */
    PastServers.@Nullable Past pastCancelledBy(SipRequest cancel, long nowNanos) {
        return past.find(
                ServerKey.of(cancel, Method.INVITE, seed), ServerKey.sender(cancel, Method.INVITE, seed), nowNanos);
    }

    /** What is left of the one that this is a response to, our Via taken off; null if nothing is. */
    PastServers.@Nullable Past pastAnsweredBy(SipResponse response, long nowNanos) {
        var method = response.cseq().method();
        var branch = response.topVia().branch();
        return branch.isEmpty()
                ? null
                : past.find(
                        ServerKey.Unique.of(
                                branch.get().value(), response.topVia().sentBy(), method, seed),
                        ServerKey.sender(response, method, seed),
                        nowNanos);
    }

    /** The INVITE that this CANCEL is for: "assuming that the request method is anything but CANCEL or ACK" (RFC 3261 §9.2). */
    @Nullable
    LiveServer<?> cancelledBy(SipRequest cancel) {
        return find(ServerKey.of(cancel, Method.INVITE, seed), ServerKey.sender(cancel, Method.INVITE, seed));
    }

    /** The INVITE that this ACK belongs to (RFC 3261 §17.2.3). */
    @Nullable
    LiveServer<?> acknowledgedBy(SipRequest ack) {
        var key = ServerKey.of(ack, Method.INVITE, seed);
        long sender = ServerKey.sender(ack, Method.INVITE, seed);
        var invite = find(key, sender);
        if (key.isUnique()) {
            return invite != null ? invite : refusalOf(ack, sender);
        }
        // the To tag of a client of RFC 2543 is the INVITE's in a dialog, and the response's in the ACK for a first
        // INVITE
        var first = invite != null ? invite : find(ServerKey.of(ack, Method.INVITE, Optional.empty(), seed), sender);
        // "the To tag of the ACK matches the To tag of the response sent by the server transaction" (§17.2.3)
        return first != null && first.hasSent(ack.toTag()) ? first : null;
    }

    /**
     * The INVITE whose answer carried the To tag of this ACK. Some user agents put a new branch into the ACK of a refusal, against §17.1.1.3;
     * passed on, it would reach a callee who never heard of the call.
     */
    private @Nullable LiveServer<?> refusalOf(SipRequest ack, long sender) {
        if (ack.toTag().isEmpty()) {
            return null;
        }
        return bySender.find(
                Long.hashCode(sender), (invite, tag) -> cameFrom(invite, sender) && invite.hasSent(tag), ack.toTag());
    }

    /** Whether it acknowledges a 2xx of ours whose INVITE is over for its user: "MUST be passed directly to the TU" (RFC 6026 §7.1). */
    boolean isOfAccepted(SipRequest ack, long nowNanos, KeptBytes kept) {
        var tag = ack.toTag();
        return tag.isPresent()
                && past.has(
                        ServerKey.sender(ack, Method.INVITE, seed),
                        nowNanos,
                        one -> one.key().method().equals(Method.INVITE)
                                && kept.isThat(one.kept(), tag.get().value()));
    }

    /** Whether there are as many of that sender as there may be. */
    boolean isCrowded(long sender, long nowNanos) {
        int hash = Long.hashCode(sender);
        int over = past.count(sender, false, nowNanos);
        if (over == 0 && bySender.find(hash, ServerTable::isOf, sender) == null) {
            return false;
        }
        var alike = new int[] {over};
        return over >= MOST_ALIKE
                || bySender.find(hash, (server, count) -> server.sender() == sender && ++count[0] == MOST_ALIKE, alike)
                        != null;
    }

    private static boolean isOf(LiveServer<?> server, long sender) {
        return server.sender() == sender;
    }

    void add(LiveServer<?> server, long nowNanos) {
        long sender = server.sender();
        int hash = Long.hashCode(sender);
        if (mayMerge(server.request())) {
            server.mayMerge(bySender.find(hash, ServerTable::cameFrom, sender) != null
                    || past.count(sender, true, nowNanos) > 0);
        }
        bySender.add(hash, server);
    }

    void remove(LiveServer<?> server) {
        bySender.remove(Long.hashCode(server.sender()), server);
    }

    private static boolean cameFrom(LiveServer<?> server, long sender) {
        return server.mayMerge() && server.sender() == sender;
    }

    /** "If the request has no tag in the To header field, the UAS core MUST check the request against ongoing transactions" (§8.2.2.2). */
    private static boolean mayMerge(SipRequest request) {
        return request.toTag().isEmpty() && !request.method().equals(Method.CANCEL);
    }
}
