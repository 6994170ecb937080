package org.strowger.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Poller;

/** What a loop waits on: the UDP sockets that are its own. With no UDP at all it still sleeps and wakes for the timers. */
final class UdpPoller implements Poller {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPoller.class);
    /** Of one socket, before the others and the timers get their turn. */
    private static final int MOST_PER_SOCKET = 256;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final Reception reception;
    private final List<Socket> sockets;

    private record Socket(Datagrams datagrams, Datagrams.Receiver receiver) {}

    UdpPoller(int loop, List<UdpPoint> points, Reception reception) throws IOException {
        this.selector = Selector.open();
        this.reception = reception;
        this.sockets = points.stream()
                .map(point -> new Socket(point.socket(loop), (datagram, source) -> received(datagram, source, point)))
                .toList();
        for (var socket : sockets) {
            socket.datagrams.readiness().register(selector, SelectionKey.OP_READ, socket);
        }
    }

    @Override
    public int poll(long maxWaitNanos) {
        try {
            return maxWaitNanos == 0 ? drainAll() : select(maxWaitNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    /** Without asking the selector first: while things gather there is nearly always something. */
    private int drainAll() {
        int received = 0;
        for (var socket : sockets) {
            received += drain(socket);
        }
        return received;
    }

    private int select(long maxWaitNanos) throws IOException {
        if (maxWaitNanos == Long.MAX_VALUE) {
            selector.select();
        } else {
            selector.select((maxWaitNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
        int received = 0;
        for (var key : selector.selectedKeys()) {
            received += drain((Socket) key.attachment());
        }
        selector.selectedKeys().clear();
        return received;
    }

    private int drain(Socket socket) {
        try {
            return socket.datagrams.receive(socket.receiver, MOST_PER_SOCKET);
        } catch (IOException e) {
            LOG.debug("receiving on {} failed", socket.datagrams.bound(), e);
            return 0;
        }
    }

    private void received(byte[] datagram, InetSocketAddress source, UdpPoint point) {
        if (isKeepAlive(datagram)) {
            reception.keepAlive();
        } else {
            reception.message(datagram, new UdpFlow(point, source));
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
