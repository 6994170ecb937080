package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;

@Timeout(60)
class TcpTest {
    private static final String VIA = "TCP 127.0.0.1:9;branch=z9hG4bK1";
    private static final String REQUEST = Texts.options(VIA);
    private static final String PING = "\r\n\r\n";

    private final Station station = Station.at("udp://127.0.0.1:0", "tcp://127.0.0.1:0");

    @AfterEach
    void close() {
        station.close();
    }

    @Test
    @Rfc("3261 §18.2.1-3: TCP at the same port and interface as UDP")
    @Rfc("3261 §18-3: UDP and TCP")
    void listensAtTheSamePortAsUdp() {
        assertThat(station.tcp()).isEqualTo(station.udp());
    }

    @Test
    @Rfc("3261 §18.2.2-2: the response goes by the connection the request came by")
    @Rfc("3261 §18.2.1-5: received is added by TCP as well")
    void answersOnTheConnectionTheRequestCameBy() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(Texts.options("TCP phone.example.com:9;branch=z9hG4bK1"));
            var arrival = station.recorder.next();
            assertThat(arrival.request().topVia().received()).hasToString("Optional[127.0.0.1]");
            assertThat(arrival.flow().protocol()).isEqualTo(Protocol.TCP);
            assertThat(arrival.flow().remote()).isEqualTo(peer.address());
            assertThat(arrival.flow().local()).isEqualTo(station.tcp());

            station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

