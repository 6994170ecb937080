package org.strowger.sip.transport.datagram;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.message.Slice;

/** A UDP socket by the JDK's own channel, unconnected and never blocking. */
public final class ChannelDatagrams implements Datagrams {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDatagrams.class);
    private static final int LONGEST_DATAGRAM = 65_535;
    private static final int BATCH = 32;
    /** Asked for; the system gives what it allows. A burst must not be lost while a shard is busy. */
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final DatagramChannel channel;
    private final InetSocketAddress bound;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(LONGEST_DATAGRAM);
    private final List<Posted> posted = new ArrayList<>(MOST_POSTED);

    private record Posted(Slice datagram, InetSocketAddress to) {}

    private ChannelDatagrams(DatagramChannel channel, InetSocketAddress bound) {
        this.channel = channel;
        this.bound = bound;
    }

    /** @param shared whether several sockets may be bound to the address, and the system deals datagrams out among them */
    public static ChannelDatagrams bind(InetSocketAddress address, boolean shared) throws IOException {
        var family = address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
        var channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address);
            channel.configureBlocking(false);
            return new ChannelDatagrams(channel, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The address it is bound to. */
    public InetSocketAddress bound() {
        return bound;
    }

    /** Ready to be read when there is something to receive. */
    public SelectableChannel readiness() {
        return channel;
    }

    @Override
    public int receive(Receiver receiver) throws IOException {
        for (int received = 0; received < BATCH; received++) {
            incoming.clear();
            var source = (InetSocketAddress) channel.receive(incoming);
            if (source == null) {
                return received;
            }
            incoming.flip();
            var datagram = new byte[incoming.remaining()];
            incoming.get(datagram);
            receiver.received(datagram, source);
        }
        return BATCH;
    }

    @Override
    public boolean mayHaveMore(int received) {
        return received == BATCH;
    }

    @Override
    public boolean post(Slice datagram, InetSocketAddress to) {
        return posted.size() < MOST_POSTED && posted.add(new Posted(datagram, to));
    }

    @Override
    public void flush(Losses losses) {
        for (int place = 0; place < posted.size(); place++) {
            var next = posted.get(place);
            try {
                if (!send(next.datagram, next.to)) {
                    losses.dropped(place);
                }
            } catch (IOException e) {
                losses.failed(place, e);
            }
        }
        posted.clear();
    }

    /**
     * Sends one at once; any thread.
     *
     * @return false if there was no room for it, and it is lost as datagrams are
     */
    public boolean send(Slice datagram, InetSocketAddress to) throws IOException {
        var bytes = ByteBuffer.wrap(datagram.bytes(), datagram.start(), datagram.length());
        try {
            return channel.send(bytes, to) > 0 || datagram.isEmpty();
        } catch (UnsupportedAddressTypeException e) {
            throw new SocketException("no way from " + bound + " to " + to, e);
        }
    }

    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", bound, e);
        }
    }
}
