package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Coalescing;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.testing.FakeClock;

/** The threads of a transport layer let messages gather as its settings say; their sockets are real, their time is not. */
@Timeout(60)
class GatheringTest {
    private static final Duration PAUSE = Duration.ofNanos(700_000);
    private static final Coalescing AT_ONCE = new Coalescing(0, Duration.ZERO);

    private final Recorder recorder = new Recorder();
    private final Hurrying clock = new Hurrying();
    private final Shards shards = new Shards(1, clock, 1);
    private final UdpPeer phone = new UdpPeer("127.0.0.2");

    @AfterEach
    void close() {
        phone.close();
    }

    @Test
    void datagramsGatherForThePauseOfTheSettings() throws IOException {
        running("udp://127.0.0.1:0", new Coalescing(0, PAUSE), layer -> {
            call(layer, 1);

            assertThat(Recorder.next(clock.pauses)).isEqualTo(PAUSE);
        });
    }

    @Test
    void whatComesByConnectionsGathersForThePauseOfTheSettings() throws IOException {
        running("tcp://127.0.0.1:0", new Coalescing(0, PAUSE), layer -> {
            try (var connection = connect(layer)) {
                call(connection, 1);

                assertThat(Recorder.next(clock.pauses)).isEqualTo(PAUSE);
            }
        });
    }

    @Test
    void datagramsNeverGatherWithoutAPause() throws IOException {
        running("udp://127.0.0.1:0", AT_ONCE, layer -> {
            for (int number = 1; number <= 3; number++) {
                call(layer, number);
            }

            assertThat(clock.pauses).isEmpty();
        });
    }

    @Test
    void whatComesByConnectionsNeverGathersWithoutAPause() throws IOException {
        running("tcp://127.0.0.1:0", AT_ONCE, layer -> {
            try (var connection = connect(layer)) {
                for (int number = 1; number <= 3; number++) {
                    call(connection, number);
                }
            }

            assertThat(clock.pauses).isEmpty();
        });
    }

    private void running(String point, Coalescing coalescing, Consumer<TransportLayer> test) throws IOException {
        var settings = TransportSettings.of(List.of(Listen.parse(point))).withCoalescing(coalescing);
        var layer = new TransportLayer(settings, shards, recorder);
        layer.start(recorder);
        try {
            test.accept(layer);
        } finally {
            layer.stop();
        }
    }

    private static TcpPeer connect(TransportLayer layer) {
        return TcpPeer.connect(layer.listeningPoints().getFirst().address());
    }

    private void call(TransportLayer layer, int number) {
        phone.send(
                Texts.numbered("UDP 127.0.0.2", number),
                layer.listeningPoints().getFirst().address());
        recorder.next();
    }

    private void call(TcpPeer connection, int number) {
        connection.send(Texts.numbered("TCP 127.0.0.1", number));
        recorder.next();
    }

    /** A clock by which a window of the pace has gone by whenever somebody looks at it. */
    private static final class Hurrying implements Clock {
        final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanos() {
            return nanos.addAndGet(50_000_000);
        }

        @Override
        public Instant now() {
            return FakeClock.START;
        }

        @Override
        public void pause(Duration duration) {
            pauses.add(duration);
        }
    }
}
