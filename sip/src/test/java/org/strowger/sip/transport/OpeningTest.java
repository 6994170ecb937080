package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.testing.Rfc;

class OpeningTest {
    private final Shards shards = new Shards(1, Clock.system());
    private final Recorder recorder = new Recorder();

    @Test
    void saysWhichListeningPointCannotBeBound() throws IOException {
        try (var there = Station.at("udp://127.0.0.1:0", "tcp://127.0.0.1:0")) {
            int port = there.udp().getPort();
            for (var wanted : List.of("udp://127.0.0.1:" + port, "tcp://127.0.0.1:" + port)) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> layer(wanted).start(recorder))
                        .withMessageStartingWith("cannot listen on " + wanted + ": ")
                        .withMessageContaining("Address already in use")
                        .withCauseInstanceOf(BindException.class);
            }
        }
    }

    @Test
    void leavesNothingOpenWhenOnePointFails() throws IOException {
        var free = Station.at("udp://127.0.0.1:0");
        int port = free.udp().getPort();
        free.close();
        try (var there = Station.at("tcp://127.0.0.1:0")) {
            var layer = layer(
                    "udp://127.0.0.1:" + port, "tcp://127.0.0.1:" + there.tcp().getPort());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> layer.start(recorder));
        }

        var again = layer("udp://127.0.0.1:" + port);
        again.start(recorder);
        again.stop();
    }

    @Test
    void startsAgainOnTheSamePortsAtOnce() {
        var first = Station.at("udp://127.0.0.1:0", "tcp://127.0.0.1:0");
        var address = first.tcp();
        try (var peer = TcpPeer.connect(address)) {
            peer.send(Texts.options("TCP 127.0.0.1:9"));
            first.recorder.next();
            first.close();
        }

        var same = "127.0.0.1:" + address.getPort();
        try (var second = Station.at("udp://" + same, "tcp://" + same)) {
            assertThat(second.tcp()).isEqualTo(address);
        }
    }

    @Test
    void refusesToListenSecurelyWithoutACertificate() {
        for (var wanted : List.of("tls://127.0.0.1:0", "wss://127.0.0.1:0")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> layer(wanted).start(recorder))
                    .withMessage("cannot listen on " + wanted + ": it needs a certificate");
        }
    }

    @Test
    void refusesANameThatIsNoAddressOfOurs() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> layer("udp://name.invalid:0").start(recorder))
                .withMessageStartingWith("cannot listen on udp://name.invalid:0: ");
    }

    @Test
    void listensByName() {
        try (var station = Station.at("udp://localhost:0", "tcp://localhost:0")) {
            assertThat(station.udp().getAddress().isLoopbackAddress()).isTrue();
            assertThat(station.transport.isOurs(
                            Protocol.UDP, "localhost", station.udp().getPort()))
                    .isTrue();
        }
    }

    @Test
    void supportsWhatItListensFor() {
        try (var station = Station.at("udp://127.0.0.1:0", "tcp://127.0.0.1:0")) {
            assertThat(Stream.of(Protocol.values()).filter(station.transport::supports))
                    .containsExactly(Protocol.UDP, Protocol.TCP);
        }
    }

    @Test
    @Rfc("3261 §18.2.1-3: TCP at every port and interface where there is UDP")
    void givesTcpThePortsThatUdpGot() {
        try (var station =
                Station.at("udp://127.0.0.1:0", "tcp://127.0.0.1:0", "udp://127.0.0.2:0", "tcp://127.0.0.2:0")) {
            var points = station.transport.listeningPoints();
            assertThat(points)
                    .filteredOn(point -> point.protocol() == Protocol.TCP)
                    .hasSize(2)
                    .allSatisfy(tcp -> assertThat(points).contains(new ListeningPoint(Protocol.UDP, tcp.address())));
        }
    }

    @Test
    void isStartedOnceAndStoppedOnce() throws IOException {
        var layer = layer("udp://127.0.0.1:0");
        assertThatIllegalStateException().isThrownBy(() -> layer.supports(Protocol.UDP));
        layer.stop();
        layer.start(recorder);
        assertThatIllegalStateException().isThrownBy(() -> layer.start(recorder));
        layer.stop();
        layer.stop();
        assertThatIllegalStateException().isThrownBy(() -> layer.start(recorder));
    }

    @Test
    void tellsWhoeverSendsAfterTheStop() {
        var station = Station.at("udp://127.0.0.1:0", "tcp://127.0.0.1:0");
        station.close();

        for (var protocol : List.of(Protocol.UDP, Protocol.TCP)) {
            station.send(Texts.request(Texts.options("UDP 127.0.0.1:9")), protocol, station.udp());
            assertThat(station.nextFailure()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void countsEverything() {
        var layer = layer("udp://127.0.0.1:0");

        assertThat(layer.counters().values()).containsOnlyKeys(TransportCounter.values());
        assertThat(layer.counters().values().values()).containsOnly(0L);
        assertThat(layer.counters().openConnections()).isZero();
    }

    private TransportLayer layer(String... listens) {
        return new TransportLayer(
                TransportSettings.of(Stream.of(listens).map(Listen::parse).toList()), shards, Tap.NONE);
    }
}
