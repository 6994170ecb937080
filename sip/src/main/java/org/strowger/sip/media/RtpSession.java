package org.strowger.sip.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.strowger.sip.sdp.MediaAddress;
import org.strowger.sip.sdp.MediaStream;

/**
 * One audio stream of an agent of ours, with a UDP socket of its own.
 *
 * <p>It receives from the moment it is open, because media may come before the answer (RFC 3264 §5.1), and sends from the moment
 * {@link #agree} told it where to and what, from the same port (symmetric RTP, RFC 4961).
 *
 * <p>Its methods may be called on any thread: each hands a task to the pacer, which owns the stream. A virtual thread waits at the
 * socket, takes the time when a datagram arrives, and hands it over.
 */
public final class RtpSession implements AutoCloseable {
    private static final int MAX_DATAGRAM_BYTES = 2048;

    private final RtpRuntime runtime;
    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final RtpStream stream;
    private final Thread reader;
    private Optional<InetSocketAddress> remote = Optional.empty();
    private Optional<MediaStream> agreed = Optional.empty();
    private Optional<Pacer.Ticking> ticking = Optional.empty();

    private RtpSession(RtpRuntime runtime, DatagramChannel channel, InetSocketAddress local, Voice voice) {
        this.runtime = runtime;
        this.channel = channel;
        this.local = local;
        this.stream = new RtpStream(voice, runtime.random());
        this.reader = Thread.ofVirtual().name("rtp-" + local.getPort()).unstarted(this::read);
    }

    /**
     * Takes a port and begins to receive.
     *
     * @param address a local one
     * @throws IOException if no port is free
     */
    public static RtpSession open(RtpRuntime runtime, InetAddress address, RtpPorts ports, Voice voice)
            throws IOException {
        var channel = ports.open(address, runtime.random());
        var local = (InetSocketAddress) channel.getLocalAddress();
        var session = new RtpSession(runtime, channel, local, voice);
        session.reader.start();
        return session;
    }

    /** Where it receives, as a description says it. */
    public MediaAddress address() {
        return MediaAddress.of(local.getAddress().getHostAddress(), local.getPort());
    }

    /** What both sides agreed on: where to send, what, and which way. Again, whenever they change it. */
    public void agree(MediaStream changed) {
        runtime.pacer().execute(() -> adopt(changed));
    }

    /** What went out and came in so far. */
    public CompletableFuture<RtpStatistics> statistics() {
        return ask(stream::statistics);
    }

    /** Whether that tone is what came in the last tenth of a second. */
    public CompletableFuture<Boolean> hears(Tone tone) {
        return ask(() -> stream.hears(tone));
    }

    /** Ends it and gives the port back as soon as the thread at the socket has left; statistics may still be asked. */
    @Override
    public void close() {
        runtime.pacer().execute(this::end);
    }

    /** The thread at the socket; it ends when the port is free again. */
    Thread reader() {
        return reader;
    }

    private <T> CompletableFuture<T> ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        runtime.pacer().execute(() -> answer.complete(question.get()));
        return answer;
    }

    private void adopt(MediaStream changed) {
        if (!channel.isOpen()) {
            return;
        }
        boolean samePace = agreed.filter(before -> RtpStream.pace(before).equals(RtpStream.pace(changed)))
                .isPresent();
        boolean sameRemote = agreed.filter(before -> before.remote().equals(changed.remote()))
                .isPresent();
        agreed = Optional.of(changed);
        stream.agree(changed);
        if (!sameRemote) {
            remote = Optional.empty();
            find(changed.remote());
        }
        if (!samePace) {
            ticking.ifPresent(Pacer.Ticking::stop);
            ticking = Optional.of(runtime.pacer().every(RtpStream.pace(changed), this::tick));
        }
    }

    /** A literal is known at once; a name is asked for on a thread of its own. */
    private void find(MediaAddress wanted) {
        if (wanted.port() == 0) {
            return;
        }
        try {
            found(wanted, InetAddress.ofLiteral(wanted.host()));
        } catch (IllegalArgumentException _) {
            Thread.ofVirtual().name("rtp-name-" + local.getPort()).start(() -> resolve(wanted));
        }
    }

    private void resolve(MediaAddress wanted) {
        try {
            for (var address : InetAddress.getAllByName(wanted.host())) {
                runtime.pacer().execute(() -> found(wanted, address));
            }
        } catch (UnknownHostException _) {
            // nobody to send to: nothing is sent, and the statistics show it
        }
    }

    /** The first address that this socket can send to is taken, if it is still the one that is wanted. */
    private void found(MediaAddress wanted, InetAddress address) {
        boolean stillWanted = agreed.filter(now -> now.remote().equals(wanted)).isPresent();
        boolean ofOurVersion = address instanceof Inet4Address || local.getAddress() instanceof Inet6Address;
        if (stillWanted && ofOurVersion && remote.isEmpty()) {
            remote = Optional.of(new InetSocketAddress(address, wanted.port()));
        }
    }

    private void tick() {
        stream.tick(remote.isPresent()).ifPresent(this::send);
    }

    private void received(byte[] datagram, long arrivedAtNanos) {
        stream.received(datagram, arrivedAtNanos, remote.isPresent()).ifPresent(this::send);
    }

    private void send(RtpPacket packet) {
        try {
            channel.send(ByteBuffer.wrap(packet.encode()), remote.orElseThrow());
        } catch (IOException _) {
            stream.failed(packet);
        }
    }

    private void end() {
        ticking.ifPresent(Pacer.Ticking::stop);
        ticking = Optional.empty();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The life of the thread at the socket, until the socket is closed. */
    private void read() {
        var buffer = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
        try {
            while (channel.isOpen()) {
                channel.receive(buffer.clear());
                long arrivedAtNanos = runtime.nanos().getAsLong();
                var datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                runtime.pacer().execute(() -> received(datagram, arrivedAtNanos));
            }
        } catch (IOException _) {
            // closed, by us: the end. An unconnected socket reports nothing else
        }
    }
}
