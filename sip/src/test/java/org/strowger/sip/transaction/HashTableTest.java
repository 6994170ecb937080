package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashTableTest {
    private final HashTable<Bead> table = new HashTable<>();
    private final Map<Integer, List<Bead>> expected = new HashMap<>();
    private final List<Bead> all = new ArrayList<>();

    /** @param hashes few enough that some share one, and near each other or far apart */
    @ParameterizedTest
    @CsvSource({"1, 4000, 1", "2, 4000, 0x10001", "3, 30, 1", "4, 2000000000, 1", "5, 500, 0x1000"})
    void findsLikeAMapOfLists(long seed, int hashes, String apart) {
        var random = new Random(seed);
        for (int most : new int[] {9, 12, 3, 40, 3000, 200, 1900, 0, 25, 0}) {
            while (all.size() != most) {
                step(random, all.size() < most ? 0.7 : 0.3, random.nextInt(hashes) * Integer.decode(apart));
                var one = all.isEmpty() ? new Bead(0) : all.get(random.nextInt(all.size()));
                assertThat(isThere(one)).as("seed %d", seed).isEqualTo(!all.isEmpty());
            }
            assertThat(all).as("seed %d", seed).allMatch(this::isThere);
            expected.forEach((hash, beads) ->
                    assertThat(of(hash)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(beads));
        }
    }

    @Test
    void holdsManyOfOneHash() {
        for (int count = 0; count < 100; count++) {
            add(7);
        }

        assertThat(of(7)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(of(8)).isEmpty();
    }

    @Test
    void takesZeroForAHashLikeOthers() {
        add(0);
        add(1);

        assertThat(of(0)).contains(all.get(0));
        table.remove(0, all.get(0));

        assertThat(of(0)).doesNotContain(all.get(0));
        assertThat(of(1)).containsExactly(all.get(1));
    }

    @Test
    void saysThatWhatShouldGoWasNotThere() {
        add(7);

        assertThatThrownBy(() -> table.remove(7, new Bead(7)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not there");
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 1 << 10, 1 << 20, 1 << 28})
    void doublesWhatIsTooSmallAndHalvesWhatIsTooLarge(int capacity) {
        assertThat(HashTable.capacityFor(HashTable.mostIn(capacity) + 1)).isEqualTo(2 * capacity);
        assertThat(HashTable.capacityFor(HashTable.fewestIn(capacity) - 1)).isEqualTo(capacity / 2);
    }

    @Test
    void neverShrinksBelowTheLeast() {
        assertThat(HashTable.fewestIn(16)).isZero();
        assertThat(HashTable.capacityFor(0)).isEqualTo(16);
        assertThat(HashTable.capacityFor(1)).isEqualTo(16);
    }

    private void step(Random random, double growth, int hash) {
        if (all.isEmpty() || random.nextDouble() < growth) {
            add(hash);
        } else {
            var gone = all.remove(random.nextInt(all.size()));
            table.remove(gone.hash, gone);
            expected.get(gone.hash).remove(gone);
            assertThat(isThere(gone)).isFalse();
        }
    }

    private void add(int hash) {
        var bead = new Bead(hash);
        table.add(hash, bead);
        all.add(bead);
        expected.computeIfAbsent(hash, _ -> new ArrayList<>()).add(bead);
    }

    private boolean isThere(Bead bead) {
        return table.find(bead.hash, (found, sought) -> found == sought, bead) != null;
    }

    private List<Bead> of(int hash) {
        var found = new ArrayList<Bead>();
        // takes note of each, and wants none of them
        table.find(hash, (bead, list) -> bead.hash == hash && !list.add(bead), found);
        return found;
    }

    private static final class Bead {
        private final int hash;

        Bead(int hash) {
            this.hash = hash;
        }
    }
}
