package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.strowger.sip.testing.Rfc;

/** Flows whose far end has promised to be heard, over sockets. */
@Timeout(30)
class WatchTest {
    private static final Duration BRIEF = Duration.ofMillis(80);

    private static void watch(Station station, Recorder.Arrival arrival) {
        arrival.shard().execute(() -> station.transport.watch(arrival.shard(), arrival.flow(), BRIEF));
    }

    @Test
    @Rfc("5626 §4.4: a connection by which nothing is heard for the time of Flow-Timer is closed")
    @Rfc("5626 §7-6: and its end is told")
    void closesAConnectionByWhichNothingIsHeard() {
        try (var station = Station.at("tcp://127.0.0.1:0");
                var peer = TcpPeer.connect(station.tcp())) {
            peer.send(Texts.options("TCP 127.0.0.1:9", ""));
            var arrival = station.recorder.next();

            watch(station, arrival);
            watch(station, arrival);

            assertThat(peer.isClosedByPeer()).isTrue();
            assertThat(station.recorder.nextEnd()).isEqualTo(arrival.flow());
            assertThat(station.count(TransportCounter.CONNECTIONS_TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    @Rfc("5626 §4.4: so does a flow by UDP end")
    void endsAFlowByUdpByWhichNothingIsHeard() {
        try (var station = Station.at("udp://127.0.0.1:0");
                var peer = new UdpPeer("127.0.0.1")) {
            peer.send(Texts.options("UDP 127.0.0.1:9", ""), station.udp());
            var arrival = station.recorder.next();

            watch(station, arrival);

            assertThat(station.recorder.nextEnd()).isEqualTo(arrival.flow());
        }
    }
}
