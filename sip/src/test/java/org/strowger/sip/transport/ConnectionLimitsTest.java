package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.strowger.sip.message.Status;

@Timeout(60)
class ConnectionLimitsTest {
    private static final String REQUEST = Texts.options("TCP 127.0.0.1:9;branch=z9hG4bK1");

    @Test
    void takesAsManyConnectionsAsItMayAndNoMore() {
        try (var station = Station.at(limits(new ConnectionLimits(3, 2, 1_000_000)), "tcp://127.0.0.1:0")) {
            var first = TcpPeer.connect(station.tcp(), "127.0.0.1");
            var second = TcpPeer.connect(station.tcp(), "127.0.0.1");
            assertThat(works(first, station)).isTrue();
            assertThat(works(second, station)).isTrue();
            // the third of one address, then the third and the fourth in all
            assertThat(TcpPeer.connect(station.tcp(), "127.0.0.1").isClosedByPeer())
                    .isTrue();
            var other = TcpPeer.connect(station.tcp(), "127.0.0.2");
            assertThat(works(other, station)).isTrue();
            assertThat(TcpPeer.connect(station.tcp(), "127.0.0.3").isClosedByPeer())
                    .isTrue();
            assertThat(station.count(TransportCounter.CONNECTIONS_REFUSED)).isEqualTo(2);
            assertThat(station.transport.counters().openConnections()).isEqualTo(3);

            second.close();
            await().until(() -> station.count(TransportCounter.CONNECTIONS_CLOSED) == 1);

            assertThat(works(TcpPeer.connect(station.tcp(), "127.0.0.1"), station))
                    .isTrue();
            first.close();
            other.close();
        }
    }

    @Test
    void closesAConnectionOnWhichNothingHappens() {
        var times = new ConnectionTimes(Duration.ofSeconds(4), Duration.ofMillis(80), Duration.ofSeconds(30));
        try (var station = Station.at(times(times), "tcp://127.0.0.1:0");
                var peer = TcpPeer.connect(station.tcp())) {
            assertThat(peer.isClosedByPeer()).isTrue();
            assertThat(station.count(TransportCounter.CONNECTIONS_TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    void closesAConnectionWhoseMessageDoesNotEnd() {
        var times = new ConnectionTimes(Duration.ofSeconds(4), Duration.ofMinutes(10), Duration.ofMillis(80));
        try (var station = Station.at(times(times), "tcp://127.0.0.1:0");
                var peer = TcpPeer.connect(station.tcp())) {
            peer.send(REQUEST + REQUEST.substring(0, 50));

            assertThat(station.recorder.next().request().bytes()).hasToString(REQUEST);
            assertThat(peer.isClosedByPeer()).isTrue();
            assertThat(station.count(TransportCounter.CONNECTIONS_TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    void keepsAConnectionWhoseMessageEndsInTime() {
        var times = new ConnectionTimes(Duration.ofSeconds(4), Duration.ofMinutes(10), Duration.ofSeconds(5));
        try (var station = Station.at(times(times), "tcp://127.0.0.1:0");
                var peer = TcpPeer.connect(station.tcp())) {
            peer.send(REQUEST.substring(0, 50));
            peer.send(REQUEST.substring(50));
            station.recorder.next();

            assertThat(works(peer, station)).isTrue();
            assertThat(station.count(TransportCounter.CONNECTIONS_TIMED_OUT)).isZero();
        }
    }

    @Test
    void failsRatherThanQueueForAPeerThatNeverReads() throws IOException {
        int most = 200_000;
        try (var station = Station.at(limits(new ConnectionLimits(10, 10, most)), "tcp://127.0.0.1:0");
                var server = TcpPeer.listen("127.0.0.1")) {
            var large = Texts.request(Texts.options("TCP 127.0.0.1:9", "x".repeat(50_000)));
            var address = (InetSocketAddress) server.getLocalSocketAddress();
            station.send(large, Protocol.TCP, address);
            try (var peer = TcpPeer.accept(server)) {
                // the sockets' buffers take some megabytes, then the queue fills; nobody is blocked
                int sends = 0;
                while (!station.hasFailed() && sends < 10_000) {
                    station.send(large, Protocol.TCP, address);
                    sends++;
                }
                assertThat(station.nextFailure()).hasMessageContaining("does not read");
                assertThat(peer.remote().getPort()).isPositive();

                // others are served meanwhile
                try (var other = TcpPeer.connect(station.tcp())) {
                    assertThat(works(other, station)).isTrue();
                }
            }
        }
    }

    @Test
    void givesUpOnAPeerThatDoesNotAnswer() throws IOException {
        var times = new ConnectionTimes(Duration.ofMillis(100), Duration.ofMinutes(10), Duration.ofSeconds(30));
        try (var station = Station.at(times(times), "tcp://127.0.0.1:0");
                var server =
                        new ServerSocket(0, 1, Addresses.literal("127.0.0.1").orElseThrow())) {
            // a full backlog: further handshakes get no answer
            var filler = new ArrayList<SocketChannel>();
            for (int i = 0; i < 8; i++) {
                var channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(server.getLocalSocketAddress());
                filler.add(channel);
            }

            station.send(Texts.request(REQUEST), Protocol.TCP, (InetSocketAddress) server.getLocalSocketAddress());

            assertThat(station.nextFailure())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("did not answer within PT0.1S");
            for (var channel : filler) {
                channel.close();
            }
        }
    }

    private static boolean works(TcpPeer peer, Station station) {
        peer.send(REQUEST);
        var arrival = station.recorder.next();
        station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());
        return peer.readHead().startsWith("SIP/2.0 100 ");
    }

    private static UnaryOperator<TransportSettings> limits(ConnectionLimits limits) {
        return settings -> settings.withLimits(limits);
    }

    private static UnaryOperator<TransportSettings> times(ConnectionTimes times) {
        return settings -> settings.withTimes(times);
    }
}
