package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.framing.WebSocketSettings;
import org.strowger.sip.transport.tls.TestCertificate;
import org.strowger.sip.transport.tls.TlsSettings;

@Timeout(60)
class WebSocketTest {
    private static final String REQUEST = Texts.options("WS df7jal23ls0d.invalid;branch=z9hG4bK1");

    @TempDir
    Path folder;

    @Test
    @Rfc("7118 §4.1: the answer names the subprotocol sip")
    @Rfc("7118 §5: one message of SIP in one of the WebSocket")
    void answersOnTheWebSocketTheRequestCameBy() throws IOException {
        try (var station = station();
                var peer = WebSocketPeer.connect(station.webSocket())) {
            peer.write(WebSocketPeer.HANDSHAKE);
            assertThat(peer.readHead())
                    .startsWith("HTTP/1.1 101 ")
                    .contains(
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
                            "Sec-WebSocket-Protocol: sip\r\n");
            peer.send(REQUEST);
            var arrival = station.recorder.next();
            assertThat(arrival.flow().protocol()).isEqualTo(Protocol.WS);

            var response = arrival.request().respond(Status.TRYING).write();
            station.send(response, arrival.flow());

            var frame = peer.read();
            assertThat(frame.first()).isEqualTo(WebSocketPeer.TEXT);
            assertThat(frame.text()).isEqualTo(response.bytes().toString());
        }
    }

    @Test
    @Rfc("7118 §5.1: WSS over TLS")
    void speaksSecurely() throws IOException {
        var settings = TlsSettings.of(TestCertificate.of("DNS:ours.example").write(folder, "ours"));
        try (var station = Station.at(with -> with.withTls(settings), "wss://127.0.0.1:0");
                var peer = WebSocketPeer.open(station.webSocket(), TestCertificate.anonymous())) {
            peer.send(REQUEST.replace("WS ", "WSS "));
            var flow = station.recorder.next().flow();
            assertThat(flow.protocol()).isEqualTo(Protocol.WSS);
            assertThat(station.transport.sentBy(flow).protocol()).isEqualTo(Protocol.WSS);

            station.send(Texts.request(REQUEST.replace("sip:bob@", "sips:bob@")), new NextHop.Established(flow));

            assertThat(peer.read().text()).startsWith("OPTIONS sips:bob@");
        }
    }

    @Test
    @Rfc("7118 §5: the client is reached by its WebSocket alone")
    void reachesAClientByItsWebSocketUntilThatIsClosed() throws IOException {
        try (var station = station();
                var peer = WebSocketPeer.open(station.webSocket())) {
            peer.send(REQUEST);
            var flow = station.recorder.next().flow();
            var hop = new NextHop.Address(Protocol.WS, peer.address());
            assertThat(station.transport.flow(Protocol.WS, station.webSocket(), peer.address()))
                    .contains(flow);
            station.send(Texts.request(REQUEST), hop);
            assertThat(peer.read().text()).isEqualTo(REQUEST);

            peer.send(WebSocketPeer.CLOSE, new byte[] {3, (byte) 0xE9});
            assertThat(peer.read())
                    .matches(frame -> frame.first() == WebSocketPeer.CLOSE && frame.payload()[1] == (byte) 0xE9);
            assertThat(peer.isClosedByPeer()).isTrue();
            org.awaitility.Awaitility.await().until(() -> !flow.isOpen());

            station.send(Texts.request(REQUEST), hop);
            assertThat(station.nextFailure()).hasMessageStartingWith("a WebSocket is opened by its client");
            station.send(Texts.request(REQUEST), new NextHop.Established(flow));
            assertThat(station.nextFailure()).hasMessageContaining("is closed");
            station.send(Texts.request(REQUEST).respond(Status.TRYING).write(), flow);
            assertThat(station.nextFailure()).hasMessageStartingWith("a WebSocket is opened by its client");
        }
    }

    @Test
    void refusesAHandshakeWithAnAnswerAndCloses() throws IOException {
        try (var station = station()) {
            try (var peer = WebSocketPeer.connect(station.webSocket())) {
                peer.write(WebSocketPeer.HANDSHAKE.replace("Protocol: sip", "Protocol: chat") + "x");
                assertThat(peer.readHead()).startsWith("HTTP/1.1 400 ");
                assertThat(peer.isClosedByPeer()).isTrue();
            }
        }
    }

