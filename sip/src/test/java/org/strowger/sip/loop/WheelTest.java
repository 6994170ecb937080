package org.strowger.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.FakeLoop;

class WheelTest {
    private final FakeLoop loop = new FakeLoop();
    private final Shard shard = loop.shard();
    private final List<String> fired = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999_999, 1_048_575, 1_048_576, 67_108_863, 67_108_864, 500_000_000, 32_000_000_000L})
    void firesExactlyWhenDueAndNeverEarly(long delayNanos) {
        arm(Duration.ofNanos(delayNanos), "timer");
        if (delayNanos > 0) {
            loop.advance(Duration.ofNanos(delayNanos - 1));
            assertThat(fired).isEmpty();
            assertThat(loop.shards().nextDueNanos()).isEqualTo(loop.clock().nanos() + 1);
            loop.advance(Duration.ofNanos(1));
        } else {
            loop.turn();
        }

        assertThat(fired).containsExactly("timer");
        assertThat(loop.shards().armed()).isZero();
        assertThat(loop.shards().nextDueNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void firesThoseOfOneInstantInTheOrderOfTheirArming() {
        arm(Duration.ofSeconds(5), "first");
        loop.advance(Duration.ofMillis(4_999));
        arm(Duration.ofMillis(1), "second");
        arm(Duration.ofMillis(1), "third");

        loop.advance(Duration.ofMillis(1));

        assertThat(fired).containsExactly("first", "second", "third");
    }

    @Test
    void catchesUpInOrderAfterALongPause() {
        arm(Duration.ofHours(2), "late");
        arm(Duration.ofMillis(10), "early");
        arm(Duration.ofMinutes(3), "middle");

        loop.clock().advance(Duration.ofDays(1));
        loop.turn();

        assertThat(fired).containsExactly("early", "middle", "late");
    }

    @Test
    void countsANegativeDelayAsNone() {
        arm(Duration.ofMillis(-5), "at once");

        loop.turn();

        assertThat(fired).containsExactly("at once");
    }

    @Test
    void doesNotFireWhatWasForgotten() {
        shard.execute(() -> {
            var timeout = shard.schedule(Duration.ofSeconds(1), () -> fired.add("forgotten"));
            shard.schedule(Duration.ofSeconds(1), () -> fired.add("kept"));
            timeout.forget();
            timeout.forget();
        });
        assertThat(loop.shards().armed()).isEqualTo(1);

        loop.advance(Duration.ofSeconds(2));

        assertThat(fired).containsExactly("kept");
    }

    @Test
    void doesNotFireWhatAnotherTimerOfTheSameInstantForgot() {
        shard.execute(() -> {
            var victim = new Timeout[1];
            shard.schedule(Duration.ofSeconds(1), () -> victim[0].forget());
            victim[0] = shard.schedule(Duration.ofSeconds(1), () -> fired.add("forgotten"));
        });

        loop.advance(Duration.ofSeconds(1));

        assertThat(fired).isEmpty();
        assertThat(loop.shards().armed()).isZero();
    }

    @Test
    void ignoresThatAFiredTimerIsForgotten() {
        shard.execute(() -> {
            var self = new Timeout[1];
            self[0] = shard.schedule(Duration.ofSeconds(1), () -> {
                fired.add("fired");
                self[0].forget();
            });
        });

        loop.advance(Duration.ofSeconds(1));

        assertThat(fired).containsExactly("fired");
        assertThat(loop.shards().armed()).isZero();
    }

    @Test
    void tellsAListenerWhichOfItsTimersFired() {
        Expiry<String> listener = fired::add;
        shard.execute(() -> {
            shard.schedule(Duration.ofSeconds(2), listener, "second");
            shard.schedule(Duration.ofSeconds(1), listener, "first");
        });

        loop.advance(Duration.ofSeconds(2));

        assertThat(fired).containsExactly("first", "second");
    }

    @Test
    void firesATimerThatAnExpiryArms() {
        shard.execute(() -> shard.schedule(Duration.ofMillis(5), () -> arm(Duration.ofMillis(5), "second")));

        loop.advance(Duration.ofMillis(9));
        assertThat(fired).isEmpty();
        loop.advance(Duration.ofMillis(1));

        assertThat(fired).containsExactly("second");
    }

    @Test
    void keepsATimerThatIsLongerThanTheWheel() {
        arm(Duration.ofDays(3_000), "very late");
        arm(Duration.ofDays(200_000), "not in our time");

        loop.advance(Duration.ofDays(3_000).minusNanos(1));
        assertThat(fired).isEmpty();
        loop.advance(Duration.ofNanos(1));

        assertThat(fired).containsExactly("very late");
    }

    @Test
    void goesOnWhenTheTopLevelComesRound() {
        // 2**36 ticks are 834 days and a bit
        loop.advance(Duration.ofNanos((1L << 36) * Wheel.TICK_NANOS - 5_000_000));
        arm(Duration.ofMillis(20), "beyond");
        arm(Duration.ofDays(834), "almost a turn");

        loop.advance(Duration.ofMillis(20));
        assertThat(fired).containsExactly("beyond");
        loop.advance(Duration.ofDays(834));

        assertThat(fired).containsExactly("beyond", "almost a turn");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void firesLikeASortedList(long seed) {
        var random = new Random(seed);
        var expected = new TreeMap<Long, List<Integer>>();
        var timeouts = new HashMap<Integer, Timeout>();
        var dueOf = new HashMap<Integer, Long>();
        var firedNumbers = new ArrayList<Integer>();
        var expectedNumbers = new ArrayList<Integer>();
        int next = 0;

        for (int round = 0; round < 3_000; round++) {
            int number = next++;
            long delay = (long) Math.pow(2, random.nextDouble() * 48);
            shard.execute(() ->
                    timeouts.put(number, shard.schedule(Duration.ofNanos(delay), () -> firedNumbers.add(number))));
            long due = loop.clock().nanos() + delay;
            dueOf.put(number, due);
            expected.computeIfAbsent(due, _ -> new ArrayList<>()).add(number);
            if (random.nextInt(4) == 0) {
                int victim = random.nextInt(next);
                shard.execute(() -> timeouts.get(victim).forget());
                var sameDue = expected.get(dueOf.get(victim));
                if (sameDue != null) {
                    sameDue.remove(Integer.valueOf(victim));
                }
            }
            loop.advance(Duration.ofNanos((long) Math.pow(2, random.nextDouble() * 36)));
            var past = expected.headMap(loop.clock().nanos(), true);
            past.values().forEach(expectedNumbers::addAll);
            past.clear();
            assertThat(firedNumbers).as("seed %d, round %d", seed, round).hasSameSizeAs(expectedNumbers);
        }
        int left = expected.values().stream().mapToInt(List::size).sum();

        assertThat(firedNumbers).as("seed %d", seed).isEqualTo(expectedNumbers);
        assertThat(loop.shards().armed()).as("seed %d", seed).isEqualTo(left);
    }

    private void arm(Duration delay, String name) {
        shard.execute(() -> shard.schedule(delay, () -> fired.add(name)));
    }
}
