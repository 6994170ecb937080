package org.strowger.sip.transaction;

import java.util.Optional;
import org.strowger.sip.message.CSeq;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;
import org.strowger.sip.message.Via;

/**
 * What tells one server transaction from all others (RFC 3261 §17.2.3).
 */
sealed interface ServerKey {
    /**
     * By the branch of whoever knows RFC 3261: "the branch parameter will be unique across all transactions sent by that client". Branch and
     * sent-by are kept as 128 bits that nobody can aim at, and no text; see decision 0025.
     */
    record Unique(long high, long low, Method method) implements ServerKey {
        static Unique of(Slice branch, Slice sentBy, Method method, long seed) {
            var hash = hash(branch, sentBy, seed);
            return new Unique(hash.upperHalf(), hash.lowerHalf(), method);
        }

        /** "parameter values are case-insensitive" (§7.3.1), and nothing says otherwise of a branch; nor is the case of a host. */
        static WideHash hash(Slice branch, Slice sentBy, long seed) {
            return new WideHash(seed).text(branch).text(sentBy);
        }

        @Override
        public String toString() {
            return method + " with the key " + Long.toHexString(high) + Long.toHexString(low);
        }
    }

    /** By all that a client of RFC 2543 leaves the same when it repeats a request. */
    record Legacy(int hash, Uri requestUri, Optional<Tag> toTag, Sender sender, Via via) implements ServerKey {
        @Override
        public boolean equals(Object other) {
            return other instanceof Legacy(var theirHash, var theirUri, var theirToTag, var theirSender, var theirVia)
                    && hash == theirHash
                    && sender.equals(theirSender)
                    && toTag.equals(theirToTag)
                    && via.equals(theirVia)
                    && requestUri.isEquivalentTo(theirUri);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            return "Call-ID \"" + sender.callId() + "\", Via \"" + via + "\"";
        }
    }

    /** What requests have in common that are the same one, by whatever way they came (RFC 3261 §8.2.2.2). */
    record Sender(int hash, Optional<Tag> fromTag, CallId callId, CSeq cseq) {
        static Sender of(SipRequest request, Method method, long seed) {
            var cseq = new CSeq(request.cseq().number(), method);
            int hash = request.callId().value().hash(seed) * 31 + Long.hashCode(cseq.number());
            return new Sender(hash, request.fromTag(), request.callId(), cseq);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /**
     * What is the same in requests that are the same one, by whatever way they came (RFC 3261 §8.2.2.2): From tag, Call-ID and CSeq, in 64
     * bits that nobody can aim at.
     */
    static long sender(SipMessage request, Method method, long seed) {
        var from = request.fromTag();
        long tag = from.isPresent() ? from.get().value().wideHash(seed) : 0;
        long number = (request.cseq().number() * 31 + method.hashCode()) * 0x9e3779b97f4a7c15L;
        // the number alone is not keyed, and who chooses it must not choose what the sum has in its lower bits
        return Branches.scattered(request.callId().value().wideHash(seed) ^ Long.rotateLeft(tag, 23) ^ number);
    }

    /** The key of a transaction that this request created, or would have created if it had that method. */
    static ServerKey of(SipRequest request, Method method, long seed) {
        return of(request, method, request.toTag(), seed);
    }

    /** The same for a request whose To was that. */
    static ServerKey of(SipRequest request, Method method, Optional<Tag> toTag, long seed) {
        var via = request.topVia();
        var branch = via.branch();
        if (branch.isPresent() && branch.get().isUnique()) {
            return Unique.of(branch.get().value(), via.sentBy(), method, seed);
        }
        var sender = Sender.of(request, method, seed);
        return new Legacy(sender.hash(), request.requestUri(), toTag, sender, via);
    }

    /** What is the same whenever that request comes, which has this key, and in no other request; keyed. */
    default long identity(SipRequest request, long seed) {
        return switch (this) {
            case Unique unique -> unique.high();
            case Legacy _ -> Identity.of(request).wideHash(seed);
        };
    }

    /** Whether it was made of a branch. */
    default boolean isUnique() {
        return this instanceof Unique;
    }
}
