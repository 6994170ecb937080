package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import org.strowger.sip.message.Slice;

/**
 * One bound UDP socket. {@link ChannelDatagrams} is the implementation for every platform; one that moves many datagrams per system
 * call can stand beside it.
 */
interface Datagrams {
    /** The address it is bound to. */
    InetSocketAddress bound();

    /** Ready to be read when there is something to receive. */
    SelectableChannel readiness();

    /**
     * Receives what is there, without waiting, and hands it on. Only the loop that owns the socket.
     *
     * @param atMost so that no socket starves the others
     * @return how many were received
     */
    int receive(Receiver receiver, int atMost) throws IOException;

    /**
     * Sends one; any thread. An implementation may gather those of one turn of its loop and send them at the end of it.
     *
     * @return false if there was no room for it, and it is lost as datagrams are
     */
    boolean send(Slice datagram, InetSocketAddress to) throws IOException;

    void close();

    /** Who gets what was received. */
    @FunctionalInterface
    interface Receiver {
        /** One datagram, the receiver's own. */
        void received(byte[] datagram, InetSocketAddress source);
    }
}
