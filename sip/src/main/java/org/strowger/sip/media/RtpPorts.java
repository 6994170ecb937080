package org.strowger.sip.media;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.random.RandomGenerator;

/**
 * Which ports may be taken for RTP.
 *
 * @param first lowest port; 0 if the operating system is to choose
 * @param last highest port
 */
public record RtpPorts(int first, int last) {
    /** Whatever the operating system gives. */
    public static final RtpPorts ANY = new RtpPorts(0, 0);

    private static final int MAX_PORT = 65_535;

    public RtpPorts {
        boolean any = first == 0 && last == 0;
        boolean range = first > 0 && first <= last && last <= MAX_PORT && (first + 1) / 2 * 2 <= last;
        if (!any && !range) {
            throw new IllegalArgumentException("expected a range with an even port, found " + first + " to " + last);
        }
    }

    /** A socket on an even port of the range (RFC 3550 §11), the first that is free from a random one on. */
    DatagramChannel open(InetAddress address, RandomGenerator random) throws IOException {
        int lowest = (first + 1) / 2;
        int count = last / 2 - lowest + 1;
        int start = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            int port = (lowest + (start + i) % count) * 2;
            try {
                return open(new InetSocketAddress(address, port));
            } catch (BindException e) {
                if (i == count - 1) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("a range has a port");
    }

    private static DatagramChannel open(InetSocketAddress local) throws IOException {
        boolean ip4 = local.getAddress().getAddress().length == 4;
        var channel = DatagramChannel.open(ip4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            return channel.bind(local);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
