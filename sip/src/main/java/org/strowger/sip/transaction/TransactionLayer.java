package org.strowger.sip.transaction;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiFunction;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.MessageListener;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.SendFailure;
import org.strowger.sip.transport.Transport;

/**
 * The transaction layer (RFC 3261 §17, RFC 6026): matches what the transport received, runs the four machines, carries out what they ask.
 *
 * <p>It keeps its transactions per shard; everything but {@link #live()} and {@link #counts()} is called inside the shard of the message.
 */
public final class TransactionLayer implements MessageListener {
    private final List<ShardTransactions> byShard;
    private final TransactionUser user;

    public TransactionLayer(Transport transport, Shards shards, Timers timers, TransactionUser user) {
        if (shards.size() > Branches.MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "expected at most %d shards, found %d".formatted(Branches.MAX_SHARDS, shards.size()));
        }
        this.user = user;
        long seed = shards.seed();
        var shared = new ShardTransactions.Shared(transport, timers, new Branches(seed), user, seed);
        this.byShard = shards.all().stream()
                .map(shard -> new ShardTransactions(shard, shared))
                .toList();
    }

    /**
     * Starts a client transaction: puts our Via on top of the request and sends it. Only inside the shard. Over 1300 bytes it goes by TCP
     * where UDP was meant, and falls back to UDP where the peer refuses TCP (RFC 3261 §18.1.1).
     *
     * <p>The listener hears nothing before this method has returned.
     *
     * @param request everything but the Via; not an ACK
     */
    public ClientTransaction start(Shard shard, RequestEdit request, NextHop hop, ClientListener listener) {
        return of(shard).start(request, hop, listener, Slice.EMPTY);
    }

    /**
     * The same, with more at the end of our branch: the second part, by which a proxy detects loops (RFC 5393 §4.2.1). It is no part of
     * what finds the transaction again.
     *
     * @param branchTail token characters; begins with a full stop, which stands nowhere in the first part
     */
    public ClientTransaction start(
            Shard shard, RequestEdit request, NextHop hop, ClientListener listener, Slice branchTail) {
        return of(shard).start(request, hop, listener, branchTail);
    }

    /**
     * Sends a request that has no transaction: the ACK for a 2xx, a CANCEL forwarded statelessly. Our Via (with a branch that is a stable
     * hash of what the request is known by, RFC 3261 §16.11) is put on top.
     */
    public void sendStateless(Shard shard, RequestEdit request, NextHop hop, SendFailure failure) {
        of(shard).sendStateless(request, hop, failure);
    }

    /**
     * Sends a further 2xx to the caller of an INVITE which was accepted and of which its user {@linkplain ServerTransaction#letGo let go}; discards
     * it if no such INVITE is known any more (RFC 6026 §8.3).
     *
     * @param response with the caller's Via on top
     * @param last makes of it what goes by that flow
     */
    public void passFurther(Shard shard, SipResponse response, BiFunction<SipResponse, Flow, SipResponse> last) {
        of(shard).passFurther(response, last);
    }

    @Override
    public void request(Shard shard, SipRequest request, Flow flow) {
        of(shard).request(request, flow);
    }

    @Override
    public void response(Shard shard, SipResponse response, Flow flow) {
        of(shard).response(response);
    }

    @Override
    public void undelivered(byte[] quoted, InetSocketAddress to, IOException cause) {
        Undelivered.read(quoted, to, cause).ifPresent(this::undelivered);
    }

    private void undelivered(Undelivered request) {
        int shard = Branches.shard(request.branch());
        if (shard >= 0 && shard < byShard.size()) {
            var transactions = byShard.get(shard);
            transactions.shard().execute(() -> transactions.undelivered(request));
        }
    }

    @Override
    public void closed(Flow flow) {
        user.closed(flow);
    }

    /**
     * Transactions alive now, server and client, in all shards: for tests, metrics and the end of simulations. From outside the shards a
     * guess.
     */
    public int live() {
        int live = 0;
        for (var shard : byShard) {
            live += shard.live();
        }
        return live;
    }

    /** What is kept as bytes for transactions alive now, in all shards: nothing when there are none. */
    int kept() {
        int kept = 0;
        for (var shard : byShard) {
            kept += shard.kept().count();
        }
        return kept;
    }

    /** What was counted since the beginning, in all shards. From outside the shards a guess. */
    public TransactionCounts counts() {
        var sum = TransactionCounts.NONE;
        for (var shard : byShard) {
            sum = sum.plus(shard.tally().counts());
        }
        return sum;
    }

    private ShardTransactions of(Shard shard) {
        shard.check();
        return byShard.get(shard.index());
    }
}
