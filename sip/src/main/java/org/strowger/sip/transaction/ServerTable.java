package org.strowger.sip.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Tag;

/** The server transactions of a shard, and which of them are the same request by different ways. Owned by the shard. */
final class ServerTable {
    private final long seed;
    private final Map<ServerKey, LiveServer<?>> byKey = new HashMap<>();
    /** The youngest of those that are the same request; each knows the one before it. */
    private final Map<Long, LiveServer<?>> bySender = new HashMap<>();

    /** @param seed what strangers who choose branches and Call-IDs do not know */
    ServerTable(long seed) {
        this.seed = seed;
    }

    ServerKey key(SipRequest request) {
        return ServerKey.of(request, request.method(), seed);
    }

    @Nullable
    LiveServer<?> find(ServerKey key) {
        return byKey.get(key);
    }

    /** The INVITE that this CANCEL is for: "assuming that the request method is anything but CANCEL or ACK" (RFC 3261 §9.2). */
    @Nullable
    LiveServer<?> cancelledBy(SipRequest cancel) {
        return byKey.get(ServerKey.of(cancel, Method.INVITE, seed));
    }

    /** The INVITE that this ACK belongs to (RFC 3261 §17.2.3). */
    @Nullable
    LiveServer<?> acknowledgedBy(SipRequest ack) {
        var key = ServerKey.of(ack, Method.INVITE, seed);
        var invite = byKey.get(key);
        if (key.isUnique()) {
            return invite != null ? invite : refusalOf(ack);
        }
        // the To tag of a client of RFC 2543 is the INVITE's in a dialog, and the response's in the ACK for a first
        // INVITE
        var first = invite != null ? invite : byKey.get(ServerKey.of(ack, Method.INVITE, Optional.empty(), seed));
        // "the To tag of the ACK matches the To tag of the response sent by the server transaction" (§17.2.3)
        return first != null && ack.toTag().equals(first.sentTag()) ? first : null;
    }

    /**
     * The INVITE whose answer carried the To tag of this ACK. Some user agents put a new branch into the ACK of a refusal, against §17.1.1.3;
     * passed on, it would reach a callee who never heard of the call.
     */
    private @Nullable LiveServer<?> refusalOf(SipRequest ack) {
        if (ack.toTag().isEmpty()) {
            return null;
        }
        for (var invite = bySender.get(ServerKey.sender(ack, Method.INVITE, seed));
                invite != null;
                invite = invite.before()) {
            if (ack.toTag().equals(invite.sentTag())) {
                return invite;
            }
        }
        return null;
    }

    void add(LiveServer<?> server) {
        byKey.put(server.key(), server);
        var request = server.request();
        if (mayMerge(request)) {
            long sender = ServerKey.sender(request, request.method(), seed);
            server.cameAfter(sender, bySender.get(sender));
            bySender.put(sender, server);
        }
    }

    void remove(LiveServer<?> server) {
        byKey.remove(server.key(), server);
        if (server.mayMerge()) {
            unlink(server, server.sender());
        }
    }

    private void unlink(LiveServer<?> server, long sender) {
        var youngest = bySender.get(sender);
        if (youngest == server) {
            var before = server.before();
            if (before == null) {
                bySender.remove(sender);
            } else {
                bySender.put(sender, before);
            }
        } else if (youngest != null) {
            youngest.forgetBefore(server);
        }
    }

    /** "If the request has no tag in the To header field, the UAS core MUST check the request against ongoing transactions" (§8.2.2.2). */
    private static boolean mayMerge(SipRequest request) {
        Optional<Tag> toTag = request.toTag();
        return toTag.isEmpty() && !request.method().equals(Method.CANCEL);
    }
}
