package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening point for connections, bound but not served yet. */
record StreamPoint(Point point, ServerSocketChannel channel) {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPoint.class);
    private static final int BACKLOG = 1_024;

    static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static InetSocketAddress bound(ServerSocketChannel channel) throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    boolean isTcpAt(InetSocketAddress address) {
        return point.protocol() == Protocol.TCP && point.bound().equals(address);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", point.listen(), e);
        }
    }
}
