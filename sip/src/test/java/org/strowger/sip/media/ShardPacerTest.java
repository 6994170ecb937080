package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.FakeLoop;

class ShardPacerTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final FakeLoop loop = new FakeLoop();
    private final Pacer pacer = Pacer.in(loop.shard());
    private final long startNanos = loop.clock().nanos();
    private final List<Long> tickedMillis = new ArrayList<>();
    private final List<Pacer.Ticking> tickings = new ArrayList<>();

    @Test
    void ticksEachIntervalUntilItIsStopped() {
        start();
        loop.advance(Duration.ofMillis(70));
        assertThat(tickedMillis).containsExactly(20L, 40L, 60L);

        pacer.execute(() -> tickings.getFirst().stop());
        loop.advance(Duration.ofMillis(100));
        assertThat(tickedMillis).hasSize(3);
    }

    @Test
    void makesUpForTicksThatCameLate() {
        start();
        loop.clock().advance(Duration.ofMillis(75));
        loop.turn();
        loop.advance(Duration.ofMillis(26));

        assertThat(tickedMillis).containsExactly(75L, 75L, 75L, 80L, 100L);
    }

    @Test
    void doesNotMakeUpForSleepOfTheMachine() {
        start();
        loop.clock().advance(Duration.ofSeconds(60));
        loop.turn();
        loop.advance(Duration.ofMillis(21));

        assertThat(tickedMillis).containsExactly(60_000L, 60_020L);
    }

    private void start() {
        pacer.execute(() -> tickings.add(pacer.every(INTERVAL, this::tick)));
    }

    private void tick() {
        tickedMillis.add((loop.clock().nanos() - startNanos) / 1_000_000);
    }
}
