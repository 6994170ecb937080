package org.strowger.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** A browser's end of a WebSocket, byte by byte (RFC 6455). */
final class WebSocketPeer implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8A;

    /** That of RFC 7118 §4.1, with its answer. */
    static final String HANDSHAKE = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: sip-ws.example.com",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Origin: http://www.example.com",
            "Sec-WebSocket-Protocol: sip",
            "Sec-WebSocket-Version: 13",
            "",
            "");

    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;

    private WebSocketPeer(Socket socket) throws SocketException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** A frame as it came. */
    record Frame(int first, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /** With its handshake still to come. */
    static WebSocketPeer connect(InetSocketAddress to) throws IOException {
        return new WebSocketPeer(new Socket(to.getAddress(), to.getPort()));
    }

    /** Open. */
    static WebSocketPeer open(InetSocketAddress to) throws IOException {
        return connect(to).shakeHands();
    }

    /** Open, by WSS. */
    static WebSocketPeer open(InetSocketAddress to, SSLContext context) throws IOException {
        return new WebSocketPeer(context.getSocketFactory().createSocket(to.getAddress(), to.getPort())).shakeHands();
    }

    private WebSocketPeer shakeHands() throws IOException {
        write(HANDSHAKE);
        var answer = readHead();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(answer);
        }
        return this;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A whole message of text. */
    void send(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param first byte of the frame: FIN and opcode */
    void send(int first, byte[] payload) throws IOException {
        write(frame(first, payload));
    }

    static byte[] frame(int first, byte[] payload) {
        int lengthBytes = payload.length < 126 ? 0 : 2;
        var frame = new byte[2 + lengthBytes + 4 + payload.length];
        frame[0] = (byte) first;
        frame[1] = (byte) (0x80 | (lengthBytes == 0 ? payload.length : 126));
        if (lengthBytes == 2) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        int at = 2 + lengthBytes;
        System.arraycopy(MASK, 0, frame, at, 4);
        for (int i = 0; i < payload.length; i++) {
            frame[at + 4 + i] = (byte) (payload[i] ^ MASK[i % 4]);
        }
        return frame;
    }

    Frame read() throws IOException {
        var in = socket.getInputStream();
        int first = in.read();
        int length = in.read();
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        return new Frame(first, length < 0 ? new byte[0] : in.readNBytes(length));
    }

    String readHead() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("closed after \"" + head + "\"");
            }
            head.append((char) next);
        }
        return head.toString();
    }

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
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
