package org.strowger.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

class TimersTest {
    @Test
    @Rfc("3261 §17.1.1.2: T1 is 500 ms, and 64*T1 is 32 s")
    void hasTheValuesOfTheRfc() {
        assertThat(Timers.RFC3261).isEqualTo(new Timers(ofMillis(500), ofSeconds(4), ofSeconds(5)));
        assertThat(Timers.RFC3261.giveUp()).isEqualTo(ofSeconds(32));
    }

    @Test
    @Rfc("4320 §4.1-3: the time until timer E of a client is reset to T2: 0.5 s + 1 s + 2 s")
    void knowsWhenTimerEReachesT2() {
        assertThat(Timers.RFC3261.untilEReachesT2()).isEqualTo(ofMillis(3500));
        assertThat(new Timers(ofSeconds(4), ofSeconds(4), ofSeconds(5)).untilEReachesT2())
                .isEqualTo(ofSeconds(4));
        assertThat(new Timers(ofSeconds(3), ofSeconds(4), ofSeconds(5)).untilEReachesT2())
                .isEqualTo(ofSeconds(3));
    }

    @Test
    void doublesAnIntervalUpToT2() {
        assertThat(Timers.RFC3261.doubledUpToT2(ofMillis(1500))).isEqualTo(ofSeconds(3));
        assertThat(Timers.RFC3261.doubledUpToT2(ofMillis(2000))).isEqualTo(ofSeconds(4));
        assertThat(Timers.RFC3261.doubledUpToT2(ofMillis(4000))).isEqualTo(ofSeconds(4));
    }
}
