package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.strowger.sip.message.Slice;

/** A listening point for UDP with its sockets, one per loop, all bound to the same address. */
final class UdpPoint {
    private final Point point;
    private final List<? extends Datagrams> sockets;

    UdpPoint(Point point, List<? extends Datagrams> sockets) {
        this.point = point;
        this.sockets = List.copyOf(sockets);
    }

    Point point() {
        return point;
    }

    /** The socket that loop reads. */
    Datagrams socket(int loop) {
        return sockets.get(loop);
    }

    /** Sends from the address of this point; any thread. */
    boolean send(Slice datagram, InetSocketAddress to) throws IOException {
        int socket = sockets.size() == 1 ? 0 : (int) (Thread.currentThread().threadId() % sockets.size());
        return sockets.get(socket).send(datagram, to);
    }

    void close() {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
