package org.strowger.sip.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Slice;

/**
 * A connection, accepted or opened by us. What is sent while it is being opened waits, in order.
 *
 * <pre>
 *   (accepted) ─────────────▶ Open ──▶ Closed
 *   Connecting ──connected──▶ Open
 *       └──────── failed ────────────▶ Closed
 * </pre>
 *
 * <p>Any thread may send.
 */
final class Connection implements Flow {
    /** Bytes on their way, and who is told if they do not get there. */
    private record Write(Slice bytes, SendFailure failure) {}

    private final Point point;
    private final InetSocketAddress remote;
    private final int mostQueuedBytes;
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final Queue<Write> outbox = new ConcurrentLinkedQueue<>();
    /** Whether the channel's thread has been called to empty the outbox. */
    private final AtomicBoolean called = new AtomicBoolean();
    /** Null while it is being opened. */
    private volatile @Nullable Channel channel;

    /** Why it is closed; null while it is not. */
    private volatile @Nullable IOException end;

    /**
     * One that is being opened.
     *
     * @param point where the peer would have to connect to reach us
     */
    Connection(Point point, InetSocketAddress remote, int mostQueuedBytes) {
        this.point = point;
        this.remote = remote;
        this.mostQueuedBytes = mostQueuedBytes;
    }

    static Connection accepted(Point point, Channel channel, int mostQueuedBytes) {
        var connection = new Connection(point, (InetSocketAddress) channel.remoteAddress(), mostQueuedBytes);
        connection.channel = channel;
        return connection;
    }

    @Override
    public Protocol protocol() {
        return point.protocol();
    }

    @Override
    public InetSocketAddress local() {
        var present = channel;
        return present != null && present.localAddress() instanceof InetSocketAddress local
                ? local
                : point.local(remote.getAddress());
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    /** Also while it is being opened. */
    @Override
    public boolean isOpen() {
        var present = channel;
        return end == null && (present == null || present.isOpen());
    }

    Point point() {
        return point;
    }

    /** Sends, or queues while it is being opened; the failure may be told at once or later, by any thread. */
    void send(Slice bytes, SendFailure failure) {
        if (queuedBytes.addAndGet(bytes.length()) > mostQueuedBytes) {
            int queued = queuedBytes.addAndGet(-bytes.length());
            failure.failed(new IOException(
                    "%s does not read: %d bytes wait for it already".formatted(Addresses.text(remote), queued)));
            return;
        }
        send(new Write(bytes, failure));
    }

    /**
     * Everything goes through one queue, emptied by the channel's thread alone: that thread would otherwise write at once what others have
     * handed to it to be written first, and a 200 overtake its 180.
     */
    private void send(Write write) {
        outbox.add(write);
        var open = channel;
        var cause = end;
        if (cause != null) {
            failAll(cause);
        } else if (open != null) {
            empty(open);
        }
    }

    private void empty(Channel open) {
        if (open.eventLoop().inEventLoop()) {
            write(open);
        } else if (called.compareAndSet(false, true)) {
            open.eventLoop().execute(() -> {
                called.set(false);
                write(open);
            });
        }
    }

    /** The connection stands; what has waited leaves, before anything that is sent from now on. */
    void opened(Channel opened) {
        channel = opened;
        empty(opened);
    }

    /** The end: whoever waits is told. */
    void closed(IOException cause) {
        end = cause;
        failAll(cause);
    }

    private void failAll(IOException cause) {
        for (var write = outbox.poll(); write != null; write = outbox.poll()) {
            fail(write, cause);
        }
    }

    void close() {
        var present = channel;
        if (present != null) {
            var _ = present.close();
        }
    }

    /** Closes it when all that was sent before has left. */
    void closeAfterwards() {
        var present = channel;
        if (present != null) {
            present.eventLoop().execute(() -> {
                write(present);
                present.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            });
        }
    }

    /** Only on the channel's thread. */
    private void write(Channel open) {
        boolean any = false;
        for (var write = outbox.poll(); write != null; write = outbox.poll()) {
            write(open, write);
            any = true;
        }
        if (any) {
            open.flush();
        }
    }

    private void write(Channel open, Write write) {
        var bytes = write.bytes();
        open.write(Unpooled.wrappedBuffer(bytes.bytes(), bytes.start(), bytes.length()))
                .addListener(done -> {
                    if (done.isSuccess()) {
                        queuedBytes.addAndGet(-bytes.length());
                    } else {
                        fail(write, new IOException("writing to " + Addresses.text(remote) + " failed", done.cause()));
                    }
                });
    }

    private void fail(Write write, IOException cause) {
        queuedBytes.addAndGet(-write.bytes().length());
        write.failure().failed(cause);
    }

    @Override
    public String toString() {
        return "%s %s - %s".formatted(protocol(), Addresses.text(local()), Addresses.text(remote));
    }
}
