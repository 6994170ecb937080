package org.strowger.sip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.message.Slice;

/** A UDP socket by the JDK's own channel, unconnected and never blocking. */
final class ChannelDatagrams implements Datagrams {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDatagrams.class);
    private static final int LONGEST_DATAGRAM = 65_535;
    /** Asked for; the system gives what it allows. A burst must not be lost while a shard is busy. */
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final DatagramChannel channel;
    private final InetSocketAddress bound;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(LONGEST_DATAGRAM);

    private ChannelDatagrams(DatagramChannel channel, InetSocketAddress bound) {
        this.channel = channel;
        this.bound = bound;
    }

    /** @param shared whether several sockets may be bound to the address, and the system deals datagrams out among them */
    static ChannelDatagrams bind(InetSocketAddress address, boolean shared) throws IOException {
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

    @Override
    public InetSocketAddress bound() {
        return bound;
    }

    @Override
    public SelectableChannel readiness() {
        return channel;
    }

    @Override
    public int receive(Receiver receiver, int atMost) throws IOException {
        for (int received = 0; received < atMost; received++) {
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
        return atMost;
    }

    @Override
    public boolean send(Slice datagram, InetSocketAddress to) throws IOException {
        // an empty datagram is sent in full with 0 bytes; we never send one
        return channel.send(ByteBuffer.wrap(datagram.bytes(), datagram.start(), datagram.length()), to) > 0;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", bound, e);
        }
    }
}
