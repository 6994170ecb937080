package org.strowger.server.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.strowger.sip.transport.tls.TestCertificate;

/** A phone on one transport, by sockets of Java's own: it sends what it is told, and keeps what it hears. */
final class Extension implements AutoCloseable {
    private static final String HANDSHAKE = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: example.test",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: sip",
            "Sec-WebSocket-Version: 13",
            "",
            "");
    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int LONG = 126;

    private final Ear ear;
    private final String transport;
    private final InetSocketAddress local;
    private final InetSocketAddress server;
    private final Way way;
    private final AutoCloseable socket;

    private interface Way {
        void send(byte[] message, InetSocketAddress to) throws IOException;
    }

    private Extension(String transport, Ear ear, Socket socket, Way way) {
        this.ear = ear;
        this.transport = transport;
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
        this.server = (InetSocketAddress) socket.getRemoteSocketAddress();
        this.way = way;
        this.socket = socket;
    }

    private Extension(Ear ear, java.net.DatagramSocket socket, InetSocketAddress server) {
        this.ear = ear;
        this.transport = "UDP";
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
        this.server = server;
        this.way = (message, to) -> Loopback.send(socket, message, to);
        this.socket = socket;
    }

    static Extension udp(InetSocketAddress server, String address) throws IOException {
        var ear = new Ear();
        var local = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
        return new Extension(ear, Loopback.udp(local, (message, _) -> ear.hear(message)), server);
    }

    static Extension tls(InetSocketAddress server) throws IOException {
        var socket = TestCertificate.anonymous().getSocketFactory().createSocket(server.getAddress(), server.getPort());
        var ear = new Ear();
        Loopback.hear(socket, (message, _) -> ear.hear(message));
        return new Extension("TLS", ear, socket, (message, _) -> Loopback.send(socket, message));
    }

    static Extension webSocket(InetSocketAddress server) throws IOException {
        var socket = new Socket(server.getAddress(), server.getPort());
        var in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(HANDSHAKE.getBytes(ISO_8859_1));
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        var ear = new Ear();
        Thread.startVirtualThread(() -> listen(in, ear));
        return new Extension(
                "WS", ear, socket, (message, _) -> frame(new DataOutputStream(socket.getOutputStream()), message));
    }

    private static void frame(DataOutputStream out, byte[] message) throws IOException {
        out.writeByte(TEXT);
        out.writeByte(MASKED | LONG);
        out.writeShort(message.length);
        // a mask of zeros leaves all as it is
        out.writeInt(0);
        out.write(message);
        out.flush();
    }

    private static void listen(DataInputStream in, Ear ear) {
        try {
            while (true) {
                in.readByte();
                int length = in.readUnsignedByte();
                ear.hear(Heard.of(in.readNBytes(length == LONG ? in.readUnsignedShort() : length)));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    /** The server's address that it was told. */
    InetSocketAddress server() {
        return server;
    }

    /** The next request, or the next final response. */
    Heard hears() {
        return ear.nextFinal();
    }

    void send(byte[] message, InetSocketAddress to) {
        try {
            way.send(message, to);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** By UDP where it is, over the others by its connection alone. */
    String contact(String user) {
        return transport.equals("UDP")
                ? "sip:" + user + "@" + hostAndPort()
                : "sip:" + user + "@" + user + ".invalid" + (transport.equals("WS") ? ";transport=ws" : "");
    }

    String via(String branch) {
        return "Via: SIP/2.0/" + transport + " " + hostAndPort() + ";branch=z9hG4bK" + branch + ";rport";
    }

    private String hostAndPort() {
        return hostAndPort(local);
    }

    static String hostAndPort(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[::1]") + ":" + address.getPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
