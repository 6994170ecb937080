package org.strowger.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class LanesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeLoop loop = new FakeLoop();
    private final Shard shard = loop.shard();
    private final List<String> fired = new ArrayList<>();
    private final Expiry<String> listener = fired::add;

    @ParameterizedTest
    @ValueSource(longs = {1, 999_999, 1_048_576, 500_000_000, 32_000_000_000L})
    void firesExactlyWhenDueAndNeverEarly(long lengthNanos) {
        arm(Duration.ofNanos(lengthNanos), "timer");

        loop.advance(Duration.ofNanos(lengthNanos - 1));
        assertThat(fired).isEmpty();
        assertThat(loop.shards().nextDueNanos()).isEqualTo(loop.clock().nanos() + 1);
        loop.advance(Duration.ofNanos(1));

        assertThat(fired).containsExactly("timer");
        assertThat(loop.shards().armed()).isZero();
        assertThat(loop.shards().nextDueNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void firesThoseOfOneInstantInTheOrderOfTheirArming() {
        arm(Duration.ofMillis(1), "before all");
        arm(Duration.ofSeconds(5), "first");
        loop.advance(Duration.ofMillis(4_999));
        arm(Duration.ofMillis(1), "second");
        arm(Duration.ofMillis(1), "third");

        loop.advance(Duration.ofMillis(1));

        assertThat(fired).containsExactly("before all", "first", "second", "third");
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
    void doesNotFireWhatWasForgotten() {
        shard.execute(() -> {
            long timer = shard.arm(SECOND, listener, "forgotten");
            shard.arm(SECOND, listener, "kept");
            shard.forget(timer);
            shard.forget(timer);
            shard.forget(0);
        });
        assertThat(loop.shards().armed()).isEqualTo(1);

        loop.advance(Duration.ofSeconds(2));

        assertThat(fired).containsExactly("kept");
    }

    @Test
    void doesNotFireWhatAnotherTimerOfTheSameInstantForgot() {
        shard.execute(() -> {
            var victim = new long[1];
            shard.arm(SECOND, _ -> shard.forget(victim[0]), "the other");
            victim[0] = shard.arm(SECOND, listener, "forgotten");
        });

        loop.advance(SECOND);

        assertThat(fired).isEmpty();
        assertThat(loop.shards().armed()).isZero();
    }

    @Test
    void ignoresThatAFiredTimerIsForgottenWhileAnotherHasItsPlace() {
        var timers = new ArrayList<Long>();
        for (int round = 0; round < 100; round++) {
            shard.execute(() -> {
                timers.forEach(shard::forget);
                timers.add(shard.arm(SECOND, listener, "fired"));
            });
            loop.advance(SECOND);
        }

        assertThat(fired).hasSize(100);
    }

    @Test
    void firesWhatAnExpiryArmed() {
        shard.execute(() -> shard.arm(SECOND, _ -> shard.arm(SECOND, listener, "second"), "first"));

        loop.advance(Duration.ofMillis(1_999));
        assertThat(fired).isEmpty();
        loop.advance(Duration.ofMillis(1));

        assertThat(fired).containsExactly("second");
    }

    @Test
    void goesOnAfterAListenerThatFailed() {
        shard.execute(() -> {
            shard.arm(SECOND, _ -> fail(), "fails");
            shard.arm(SECOND, listener, "after it");
        });

        loop.advance(SECOND);

        assertThat(fired).containsExactly("after it");
        assertThat(loop.shards().armed()).isZero();
    }

    @Test
    void firesBesideTheWheel() {
        shard.execute(() -> shard.schedule(Duration.ofSeconds(3), listener, "of the wheel"));
        arm(Duration.ofSeconds(2), "before");
        arm(Duration.ofSeconds(4), "behind");
        assertThat(loop.shards().armed()).isEqualTo(3);

        loop.advance(Duration.ofSeconds(4));

        assertThat(fired).containsExactly("before", "of the wheel", "behind");
    }

    @Test
    void wantsALength() {
        shard.execute(() -> assertThatThrownBy(() -> shard.arm(Duration.ZERO, listener, "at once"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S"));
    }

    @Test
    void takesSoManyLengthsAndNoMore() {
        for (int length = 1; length <= Lanes.MOST; length++) {
            arm(Duration.ofMillis(length), "timer");
        }

        shard.execute(() -> assertThatThrownBy(() -> shard.arm(Duration.ofMillis(65), listener, "one more"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("64 lengths"));
        loop.advance(SECOND);
        assertThat(fired).hasSize(Lanes.MOST);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void firesLikeASortedList(long seed) {
        var random = new Random(seed);
        var lengths = random.longs(8, 1, 1L << 35).toArray();
        var expected = new TreeMap<Long, List<Integer>>();
        var timers = new HashMap<Integer, Long>();
        var dueOf = new HashMap<Integer, Long>();
        var firedNumbers = new ArrayList<Integer>();
        var expectedNumbers = new ArrayList<Integer>();
        Expiry<Integer> numbers = firedNumbers::add;
        int next = 0;

        for (int round = 0; round < 3_000; round++) {
            // many at a time and then few: lanes become long and short again
            int count = round % 1000 < 300 ? random.nextInt(6) : random.nextInt(2);
            for (int more = 0; more < count; more++) {
                int number = next++;
                long length = lengths[random.nextInt(lengths.length)];
                shard.execute(() -> timers.put(number, shard.arm(Duration.ofNanos(length), numbers, number)));
                dueOf.put(number, loop.clock().nanos() + length);
                expected.computeIfAbsent(dueOf.get(number), _ -> new ArrayList<>())
                        .add(number);
            }
            if (next > 0 && random.nextInt(2) == 0) {
                int victim = random.nextInt(next);
                shard.execute(() -> shard.forget(timers.get(victim)));
                expected.getOrDefault(dueOf.get(victim), new ArrayList<>()).remove(Integer.valueOf(victim));
            }
            loop.advance(Duration.ofNanos((long) Math.pow(2, random.nextDouble() * 30)));
            var past = expected.headMap(loop.clock().nanos(), true);
            past.values().forEach(expectedNumbers::addAll);
            past.clear();
            assertThat(firedNumbers).as("seed %d, round %d", seed, round).hasSameSizeAs(expectedNumbers);
        }
        int left = expected.values().stream().mapToInt(List::size).sum();

        assertThat(firedNumbers).as("seed %d", seed).isEqualTo(expectedNumbers);
        assertThat(loop.shards().armed()).as("seed %d", seed).isEqualTo(left);
    }

    private static void fail() {
        throw new IllegalStateException("a listener that fails, as this test wants it to");
    }

    private void arm(Duration length, String name) {
        shard.execute(() -> shard.arm(length, listener, name));
    }
}