            assertThat(peer.readHead()).startsWith("SIP/2.0 100 Trying\r\n");
        }
    }

    @Test
    void answersOnTheConnectionWhateverProtocolTheViaNames() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(Texts.options("UDP 127.0.0.1:9;branch=z9hG4bK1;rport"));
            var arrival = station.recorder.next();

            station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

            assertThat(peer.readHead()).startsWith("SIP/2.0 100 Trying\r\n");
        }
    }

    @Test
    void takesManyMessagesOfOneWriteInOrder() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            var stream = new StringBuilder();
            for (int number = 0; number < 50; number++) {
                // one shard, so that the order can be seen
                stream.append(Texts.options(VIA, "x".repeat(number)));
            }
            peer.send(stream.toString());

            for (int number = 0; number < 50; number++) {
                assertThat(station.recorder.next().request().body().length()).isEqualTo(number);
            }
        }
    }

    @Test
    @Rfc("3261 §18-4: larger messages by TCP")
    void takesALargeMessageInPieces() {
        var large = Texts.options(VIA, Texts.bodyFor(VIA, 65_535));
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(large.substring(0, 200));
            peer.send(large.substring(200, 40_000));
            peer.send(large.substring(40_000));

            assertThat(station.recorder.next().request().bytes()).hasToString(large);
        }
    }

    @Test
    @Rfc("5626 §5.4-2: a double CRLF is answered with a single one")
    void answersAPing() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(PING);
            assertThat(peer.read(2)).isEqualTo("\r\n");
            peer.send(REQUEST + PING);
            assertThat(peer.read(2)).isEqualTo("\r\n");
        }
        assertThat(station.recorder.next().request().bytes()).hasToString(REQUEST);
        assertThat(station.count(TransportCounter.KEEP_ALIVES)).isEqualTo(2);
    }

    @Test
    @Rfc("3261 §18.3-4: without Content-Length there is no framing, the answer is 400")
    void answersWhatCannotBeFramedAndCloses() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(REQUEST.replace("Content-Length: 0\r\n", "") + REQUEST);

            assertThat(peer.readHead()).startsWith("SIP/2.0 400 ");
            assertThat(peer.isClosedByPeer()).isTrue();
        }
        assertThat(station.recorder.hasMore()).isFalse();
        assertThat(station.count(TransportCounter.MALFORMED)).isEqualTo(1);
    }

    @Test
    void closesWithoutAWordWhatIsNoSip() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

            assertThat(peer.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void answersAMalformedRequestThatCanBeFramedAndGoesOn() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(REQUEST.replace("CSeq: 1 OPTIONS", "CSeq: one OPTIONS") + REQUEST);

            assertThat(peer.readHead()).startsWith("SIP/2.0 400 ");
            assertThat(station.recorder.next().request().bytes()).hasToString(REQUEST);
            assertThat(station.count(TransportCounter.MALFORMED)).isEqualTo(1);
        }
    }

    @Test
    @Rfc("3261 §18.1.1-8: the response may come on the connection the request left by")
    @Rfc("3261 §18.1.1-14: an open connection to that address is used")
    void opensAConnectionOnceAndTakesTheResponseOnIt() throws IOException {
        try (var server = TcpPeer.listen("127.0.0.1")) {
            var hop = new NextHop.Address(Protocol.TCP, (InetSocketAddress) server.getLocalSocketAddress());
            var sentBy = station.transport.sentBy(hop);
            var via = "TCP " + sentBy.host() + ":" + sentBy.port() + ";branch=z9hG4bK1";
            var first = Texts.numbered(via, 1);
            var second = Texts.numbered(via, 2);
            // two sends while it is being opened, and one when it stands: one connection, in order
            station.send(Texts.request(first), hop);
            station.send(Texts.request(second), hop);

            try (var peer = TcpPeer.accept(server)) {
                assertThat(peer.read(first.length())).isEqualTo(first);
                assertThat(peer.read(second.length())).isEqualTo(second);
                assertThat(peer.remote().getAddress()).isEqualTo(station.tcp().getAddress());
                station.send(Texts.request(first), hop);
                assertThat(peer.read(first.length())).isEqualTo(first);

                peer.send(Texts.ok(via));
                var arrival = station.recorder.next();
                assertThat(arrival.response().status().code()).isEqualTo(200);
                assertThat(arrival.flow().remote()).isEqualTo(peer.address());
                assertThat(station.transport.sentBy(arrival.flow())).isEqualTo(sentBy);
            }
        }
        assertThat(station.count(TransportCounter.CONNECTIONS_OPENED)).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §18.1.1-9: ready for the response on a connection to sent-by")
    @Rfc("3261 §18.1.1-10: and wherever a server may open one")
    void takesAResponseOnAConnectionThatThePeerOpens() {
        var sentBy = station.transport.sentBy(new NextHop.Address(Protocol.TCP, Texts.address("127.0.0.1", 5060)));
        try (var peer = TcpPeer.connect(Texts.address(sentBy.host(), sentBy.port()))) {
            peer.send(Texts.ok("TCP %s:%d;branch=z9hG4bK1".formatted(sentBy.host(), sentBy.port())));

            assertThat(station.recorder.next().response().status().code()).isEqualTo(200);
        }
    }

    @Test
    void sendsARequestOnAConnectionThatThePeerOpened() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(REQUEST);
            station.recorder.next();

            station.send(Texts.request(REQUEST), Protocol.TCP, peer.address());

            assertThat(peer.read(REQUEST.length())).isEqualTo(REQUEST);
            assertThat(station.count(TransportCounter.CONNECTIONS_OPENED)).isZero();
        }
    }

    @Test
    void sendsARequestOnAFlowUntilItIsClosed() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(REQUEST);
            var hop = new NextHop.Established(station.recorder.next().flow());
            station.send(Texts.request(REQUEST), hop);
            assertThat(peer.read(REQUEST.length())).isEqualTo(REQUEST);
            assertThat(hop.flow().isOpen()).isTrue();

            peer.hangUp();
            awaitClosed(1);
            station.send(Texts.request(REQUEST), hop);

            assertThat(station.nextFailure()).hasMessageContaining("is closed");
            assertThat(hop.flow().isOpen()).isFalse();
        }
    }

    @Test
    @Rfc("3261 §18.2.2-3: the connection is gone, a new one goes to received at the port of sent-by")
    void answersOnANewConnectionWhenTheOldOneIsGone() throws IOException {
        try (var server = TcpPeer.listen("127.0.0.1");
                var peer = TcpPeer.connect(station.tcp())) {
            peer.send(Texts.options("TCP phone.example.com:" + server.getLocalPort() + ";branch=z9hG4bK1"));
            var arrival = station.recorder.next();
            peer.hangUp();
            awaitClosed(1);

            station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

            try (var again = TcpPeer.accept(server)) {
                assertThat(again.readHead()).startsWith("SIP/2.0 100 Trying\r\n");
            }
        }
        assertThat(station.hasFailed()).isFalse();
    }

    @Test
    @Rfc("3261 §18.4-3: a connection failure is told")
    void tellsTheSenderThatThePeerRefused() throws IOException {
        InetSocketAddress nobody;
        try (var server = TcpPeer.listen("127.0.0.1")) {
            nobody = (InetSocketAddress) server.getLocalSocketAddress();
        }

        station.send(Texts.request(REQUEST), Protocol.TCP, nobody);
        station.send(Texts.request(REQUEST), Protocol.TCP, nobody);

        assertThat(station.nextFailure()).isInstanceOf(ConnectException.class);
        assertThat(station.nextFailure()).isInstanceOf(ConnectException.class);
        assertThat(station.count(TransportCounter.SEND_FAILURES)).isEqualTo(2);
    }

    @Test
    void triesAgainAfterARefusal() throws IOException {
        InetSocketAddress address;
        try (var server = TcpPeer.listen("127.0.0.1")) {
            address = (InetSocketAddress) server.getLocalSocketAddress();
        }
        station.send(Texts.request(REQUEST), Protocol.TCP, address);
        station.nextFailure();

        try (var server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(address);
            station.send(Texts.request(REQUEST), Protocol.TCP, address);
            try (var peer = TcpPeer.accept(server)) {
                assertThat(peer.read(REQUEST.length())).isEqualTo(REQUEST);
            }
        }
    }

    @Test
    void speaksIpv6() {
        try (var six = Station.at("tcp://[::1]:0");
                var peer = TcpPeer.connect(six.tcp(), "::1")) {
            peer.send(Texts.options("TCP phone.example.com:9;branch=z9hG4bK1"));
            var arrival = six.recorder.next();
            assertThat(arrival.request().topVia().received()).hasToString("Optional[::1]");
            assertThat(six.transport.sentBy(arrival.flow()).host()).isEqualTo("[::1]");

            six.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

            assertThat(peer.readHead()).contains("received=::1");
        }
    }

    @Test
    void namesTheAddressThePeerSeesWhereItListensOnAll() {
        try (var all = Station.at("tcp://[::]:0");
                var peer = TcpPeer.connect(Texts.address("127.0.0.1", all.tcp().getPort()))) {
            peer.send(REQUEST);
            var flow = all.recorder.next().flow();

            assertThat(flow.local().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
            assertThat(all.transport.sentBy(flow))
                    .isEqualTo(new SentBy(Protocol.TCP, "127.0.0.1", all.tcp().getPort()));
        }
    }

    @Test
    void closesItsConnectionsWhenItStops() {
        try (var peer = TcpPeer.connect(station.tcp())) {
            peer.send(REQUEST);
            station.recorder.next();

            station.close();

            assertThat(peer.isClosedByPeer()).isTrue();
            assertThat(station.transport.counters().openConnections()).isZero();
        }
    }

    /** Until so many connections are closed: the transport counts that before it says so. */
    private void awaitClosed(long connections) {
        await().until(() -> station.count(TransportCounter.CONNECTIONS_CLOSED) == connections);
    }
}
