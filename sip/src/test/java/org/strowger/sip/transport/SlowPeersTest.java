package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.message.Status;
import org.strowger.sip.transport.tls.TestCertificate;
import org.strowger.sip.transport.tls.TlsSettings;

/** Peers that connect and then keep us waiting. */
@Timeout(60)
class SlowPeersTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(150);

    @TempDir
    Path folder;

    @Test
    void closesAConnectionWhoseHandshakeNeverBegins() throws IOException {
        try (var station = station(new ConnectionTimes(LONG, LONG, LONG, SHORT))) {
            for (var silent : new Socket[] {
                open(station.tls()), open(address(station, Protocol.WS)), open(address(station, Protocol.WSS))
            }) {
                assertThat(silent.getInputStream().readAllBytes()).hasSizeLessThan(8);
                silent.close();
            }
        }
    }

    @Test
    void closesAConnectionWhoseHandshakeNeverEnds() throws IOException {
        try (var station = station(new ConnectionTimes(LONG, LONG, LONG, SHORT));
                var tls = open(station.tls());
                var webSocket = open(address(station, Protocol.WS))) {
            tls.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1, 0, 0});
            webSocket
                    .getOutputStream()
                    .write("GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

            assertThat(tls.getInputStream().readAllBytes()).hasSizeLessThan(8);
            assertThat(webSocket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void givesUpOnAServerWhoseHandshakeNeverEnds() throws IOException {
        try (var station = station(new ConnectionTimes(LONG, LONG, LONG, SHORT));
                var server = TcpPeer.listen("127.0.0.1")) {
            station.send(
                    Texts.request(Texts.options("TLS 127.0.0.1:9;branch=z9hG4bK1")), Protocol.TLS, (InetSocketAddress)
                            server.getLocalSocketAddress());

            assertThat(station.nextFailure()).isInstanceOf(IOException.class);
            assertThat(station.count(TransportCounter.HANDSHAKES_FAILED)).isEqualTo(1);
        }
    }

    @Test
    void closesAConnectionWhoseRecordDoesNotEnd() throws IOException {
        try (var station = station(new ConnectionTimes(LONG, LONG, SHORT, LONG));
                var peer = open(station.tls())) {
            // a record of 256 bytes of which one byte comes, as one byte a second would
            peer.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1});

            assertThat(peer.getInputStream().readAllBytes()).hasSizeLessThan(8);
            assertThat(station.count(TransportCounter.CONNECTIONS_TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    void closesAWebSocketWhoseFrameOrMessageDoesNotEnd() throws IOException {
        try (var station = station(new ConnectionTimes(LONG, LONG, SHORT, LONG))) {
            for (int parts : new int[] {0x81, 0x01}) {
                try (var peer = WebSocketPeer.open(address(station, Protocol.WS))) {
                    var frame = WebSocketPeer.frame(parts, Texts.bytes("hello"));
                    peer.write(parts == 0x81 ? java.util.Arrays.copyOf(frame, 7) : frame);
                    assertThat(peer.isClosedByPeer()).isTrue();
                }
            }
            assertThat(station.count(TransportCounter.CONNECTIONS_TIMED_OUT)).isEqualTo(2);
        }
    }

    @Test
    void closesAWebSocketWhoseMessageComesInEndlessFragments() throws IOException {
        try (var station = station(new ConnectionTimes(LONG, LONG, SHORT, LONG));
                var peer = WebSocketPeer.open(address(station, Protocol.WS))) {
            peer.write(WebSocketPeer.frame(0x01, Texts.bytes("hello")));
            var nothing = WebSocketPeer.frame(0x00, new byte[0]);

            assertThatThrownBy(() -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            peer.write(nothing);
                        }
                    })
                    .isInstanceOf(IOException.class);

            assertThat(station.count(TransportCounter.CONNECTIONS_TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    void closesWhoeverNeverReadsAndServesOthersMeanwhile() throws IOException {
        var limits = new ConnectionLimits(10, 10, 200_000);
        var settings = tls();
        try (var station = Station.at(
                        with -> with.withTls(settings).withLimits(limits), "tls://127.0.0.1:0", "udp://127.0.0.1:0");
                var peer = TlsPeer.connect(station.tls(), TestCertificate.anonymous());
                var other = new UdpPeer("127.0.0.1")) {
            peer.send(Texts.options("TLS 127.0.0.1:9;branch=z9hG4bK1"));
            var flow = station.recorder.next().flow();
            var large = Texts.request(Texts.options("TLS 127.0.0.1:9", "x".repeat(50_000)));
            int sends = 0;
            while (!station.hasFailed() && sends < 10_000) {
                station.send(large, new NextHop.Established(flow));
                sends++;
            }
            assertThat(station.nextFailure()).hasMessageContaining("does not read");
            other.send(Texts.options("UDP 127.0.0.1:9;branch=z9hG4bK2;rport"), station.udp());
            var arrival = station.recorder.next();
            station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());
            assertThat(other.receive().text()).startsWith("SIP/2.0 100 ");
            org.awaitility.Awaitility.await().until(() -> !flow.isOpen());
        }
    }

    @Test
    void servesAmongAThousandIdleConnections() throws IOException {
        var limits = new ConnectionLimits(2_000, 2_000, 200_000);
        try (var station = Station.at(with -> with.withLimits(limits), "tcp://127.0.0.1:0", "ws://127.0.0.1:0")) {
            var idle = new ArrayList<Socket>();
            for (int count = 0; count < 500; count++) {
                idle.add(open(station.tcp()));
                idle.add(open(address(station, Protocol.WS)));
            }
            try (var peer = TcpPeer.connect(station.tcp())) {
                peer.send(Texts.options("TCP 127.0.0.1:9;branch=z9hG4bK1"));
                var arrival = station.recorder.next();
                station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());
                assertThat(peer.readHead()).startsWith("SIP/2.0 100 ");
            }
            for (var socket : idle) {
                socket.close();
            }
        }
    }

    private Station station(ConnectionTimes times) {
        var settings = tls();
        return Station.at(
                with -> with.withTls(settings).withTimes(times),
                "tls://127.0.0.1:0",
                "ws://127.0.0.1:0",
                "wss://127.0.0.1:0");
    }

    private TlsSettings tls() {
        return TlsSettings.of(TestCertificate.of("DNS:ours.example").write(folder, "ours"));
    }

    private static InetSocketAddress address(Station station, Protocol protocol) {
        return station.transport.listeningPoints().stream()
                .filter(point -> point.protocol() == protocol)
                .findFirst()
                .orElseThrow()
                .address();
    }

    private static Socket open(InetSocketAddress to) throws IOException {
        var socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