    @Test
    void takesPagesOfTheOriginsThatMayConnect() throws IOException {
        UnaryOperator<TransportSettings> ours = settings ->
                settings.withWebSocket(new WebSocketSettings(Set.of("HTTP://www.example.com"), Duration.ofSeconds(30)));
        try (var station = Station.at(ours, "ws://127.0.0.1:0")) {
            WebSocketPeer.open(station.webSocket()).close();
            try (var other = WebSocketPeer.connect(station.webSocket())) {
                other.write(WebSocketPeer.HANDSHAKE.replace("www.example.com\r\nSec", "evil.example\r\nSec"));
                assertThat(other.readHead()).startsWith("HTTP/1.1 403 ");
                assertThat(other.isClosedByPeer()).isTrue();
            }
        }
    }

    @Test
    @Rfc("7118 §6: the CRLF keep-alive of RFC 5626 is usable")
    void answersPingsOfBothKinds() throws IOException {
        try (var station = station();
                var peer = WebSocketPeer.open(station.webSocket())) {
            peer.send(WebSocketPeer.PING, Texts.bytes("here?"));
            var pong = peer.read();
            assertThat(pong.first()).isEqualTo(WebSocketPeer.PONG);
            assertThat(pong.text()).isEqualTo("here?");

            peer.send("\r\n\r\n");
            assertThat(peer.read().text()).isEqualTo("\r\n");
            assertThat(station.count(TransportCounter.KEEP_ALIVES)).isEqualTo(1);
        }
    }

    @Test
    @Rfc("7118 §6: a server may ask by a ping whether the client is still there")
    void asksASilentPeerAndClosesWhenItStaysSilent() throws IOException {
        var times = new ConnectionTimes(Duration.ofSeconds(4), Duration.ofMillis(200), Duration.ofSeconds(30));
        UnaryOperator<TransportSettings> brisk = settings ->
                settings.withTimes(times).withWebSocket(new WebSocketSettings(Set.of(), Duration.ofMillis(50)));
        try (var station = Station.at(brisk, "ws://127.0.0.1:0");
                var peer = WebSocketPeer.open(station.webSocket())) {
            for (int answered = 0; answered < 5; answered++) {
                assertThat(peer.read().first()).isEqualTo(WebSocketPeer.PING);
                peer.send(WebSocketPeer.PONG, new byte[0]);
            }
            for (int unanswered = 0; unanswered < 3; unanswered++) {
                assertThat(peer.read().first()).isEqualTo(WebSocketPeer.PING);
            }
            assertThat(peer.isClosedByPeer()).isTrue();
            assertThat(station.count(TransportCounter.CONNECTIONS_TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    @Rfc("7118 §4.2: what is not UTF-8 goes in a binary message")
    void sendsBytesWhereTheMessageIsNoText() throws IOException {
        try (var station = station();
                var peer = WebSocketPeer.open(station.webSocket())) {
            var bytes = Texts.options("WS a.invalid;branch=z9hG4bK1", "xx").getBytes(StandardCharsets.ISO_8859_1);
            bytes[bytes.length - 1] = (byte) 0xFF;
            peer.send(WebSocketPeer.BINARY, bytes);
            var arrival = station.recorder.next();

            station.send(arrival.request(), new NextHop.Established(arrival.flow()));

            assertThat(peer.read().first()).isEqualTo(WebSocketPeer.BINARY);
        }
    }

    @Test
    @Rfc("3261 §18.1.2-3: a response to a request of ours is known by its Via")
    void takesAResponseToARequestOfOurs() throws IOException {
        try (var station = station();
                var peer = WebSocketPeer.open(station.webSocket())) {
            peer.send(REQUEST);
            var sentBy = station.transport.sentBy(station.recorder.next().flow());
            assertThat(sentBy)
                    .isEqualTo(new SentBy(
                            Protocol.WS, "127.0.0.1", station.webSocket().getPort()));

            peer.send(Texts.ok("WS %s:%d;branch=z9hG4bK1".formatted(sentBy.host(), sentBy.port())));

            assertThat(station.recorder.next().response().status().code()).isEqualTo(200);
        }
    }

    @Test
    void opensNoneItself() {
        try (var station = station()) {
            station.send(Texts.request(REQUEST), Protocol.WS, new InetSocketAddress("127.0.0.1", 9));

            assertThat(station.nextFailure()).hasMessageContaining("opened by its client");
        }
    }

    private static Station station() {
        return Station.at("ws://127.0.0.1:0");
    }
}
