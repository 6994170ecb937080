package org.strowger.sip.transport;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.keepalive.Promises;

/** A listening point for UDP with its sockets, one per loop, all bound to the same address. */
final class UdpPoint {
    /** A power of two. */
    private static final int FLOWS = 1024;

    private final Point point;
    private final List<UdpSocket> sockets;
    /** Those used lately, each at the place of its address, so that they are not made anew for each message; any thread. */
    private final @Nullable UdpFlow[] flows = new @Nullable UdpFlow[FLOWS];

    private final Promises promises = new Promises();

    UdpPoint(Point point, List<UdpSocket> sockets) {
        this.point = point;
        this.sockets = List.copyOf(sockets);
    }

    Point point() {
        return point;
    }

    /** Who is to be heard here. */
    Promises promises() {
        return promises;
    }

    /** The socket that loop reads. */
    UdpSocket socket(int loop) {
        return sockets.get(loop);
    }

    /** The way to and from that address. */
    UdpFlow flow(InetSocketAddress remote) {
        int hash = remote.hashCode();
        int place = (hash ^ hash >>> 16) & (FLOWS - 1);
        // a flow is immutable, so it does not matter if two threads make the same one
        var there = flows[place];
        if (there != null && there.remote().equals(remote)) {
            return there;
        }
        var fresh = new UdpFlow(this, remote);
        flows[place] = fresh;
        return fresh;
    }

    /** Sends from the address of this point: what a loop sends leaves when it flushes, all else at once. Any thread. */
    void send(Slice datagram, InetSocketAddress to, Shard shard, SendFailure failure) {
        var caller = Thread.currentThread();
        for (int loop = 0; loop < sockets.size(); loop++) {
            var socket = sockets.get(loop);
            if (socket.isReadBy(caller)) {
                socket.post(datagram, to, shard, failure);
                return;
            }
        }
        int any = sockets.size() == 1 ? 0 : (int) (caller.threadId() % sockets.size());
        sockets.get(any).sendNow(datagram, to, shard, failure);
    }

    /** Sends what is no SIP, and what nobody mourns. */
    void reply(byte[] datagram, InetSocketAddress to) {
        sockets.getFirst().replyNow(Slice.of(datagram), to);
    }

    void close() {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
