package org.strowger.sip.transport.datagram;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.strowger.sip.message.Slice;

/** A way of moving datagrams through a bound UDP socket. Only for the thread of the loop that owns the socket. */
public interface Datagrams {
    /** The most that are posted before they must be flushed. */
    int MOST_POSTED = 64;

    /**
     * Receives what is there, without waiting, but no more than a batch, and hands it on.
     *
     * @return how many were received; 0 if there was nothing, or only an interruption
     */
    int receive(Receiver receiver) throws IOException;

    /** Whether there may be more where so many were received at once. */
    boolean mayHaveMore(int received);

    /**
     * Takes a datagram that leaves at the next flush.
     *
     * @return false if it was not taken: there is no place before a flush, or it is none that could be sent
     */
    boolean post(Slice datagram, InetSocketAddress to);

    /** Sends all that was posted, in order; the failure of one does not hold up those behind it. */
    void flush(Losses losses);

    /** Who gets what was received. */
    @FunctionalInterface
    interface Receiver {
        /** One datagram, the receiver's own. */
        void received(byte[] datagram, InetSocketAddress source);
    }

    /** Who is told what did not leave, by its place among what was posted since the flush before: 0 for the first. */
    interface Losses {
        /** There was no room for it in the socket's buffer: it is lost as datagrams are. */
        void dropped(int place);

        void failed(int place, IOException cause);
    }
}
