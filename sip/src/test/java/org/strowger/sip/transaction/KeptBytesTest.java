package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.Slice;

class KeptBytesTest {
    private final KeptBytes kept = new KeptBytes();

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                400,
                KeptBytes.BLOCK_BYTES - 1,
                KeptBytes.BLOCK_BYTES,
                KeptBytes.BLOCK_BYTES + 1,
                5 * KeptBytes.BLOCK_BYTES
            })
    void readsWhatItKeepsWhateverItsLength(int length) {
        long before = kept.keep(bytes(3, 'b'));
        long number = kept.keep(bytes(length, 'x'));
        long behind = kept.keep(bytes(3, 'c'));

        assertThat(number).isNotEqualTo(KeptBytes.NOTHING);
        assertThat(Slice.of(kept.read(number))).isEqualTo(bytes(length, 'x'));
        assertThat(Slice.of(kept.read(before))).isEqualTo(bytes(3, 'b'));
        assertThat(Slice.of(kept.read(behind))).isEqualTo(bytes(3, 'c'));
    }

    @Test
    void keepsWhatIsEmptyBeforeAllElse() {
        long number = kept.keep(Slice.EMPTY);
        long behind = kept.keep(bytes(3, 'c'));

        assertThat(kept.read(number)).isEmpty();
        assertThat(Slice.of(kept.read(behind))).isEqualTo(bytes(3, 'c'));
    }

    @Test
    void keepsWhatIsEmptyBehindAFullBlock() {
        long full = kept.keep(bytes(KeptBytes.BLOCK_BYTES, 'x'));
        long number = kept.keep(Slice.EMPTY);
        kept.drop(number);

        assertThat(Slice.of(kept.read(full))).isEqualTo(bytes(KeptBytes.BLOCK_BYTES, 'x'));
        assertThat(kept.count()).isEqualTo(1);
    }

    @Test
    void tellsWhetherItIsThat() {
        kept.keep(Slice.of("before"));
        long number = kept.keep(Slice.of("a tag"));

        assertThat(kept.isThat(number, Slice.of("a tag"))).isTrue();
        assertThat(kept.isThat(number, Slice.of("a tage"))).isFalse();
        assertThat(kept.isThat(number, Slice.of("a ta"))).isFalse();
        assertThat(kept.isThat(number, Slice.of("A tag"))).isFalse();
    }

    @Test
    void dropsNothingWithoutEffect() {
        long number = kept.keep(Slice.of("something"));

        kept.drop(KeptBytes.NOTHING);

        assertThat(Slice.of(kept.read(number))).isEqualTo(Slice.of("something"));
    }

    @Test
    void keepsNothingThatIsTooLongForItsNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kept.keep(bytes(1 << 26, 'x')))
                .withMessage("expected fewer than 67108864 bytes to keep, found 67108864");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsLikeAMap(long seed) {
        var random = new Random(seed);
        Map<Long, Slice> expected = new LinkedHashMap<>();
        for (int most : new int[] {200, 3, 1000, 0, 20, 0}) {
            while (expected.size() != most) {
                if (random.nextDouble() < (expected.size() < most ? 0.7 : 0.3)) {
                    var some = bytes(lengthOfSome(random), (char) ('a' + random.nextInt(26)));
                    assertThat(expected.put(kept.keep(some), some))
                            .as("seed %d", seed)
                            .isNull();
                } else if (!expected.isEmpty()) {
                    drop(random, expected);
                }
            }
            expected.forEach((number, some) ->
                    assertThat(Slice.of(kept.read(number))).as("seed %d", seed).isEqualTo(some));
        }
    }

    private static int lengthOfSome(Random random) {
        return random.nextInt(random.nextInt(30) == 0 ? 3 * KeptBytes.BLOCK_BYTES : 600);
    }

    private void drop(Random random, Map<Long, Slice> expected) {
        var numbers = List.copyOf(expected.keySet());
        // most go in the order in which they came
        var number = numbers.get(random.nextInt(random.nextInt(5) == 0 ? numbers.size() : 1));
        expected.remove(number);
        kept.drop(number);
    }

    @Test
    void usesItsBlocksAgainAndGivesBackWhatAPeakTook() {
        var queue = new ArrayList<Long>();
        for (int count = 0; count < 20_000; count++) {
            queue.add(kept.keep(bytes(400, 'x')));
        }
        long peak = kept.size();
        queue.subList(0, 19_000).forEach(kept::drop);
        queue.subList(0, 19_000).clear();
        for (int count = 0; count < 50_000; count++) {
            queue.add(kept.keep(bytes(400, 'x')));
            kept.drop(queue.removeFirst());
        }

        assertThat(peak).isBetween(20_000L * 400, 20_000L * 420);
        assertThat(kept.size()).isLessThan(1_000 * 420 + (KeptBytes.MOST_SPARE + 2L) * KeptBytes.BLOCK_BYTES);
        queue.forEach(kept::drop);
        assertThat(kept.size()).isEqualTo((KeptBytes.MOST_SPARE + 1L) * KeptBytes.BLOCK_BYTES);
    }

    private static Slice bytes(int length, char each) {
        return Slice.of(String.valueOf(each).repeat(length));
    }
}
