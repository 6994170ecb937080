package org.strowger.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoalescingTest {
    private static final long WINDOW_NANOS = 50_000_000;

    @Test
    void itsPauseHasItsEdges() {
        var pause = Duration.ofMillis(10);

        assertThat(new Coalescing(0, pause).pause()).isEqualTo(pause);
        assertThat(catchThrowable(() -> new Coalescing(0, pause.plusNanos(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a pause from PT0S to PT0.01S, found PT0.010000001S");
        assertThat(catchThrowable(() -> new Coalescing(0, Duration.ofNanos(-1))))
                .hasMessage("expected a pause from PT0S to PT0.01S, found PT-0.000000001S");
    }

    @Test
    void itsPaceHasItsEdges() {
        var pause = Duration.ofMillis(1);

        assertThat(new Coalescing(1_000_000, pause).perSecond()).isEqualTo(1_000_000);
        assertThat(catchThrowable(() -> new Coalescing(1_000_001, pause)))
                .hasMessage("expected a pace from 0 to 1000000 a second, found 1000001");
        assertThat(catchThrowable(() -> new Coalescing(-1, pause)))
                .hasMessage("expected a pace from 0 to 1000000 a second, found -1");
    }

    @Test
    void isFastAboveItsPaceAlone() {
        var coalescing = new Coalescing(2_000, Duration.ofMillis(1));

        assertThat(coalescing.pace(0).isFast(100, WINDOW_NANOS)).isFalse();
        assertThat(coalescing.pace(0).isFast(101, WINDOW_NANOS)).isTrue();
    }

    @Test
    void withoutAPauseNothingIsFast() {
        assertThat(Coalescing.OFF.pace(0).isFast(Integer.MAX_VALUE, WINDOW_NANOS))
                .isFalse();
        assertThat(new Coalescing(0, Duration.ZERO).pace(0).isFast(1, WINDOW_NANOS))
                .isFalse();
    }
}
