package org.strowger.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NonceCountsTest {
    @Test
    void neverLetsACountPassTwiceHoweverFewItRemembers() {
        long seed = 42;
        var random = new Random(seed);
        var counts = new NonceCounts(8);
        var highest = new HashMap<Nonce, Long>();
        for (int round = 0; round < 100_000; round++) {
            var nonce = new Nonce(Instant.ofEpochMilli(1000L + round / 10 - random.nextInt(50)), 0, random.nextInt(64));
            long count = 1L + random.nextInt(3);

            if (counts.advance(nonce, count)) {
                assertThat(count).as("seed %d, round %d", seed, round).isGreaterThan(highest.getOrDefault(nonce, 0L));
                highest.put(nonce, count);
            }
        }
    }

    @Test
    void letsFreshNoncesPassUnderPressure() {
        var counts = new NonceCounts(64);

        for (int made = 0; made < 10_000; made++) {
            assertThat(counts.advance(new Nonce(Instant.ofEpochMilli(made), 0, made * 31L + 7), 1))
                    .as("nonce %d", made)
                    .isEqualTo(made > 0);
        }
    }

    @Test
    void refusesACountOfZero() {
        assertThat(new NonceCounts(4).advance(new Nonce(Instant.ofEpochMilli(5), 0, 1), 0))
                .isFalse();
    }
}
