package org.strowger.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Poller;
import org.strowger.sip.transport.datagram.Batching;
import org.strowger.sip.transport.datagram.Datagrams;
import org.strowger.sip.transport.datagram.Stun;
import org.strowger.sip.transport.datagram.TimeSlice;

/**
 * What a loop waits on: the UDP sockets that are its own. With no UDP at all it still sleeps and wakes for the timers.
 *
 * <p>It begins with the JDK's channels. When a first datagram leaves, what the system does beyond them is loaded beside it, which takes
 * longer than a first answer may: many datagrams per system call, and the ICMP errors. When that is done, the loop changes over between two
 * turns.
 */
final class UdpPoller implements Poller {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPoller.class);
    /** Of one socket, before the others and the timers get their turn. Where there are more, the loop has fallen behind. */
    private static final int MOST_PER_SOCKET = 256;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final Reception reception;
    private final Supplier<Optional<Batching>> batches;
    private final List<Socket> sockets;
    private final List<Socket> ready = new ArrayList<>();
    private final Consumer<SelectionKey> noted = this::note;
    private boolean running;
    private boolean leftSome;
    private final AtomicBoolean used = new AtomicBoolean();
    /** For each socket the better ways; null until they are there, and again when they were taken. */
    private volatile @Nullable List<Batching.Ways> better;

    private record Socket(UdpSocket udp, Datagrams.Receiver receiver) {}

    /** @param batches asked once, by a thread of its own */
    UdpPoller(int loop, List<UdpPoint> points, Reception reception, Supplier<Optional<Batching>> batches)
            throws IOException {
        this.selector = Selector.open();
        this.reception = reception;
        this.batches = batches;
        this.sockets = points.stream()
                .map(point -> new Socket(point.socket(loop), (datagram, source) -> received(datagram, source, point)))
                .toList();
        for (var socket : sockets) {
            socket.udp.channel().readiness().register(selector, SelectionKey.OP_READ, socket);
            socket.udp.atFirstUse(this::loadWays);
        }
    }

    @Override
    public int poll(long maxWaitNanos) {
        begin();
        settle();
        leftSome = false;
        try {
            return maxWaitNanos == 0 ? drainAll() : select(maxWaitNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasLeftSome() {
        return leftSome;
    }

    @Override
    public void flush() {
        for (int index = 0; index < sockets.size(); index++) {
            sockets.get(index).udp.flush();
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing a selector failed", e);
        }
    }

    private void begin() {
        if (!running) {
            running = true;
            sockets.forEach(socket -> socket.udp.readByThisThread());
        }
        var offered = better;
        if (offered != null) {
            better = null;
            flush();
            changeTo(offered);
        }
    }

    private void changeTo(List<Batching.Ways> ways) {
        try {
            for (int index = 0; index < sockets.size(); index++) {
                sockets.get(index).udp.changeTo(ways.get(index));
            }
            LOG.debug("UDP goes in batches from now on");
            boolean isLetIn = TimeSlice.shorten();
            LOG.debug("the loop is let in at once when it wakes up: {}", isLetIn);
        } catch (IOException e) {
            LOG.debug("no ICMP errors, because the sockets are closed", e);
        }
    }

    /** Until nobody is left to be told of a failure: whoever is told may send again. */
    private void settle() {
        boolean quiet = false;
        while (!quiet) {
            quiet = true;
            for (int index = 0; index < sockets.size(); index++) {
                quiet &= !sockets.get(index).udp.settle();
            }
        }
    }

    /** Without asking the selector first: while things gather there is nearly always something. */
    private int drainAll() {
        int received = 0;
        for (int index = 0; index < sockets.size(); index++) {
            received += drain(sockets.get(index), false);
        }
        return received;
    }

    private int select(long maxWaitNanos) throws IOException {
        ready.clear();
        if (maxWaitNanos == Long.MAX_VALUE) {
            selector.select(noted);
        } else {
            selector.select(noted, (maxWaitNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
        int received = 0;
        for (int index = 0; index < ready.size(); index++) {
            received += drain(ready.get(index), true);
        }
        return received;
    }

    private void note(SelectionKey key) {
        ready.add((Socket) key.attachment());
    }

    /** @param said whether the selector says that there is something */
    private int drain(Socket socket, boolean said) {
        int received = 0;
        try {
            int batch;
            do {
                batch = socket.udp.receive(socket.receiver);
                received += batch;
                // answers do not wait for what is still unread
                flush();
            } while (socket.udp.mayHaveMore(batch) && received < MOST_PER_SOCKET);
            leftSome |= received >= MOST_PER_SOCKET;
            if (said && received == 0) {
                // what it said was not that there is a datagram
                socket.udp.readErrors(reception::undelivered);
            }
        } catch (IOException e) {
            LOG.debug("receiving on {} failed", socket.udp.channel().bound(), e);
            socket.udp.readErrors(reception::undelivered);
        }
        return received;
    }

    /** Of any thread, for each socket once. */
    private void loadWays() {
        if (used.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("udp-batches").start(this::loadBatches);
        }
    }

    private void loadBatches() {
        batches.get().ifPresent(batching -> {
            try {
                var ways = new ArrayList<Batching.Ways>();
                for (var socket : sockets) {
                    ways.add(batching.over(socket.udp.channel()));
                }
                better = ways;
                selector.wakeup();
            } catch (IOException e) {
                LOG.debug("no batches, because the sockets are closed", e);
            }
        });
    }

    private void received(byte[] datagram, InetSocketAddress source, UdpPoint point) {
        point.promises().heard(source);
        // nearly all of them begin with a letter
        if (datagram.length > 0 && datagram[0] > ' ') {
            reception.message(datagram, point.flow(source));
        } else if (isKeepAlive(datagram)) {
            reception.keepAlive();
        } else if (Stun.isStun(datagram)) {
            reception.keepAlive();
            Stun.answer(datagram, source).ifPresent(answer -> point.reply(answer, source));
        } else {
            reception.message(datagram, point.flow(source));
        }
    }

    /** What peers send only to keep a NAT's binding open: nothing, line ends, or NULs. */
    private static boolean isKeepAlive(byte[] datagram) {
        for (byte octet : datagram) {
            if (octet != '\r' && octet != '\n' && octet != 0) {
                return false;
            }
        }
        return true;
    }
}
