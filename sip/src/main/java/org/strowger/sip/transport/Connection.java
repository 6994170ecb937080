package org.strowger.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;
import org.strowger.sip.transport.framing.Frames;
import org.strowger.sip.transport.keepalive.Silence;
import org.strowger.sip.transport.tls.Identities;

/**
 * A connection, accepted or opened by us. What is sent while it is being opened waits, in order.
 *
 * <pre>
 *   (accepted by TCP) ──────────────────▶ Open ──▶ Closed
 *   Opening ──connected, shaken hands──▶ Open
 *      └──────────── failed ────────────────────▶ Closed
 * </pre>
 *
 * <p>Any thread may send.
 */
final class Connection implements Flow {
    /** Bytes on their way, and who is told if they do not get there. */
    private record Write(Slice bytes, SendFailure failure) {}

    private final Point point;
    private final InetSocketAddress remote;
    private final String host;
    private final Streams streams;
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final Queue<Write> outbox = new ConcurrentLinkedQueue<>();
    /** Whether the channel's thread has been called to empty the outbox. */
    private final AtomicBoolean called = new AtomicBoolean();

    private final AtomicBoolean ended = new AtomicBoolean();
    /** Null while it is being opened. */
    private volatile @Nullable Channel channel;

    /** Why it is closed; null while it is not. */
    private volatile @Nullable IOException end;
    /** Whom the peer has proved to be. */
    private volatile Identities peer = Identities.NONE;
    /** See {@link Connections#alias}. */
    private volatile @Nullable InetSocketAddress alias;

    private Connection(Point point, InetSocketAddress remote, String host, Streams streams) {
        this.point = point;
        this.remote = remote;
        this.host = host;
        this.streams = streams;
    }

    /** One that is being opened; the point is where the peer would have to connect to reach us. */
    static Connection to(NextHop.Address hop, Point point, Streams streams) {
        return new Connection(point, hop.remote(), hop.host(), streams);
    }

    /** One that was accepted; until {@link #opened} what is sent waits. */
    static Connection from(InetSocketAddress remote, Point point, Streams streams) {
        return new Connection(point, remote, "", streams);
    }

    boolean isAccepted() {
        return host.isEmpty();
    }

    /** Whom the peer must prove to be, if we opened it (RFC 5922 §7.3); empty otherwise. */
    String host() {
        return host;
    }

    /** What the peer has proved, before anything is sent to it. */
    void provedBy(Identities identities) {
        peer = identities;
    }

    /** The address that the peer has named as its own (RFC 5923 §8.2); null if none. */
    @Nullable
    InetSocketAddress alias() {
        return alias;
    }

    void aliasedTo(InetSocketAddress address) {
        alias = address;
    }

    /**
     * A request came with that Via on top. With "alias" it means that "subsequent transactions and dialogs that are destined to a resolved
     * address that matches […] the advertised address in the topmost Via header field can reuse this connection" (RFC 5923 §8.2); that is
     * so only if the peer has proved who it is (§9.2).
     */
    void asked(Via via) {
        boolean proved =
                isAccepted() && protocol() == Protocol.TLS && !peer.domains().isEmpty();
        if (proved && via.parameters().has("alias")) {
            int port = via.port().orElse(Protocol.TLS.defaultPort());
            streams.alias(this, new InetSocketAddress(remote.getAddress(), port));
        }
    }

    /** Whether the peer's certificate names that domain or address. */
    boolean hasProvedToBe(String wanted) {
        return peer.cover(wanted);
    }

    /** Whether what is meant for that domain or address may be given to the peer; only TLS proves anything. */
    boolean speaksFor(String wanted) {
        boolean itsAddress = isAccepted() && wanted.equals(Addresses.text(remote.getAddress()));
        return !protocol().isSecure() || itsAddress || peer.cover(wanted);
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
        if (queuedBytes.addAndGet(bytes.length()) > streams.mostQueuedBytes()) {
            int queued = queuedBytes.addAndGet(-bytes.length());
            failure.failed(new IOException(
                    "%s does not read: %d bytes wait for it already".formatted(Addresses.text(remote), queued)));
            // it had its chance; whoever waits is told, and memory is for those who read
            close();
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
        end = end == null ? cause : end;
        failAll(cause);
    }

    /** True the first time it is asked. */
    boolean ends() {
        return ended.compareAndSet(false, true);
    }

    private void failAll(IOException cause) {
        for (var write = outbox.poll(); write != null; write = outbox.poll()) {
            fail(write, cause);
        }
    }

    /** From now on the peer is to be heard at least so often. */
    void expectToHear(Duration silence) {
        var present = channel;
        if (present != null) {
            var ear = new Silence(silence, () -> streams.timedOut(this));
            present.eventLoop().execute(() -> ear.on(present.pipeline()));
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
            closeAfterwards(present);
        }
    }

    /** The same, whether it stands or not. */
    void closeAfterwards(Channel open) {
        open.eventLoop().execute(() -> {
            write(open);
            open.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        });
    }

    /** As it goes to the socket: a WebSocket has frames. */
    ByteBuf framed(Slice bytes) {
        var payload = Unpooled.wrappedBuffer(bytes.bytes(), bytes.start(), bytes.length());
        if (!protocol().isWebSocket()) {
            return payload;
        }
        var head = Frames.headOf(bytes.bytes(), bytes.start(), bytes.length());
        return Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(head), payload);
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
        open.write(framed(bytes)).addListener(done -> {
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
