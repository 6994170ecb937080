package org.strowger.sip.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeLoopTest {
    private final FakeLoop loop = new FakeLoop(4);
    private final List<String> fired = new ArrayList<>();

    @Test
    void firesEachTimerAtItsOwnTimeInAllShards() {
        arm(3, 700);
        arm(0, 200);
        arm(2, 500);

        loop.advance(Duration.ofSeconds(1));

        assertThat(fired).containsExactly("0 at PT0.2S", "2 at PT0.5S", "3 at PT0.7S");
        assertThat(loop.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
        assertThat(loop.clock().now()).isEqualTo(FakeClock.START.plusSeconds(1));
    }

    @Test
    void runsUntilSomethingIsSo() {
        arm(0, 100);
        arm(1, 300);
        arm(2, 900);

        loop.runUntil(() -> fired.size() == 2, Duration.ofSeconds(5));

        assertThat(loop.clock().elapsed()).isEqualTo(Duration.ofMillis(300));
        loop.runUntilIdle(Duration.ofSeconds(5));
        assertThat(loop.clock().elapsed()).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void saysThatItWaitedInVain() {
        arm(0, 6_000);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> loop.runUntil(() -> !fired.isEmpty(), Duration.ofSeconds(5)))
                .withMessage("not so within PT5S, 1 timers are armed");
    }

    @Test
    void doesNotGoBack() {
        assertThatIllegalArgumentException().isThrownBy(() -> loop.clock().advance(Duration.ofNanos(-1)));
    }

    private void arm(int index, int millis) {
        var shard = loop.shards().at(index);
        shard.execute(() -> shard.schedule(
                Duration.ofMillis(millis),
                () -> fired.add(index + " at " + loop.clock().elapsed())));
    }
}
