package org.strowger.server.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.transport.Protocol;

/** A way from a test to the server: what is sent goes there as it stands, what comes back is heard. */
final class Line implements AutoCloseable {
    private static final int PORT = 5060;

    private final Ear ear = new Ear();
    private final List<AutoCloseable> sockets = new ArrayList<>();
    private final Protocol protocol;
    private final InetSocketAddress local;
    private final Loopback.Way way;
    private final Runnable end;

    private Line(Protocol protocol, InetAddress address, int port, InetSocketAddress server) throws IOException {
        this.protocol = protocol;
        if (protocol.isReliable()) {
            var socket = Loopback.connect(server, (message, _) -> ear.hear(message));
            sockets.add(socket);
            local = (InetSocketAddress) socket.getLocalSocketAddress();
            way = message -> Loopback.send(socket, message);
            end = () -> Loopback.finish(socket);
        } else {
            var socket = Loopback.udp(new InetSocketAddress(address, port), (message, _) -> ear.hear(message));
            sockets.add(socket);
            local = (InetSocketAddress) socket.getLocalSocketAddress();
            way = message -> Loopback.send(socket, message, server);
            end = () -> {};
        }
    }

    /** From a port that happens to be free. */
    static Line to(RunningServer server, Protocol protocol) {
        try {
            return new Line(protocol, InetAddress.getLoopbackAddress(), 0, server.address(protocol));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * By UDP, from port 5060, and hearing as well what is sent to those other ports of the address: answers go to the port that the top Via
     * names, or to 5060, by the protocol that it names (RFC 3261 §18.2.2).
     */
    static Line fromPort5060(RunningServer server, int... ports) {
        return Loopback.onAFreeAddress(address -> {
            var line = new Line(Protocol.UDP, address, PORT, server.address(Protocol.UDP));
            try {
                line.hear(address, ports);
            } catch (IOException failed) {
                line.close();
                throw failed;
            }
            return line;
        });
    }

    private void hear(InetAddress address, int... ports) throws IOException {
        Loopback.Listener listener = (message, _) -> {
            if (!message.isClosed()) {
                ear.hear(message);
            }
        };
        sockets.add(Loopback.tcp(new InetSocketAddress(address, PORT), listener));
        for (int port : ports) {
            sockets.add(Loopback.udp(new InetSocketAddress(address, port), listener));
        }
    }

    /** Where it is. */
    InetSocketAddress local() {
        return local;
    }

    Ear ear() {
        return ear;
    }

    void send(byte[] message) {
        way.send(message);
    }

    /** Says that nothing more will be sent, and waits until the server has closed the connection. */
    void hangUp() {
        end.run();
        while (!ear.next().isClosed()) {
            // what came before the end
        }
    }

    /** Sends a request and waits for its final response. */
    Heard ask(byte[] request) {
        send(request);
        return ear.nextFinal();
    }

    /** The Via of a request of the test's own. */
    String via(String branch) {
        return "SIP/2.0/" + protocol.name() + " " + host() + ";branch=z9hG4bK" + branch + ";rport";
    }

    /** Address and port, as they stand in a URI or a Via. */
    String host() {
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    Protocol protocol() {
        return protocol;
    }

    @Override
    public void close() {
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
