package org.strowger.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** A peer's end of one connection. */
final class TcpPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    private TcpPeer(Socket socket) throws SocketException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static TcpPeer connect(InetSocketAddress to) {
        return connect(to, "127.0.0.1");
    }

    static TcpPeer connect(InetSocketAddress to, String from) {
        try {
            var socket = new Socket();
            socket.bind(new InetSocketAddress(Addresses.literal(from).orElseThrow(), 0));
            socket.connect(to, PATIENCE_MILLIS);
            return new TcpPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ServerSocket listen(String address) {
        try {
            var server = new ServerSocket();
            server.setSoTimeout(PATIENCE_MILLIS);
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(Addresses.literal(address).orElseThrow(), 0));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TcpPeer accept(ServerSocket server) {
        try {
            return new TcpPeer(server.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    InetSocketAddress remote() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(Texts.bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes, as text. */
    String read(int bytes) {
        try {
            return Texts.text(socket.getInputStream().readNBytes(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Up to the end of the header section. */
    String readHead() {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = read(1);
            if (next.isEmpty()) {
                throw new AssertionError("closed after \"" + head + "\"");
            }
            head.append(next);
        }
        return head.toString();
    }

    /** Whether the other side has closed it, with or without a word. */
    boolean isClosedByPeer() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        hangUp();
    }

    void hangUp() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
