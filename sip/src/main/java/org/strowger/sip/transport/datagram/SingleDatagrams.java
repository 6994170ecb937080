package org.strowger.sip.transport.datagram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Slice;

/**
 * Sends one datagram at a time through the socket of a channel; any thread, but one at a time. Unlike the channel it knows the failure of an earlier datagram
 * ({@link IcmpErrors}) from its own.
 */
public final class SingleDatagrams {
    private final ChannelDatagrams owner;
    private final Departures departures;
    private final Outcome outcome = new Outcome();

    SingleDatagrams(ChannelDatagrams owner, int socket) {
        this.owner = owner;
        // forgotten with this object, so that nobody can free what a thread still uses
        this.departures = new Departures(socket, SocketAddresses.familyOf(owner.bound()), Arena.ofAuto());
    }

    /** The same as {@link ChannelDatagrams#send}. */
    public boolean send(Slice datagram, InetSocketAddress to) throws IOException {
        if (!owner.readiness().isOpen()) {
            throw new ClosedChannelException();
        }
        if (!departures.post(datagram, to)) {
            throw new SocketException("no way from " + owner.bound() + " to " + to);
        }
        outcome.begin();
        departures.flush(outcome);
        return outcome.hasLeft();
    }

    private static final class Outcome implements Datagrams.Losses {
        private boolean dropped;
        private @Nullable IOException failure;

        void begin() {
            dropped = false;
            failure = null;
        }

        boolean hasLeft() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return !dropped;
        }

        @Override
        public void dropped(int place) {
            dropped = true;
        }

        @Override
        public void failed(int place, IOException cause) {
            failure = cause;
        }
    }
}
