package org.strowger.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** A peer with one UDP socket. */
final class UdpPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    /** How long nothing must come, where nothing is to come. */
    private static final int SILENCE_MILLIS = 150;

    private final DatagramSocket socket;

    UdpPeer(String address) {
        try {
            socket = new DatagramSocket(
                    new InetSocketAddress(Addresses.literal(address).orElseThrow(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Datagram(String text, InetSocketAddress source) {}

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(String text, InetSocketAddress to) {
        send(Texts.bytes(text), to);
    }

    void send(byte[] bytes, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Datagram receive() {
        try {
            return receive(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean receivesNothing() {
        try {
            receive(SILENCE_MILLIS);
            return false;
        } catch (SocketTimeoutException _) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Datagram receive(int patienceMillis) throws IOException {
        socket.setSoTimeout(patienceMillis);
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        return new Datagram(Texts.text(bytes), (InetSocketAddress) packet.getSocketAddress());
    }

    @Override
    public void close() {
        socket.close();
    }
}
