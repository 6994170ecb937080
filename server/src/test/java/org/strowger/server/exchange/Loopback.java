package org.strowger.server.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sockets of a test on the loopback, each with a thread that listens until the socket is closed. */
final class Loopback {
    private static final int DATAGRAM = 65_535;

    private Loopback() {}

    /** Is told what a socket hears. */
    interface Listener {
        /** @param back where answers go */
        void heard(Heard message, Way back);
    }

    /** Where messages can be sent. */
    interface Way {
        void send(byte[] message);
    }

    /** Something that listens on an address. */
    interface Binding<T> {
        T on(InetAddress address) throws IOException;
    }

    /**
     * The first of 127.0.5.1, 127.0.5.2 … where it can be bound: answers go to ports that messages name, so runs beside each other need an
     * address each.
     */
    static <T> T onAFreeAddress(Binding<T> binding) {
        for (int host = 1; host < 255; host++) {
            try {
                return binding.on(InetAddress.ofLiteral("127.0.5." + host));
            } catch (BindException _) {
                // somebody else's
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        throw new IllegalStateException("expected one of 127.0.5.1 to 127.0.5.254 to be free");
    }

    static DatagramSocket udp(InetSocketAddress local, Listener listener) throws IOException {
        var socket = new DatagramSocket(local);
        Thread.startVirtualThread(() -> listen(socket, listener));
        return socket;
    }

    /** Where connections are taken. */
    static ServerSocket tcp(InetSocketAddress local, Listener listener) throws IOException {
        var server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(local);
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
        Thread.startVirtualThread(() -> accept(server, listener));
        return server;
    }

    static Socket connect(InetSocketAddress remote, Listener listener) throws IOException {
        var socket = new Socket(remote.getAddress(), remote.getPort());
        Thread.startVirtualThread(() -> listen(socket, listener));
        return socket;
    }

    /** The same for a socket that is connected already. */
    static void hear(Socket socket, Listener listener) {
        Thread.startVirtualThread(() -> listen(socket, listener));
    }

    static void send(DatagramSocket socket, byte[] message, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(message, message.length, to));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void send(Socket socket, byte[] message) {
        try {
            socket.getOutputStream().write(message);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The end of all that is sent. */
    static void finish(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void listen(DatagramSocket socket, Listener listener) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[DATAGRAM], DATAGRAM);
                socket.receive(packet);
                var source = (InetSocketAddress) packet.getSocketAddress();
                listener.heard(
                        Heard.of(packet.getData(), packet.getLength()), message -> send(socket, message, source));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private static void accept(ServerSocket server, Listener listener) {
        try {
            while (true) {
                var socket = server.accept();
                Thread.startVirtualThread(() -> listen(socket, listener));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private static void listen(Socket socket, Listener listener) {
        try (socket) {
            var stream = new BufferedInputStream(socket.getInputStream());
            var message = Heard.read(stream);
            while (!message.isClosed()) {
                listener.heard(message, answer -> send(socket, answer));
                message = Heard.read(stream);
            }
        } catch (IOException _) {
            // closed, by us or by them
        }
        listener.heard(Heard.CLOSED, _ -> {});
    }
}
