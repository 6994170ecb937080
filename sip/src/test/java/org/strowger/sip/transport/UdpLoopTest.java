package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.strowger.sip.message.Slice;

/** The thread that reads datagrams has timers to fire as well, and outlives what it calls. */
@Timeout(60)
class UdpLoopTest {
    private final Station station = Station.at("udp://127.0.0.1:0");
    private final UdpPeer peer = new UdpPeer("127.0.0.2");

    @AfterEach
    void close() {
        peer.close();
        station.close();
    }

    @Test
    void firesTimersWhileNothingArrives() throws InterruptedException {
        var fired = new CountDownLatch(1);
        var shard = station.shards.at(3);

        shard.execute(() -> shard.schedule(Duration.ofMillis(20), fired::countDown));

        assertThat(fired.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void livesOnAfterATapThatFails() throws IOException {
        var fragile = new TransportLayer(
                TransportSettings.of(List.of(Listen.parse("udp://127.0.0.1:0"))), station.shards, new Tap() {
                    @Override
                    public void received(Slice message, Flow flow, long atNanos) {
                        if (message.toString().contains("number-1")) {
                            throw new IllegalStateException("planted");
                        }
                    }

                    @Override
                    public void sent(Slice message, Flow flow, long atNanos) {}
                });
        fragile.start(station.recorder);
        var address = fragile.listeningPoints().getFirst().address();
        peer.send(Texts.numbered("UDP 127.0.0.2", 1), address);
        peer.send(Texts.numbered("UDP 127.0.0.2", 2), address);

        assertThat(station.recorder.next().request().callId()).hasToString("number-2");
        assertThat(fragile.counters().of(TransportCounter.FAILURES)).isEqualTo(1);
        fragile.stop();
    }
}
