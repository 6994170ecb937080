package org.strowger.sip.transport.datagram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import org.strowger.sip.message.Slice;

/** Many datagrams per system call, through the socket of a channel. */
final class BatchDatagrams implements Datagrams {
    private final ChannelDatagrams owner;
    private final Arrivals arrivals;
    private final Departures departures;

    /** @param socket the descriptor of the channel's socket: once the channel is closed it may be somebody else's */
    BatchDatagrams(ChannelDatagrams owner, int socket) {
        this.owner = owner;
        // forgotten with this object, so that nobody can free what a thread still uses
        var arena = Arena.ofAuto();
        this.arrivals = new Arrivals(socket, arena);
        this.departures = new Departures(socket, SocketAddresses.familyOf(owner.bound()), arena);
    }

    @Override
    public int receive(Receiver receiver) throws IOException {
        if (!owner.readiness().isOpen()) {
            throw new ClosedChannelException();
        }
        return arrivals.receive(receiver);
    }

    @Override
    public boolean mayHaveMore(int received) {
        return received == Arrivals.MOST;
    }

    @Override
    public boolean post(Slice datagram, InetSocketAddress to) {
        return departures.post(datagram, to);
    }

    @Override
    public void flush(Losses losses) {
        if (owner.readiness().isOpen()) {
            departures.flush(losses);
        } else {
            departures.abandon(new ClosedChannelException(), losses);
        }
    }
}
