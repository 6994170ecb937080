package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.datagram.Batching;
import org.strowger.sip.transport.datagram.ChannelDatagrams;
import org.strowger.sip.transport.datagram.Datagrams;
import org.strowger.sip.transport.datagram.IcmpErrors;
import org.strowger.sip.transport.datagram.SingleDatagrams;

/**
 * One bound socket of a {@link UdpPoint}, read by one loop.
 *
 * <p>What the loop's own thread sends is posted and leaves when the loop flushes, in order; what other threads send leaves at once.
 */
final class UdpSocket {
    private final ChannelDatagrams channel;
    private final TransportCounters.Running counts;
    /** How the loop receives and sends; only the loop. */
    private Datagrams way;

    /** Where the system can tell of datagrams that did not arrive; only the loop. */
    private @Nullable IcmpErrors errors;
    /** How all other threads send; by the channel until it is there. */
    private volatile @Nullable SingleDatagrams others;
    /** What is done once, at the first datagram that leaves. */
    private final AtomicReference<@Nullable Runnable> firstUse = new AtomicReference<>();

    /** The thread of the loop, once it runs. */
    private volatile @Nullable Thread loop;
    /** Who sent what is posted, by its place. */
    private final @Nullable Shard[] shards = new @Nullable Shard[Datagrams.MOST_POSTED];

    private final @Nullable SendFailure[] failures = new @Nullable SendFailure[Datagrams.MOST_POSTED];
    private int posted;
    private final Losses losses = new Losses();
    /** Senders who are still to be told. */
    private final Queue<Runnable> mourning = new ArrayDeque<>();

    UdpSocket(ChannelDatagrams channel, TransportCounters.Running counts) {
        this.channel = channel;
        this.counts = counts;
        this.way = channel;
    }

    ChannelDatagrams channel() {
        return channel;
    }

    boolean isReadBy(Thread thread) {
        return thread == loop;
    }

    /** The calling thread reads it from now on. */
    void readByThisThread() {
        loop = Thread.currentThread();
    }

    /** From now on in these ways; only the loop, with nothing posted. */
    void changeTo(Batching.Ways ways) throws IOException {
        way = ways.batches();
        others = ways.others();
        // after this the channel must send no more
        ways.errors().listen();
        errors = ways.errors();
    }

    /** Tells what did not arrive, as far as the system says; only the loop. */
    void readErrors(IcmpErrors.Listener listener) {
        if (errors != null) {
            errors.read(listener);
        }
    }

    /** @param once done when the first datagram leaves */
    void atFirstUse(Runnable once) {
        firstUse.set(once);
    }

    private void used() {
        if (firstUse.getPlain() != null) {
            var once = firstUse.getAndSet(null);
            if (once != null) {
                once.run();
            }
        }
    }

    /** Receives at most a batch; only the loop. */
    int receive(Datagrams.Receiver receiver) throws IOException {
        return way.receive(receiver);
    }

    boolean mayHaveMore(int received) {
        return way.mayHaveMore(received);
    }

    /** Only the loop: to be sent with the next flush. */
    void post(Slice datagram, InetSocketAddress to, Shard shard, SendFailure failure) {
        if (!way.post(datagram, to)) {
            flush();
            if (!way.post(datagram, to)) {
                // what fits into no batch fails, and the channel says why
                sendNow(datagram, to, shard, failure);
                return;
            }
        }
        shards[posted] = shard;
        failures[posted] = failure;
        posted++;
    }

    /** Any thread. */
    void sendNow(Slice datagram, InetSocketAddress to, Shard shard, SendFailure failure) {
        used();
        try {
            if (!leaves(datagram, to)) {
                counts.count(TransportCounter.DROPPED);
            }
        } catch (IOException e) {
            tell(shard, failure, e);
        }
    }

    /** Any thread: what nobody is told of if it fails. */
    void replyNow(Slice datagram, InetSocketAddress to) {
        try {
            leaves(datagram, to);
        } catch (IOException _) {
            counts.count(TransportCounter.SEND_FAILURES);
        }
    }

    private boolean leaves(Slice datagram, InetSocketAddress to) throws IOException {
        var now = others;
        if (now == null) {
            return channel.send(datagram, to);
        }
        synchronized (now) {
            return now.send(datagram, to);
        }
    }

    /** Only the loop: sends what was posted. Whose datagrams failed is told by {@link #settle}. */
    void flush() {
        if (posted == 0) {
            return;
        }
        used();
        way.flush(losses);
        Arrays.fill(shards, 0, posted, null);
        Arrays.fill(failures, 0, posted, null);
        posted = 0;
    }

    /**
     * Only the loop, inside no shard: sends what was posted, and tells those whose datagrams failed.
     *
     * @return whether anybody was told, and may have sent something else
     */
    boolean settle() {
        flush();
        if (mourning.isEmpty()) {
            return false;
        }
        for (int left = mourning.size(); left > 0; left--) {
            mourning.remove().run();
        }
        return true;
    }

    void close() {
        channel.close();
    }

    private void tell(Shard shard, SendFailure failure, IOException cause) {
        counts.count(TransportCounter.SEND_FAILURES);
        shard.execute(() -> failure.failed(cause));
    }

    private final class Losses implements Datagrams.Losses {
        @Override
        public void dropped(int place) {
            counts.count(TransportCounter.DROPPED);
        }

        @Override
        public void failed(int place, IOException cause) {
            var shard = shards[place];
            var failure = failures[place];
            if (shard != null && failure != null) {
                mourning.add(() -> tell(shard, failure, cause));
            }
        }
    }
}
