package org.strowger.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A peer's end of one connection by TLS, on Java's own. */
final class TlsPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final SSLSocket socket;

    private TlsPeer(SSLSocket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** @param server whom it asks for (SNI); empty: nobody */
    static TlsPeer connect(InetSocketAddress to, SSLContext context, String server, String... versions)
            throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.connect(to, PATIENCE_MILLIS);
        var peer = new TlsPeer(socket);
        var parameters = socket.getSSLParameters();
        if (!server.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(server)));
        }
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return peer;
    }

    static TlsPeer connect(InetSocketAddress to, SSLContext context) throws IOException {
        return connect(to, context, "");
    }

    static SSLServerSocket listen(SSLContext context) {
        try {
            var server = (SSLServerSocket) context.getServerSocketFactory()
                    .createServerSocket(0, 50, Addresses.literal("127.0.0.1").orElseThrow());
            server.setSoTimeout(PATIENCE_MILLIS);
            server.setWantClientAuth(true);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TlsPeer accept(SSLServerSocket server) throws IOException {
        var peer = new TlsPeer((SSLSocket) server.accept());
        peer.socket.startHandshake();
        return peer;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    String version() {
        return socket.getSession().getProtocol();
    }

    X509Certificate certificate() throws SSLException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    byte[] read(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes);
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
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException _) {
            return true;
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
