package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainsTest {
    private final Chains<Bead> chains = new Chains<>(new Cord());
    private final Map<Integer, Deque<Bead>> expected = new HashMap<>();
    private final List<Bead> all = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsThoseOfOneHashYoungestFirst(long seed) {
        var random = new Random(seed);
        for (int most : new int[] {40, 3000, 200, 5000, 0}) {
            while (all.size() != most) {
                step(random, all.size() < most ? 0.7 : 0.3);
            }
            expected.forEach(
                    (hash, beads) -> assertThat(of(hash)).as("seed %d", seed).containsExactlyElementsOf(beads));
        }
    }

    @Test
    void holdsManyOfOneHash() {
        for (int count = 0; count < 100; count++) {
            add(7);
        }

        assertThat(of(7)).containsExactlyElementsOf(expected.get(7));
        assertThat(of(8)).isEmpty();
    }

    private void step(Random random, double growth) {
        if (all.isEmpty() || random.nextDouble() < growth) {
            // few enough hashes that some beads share one
            add(random.nextInt(4000) * 0x10001);
        } else {
            var gone = all.remove(random.nextInt(all.size()));
            chains.remove(gone);
            expected.get(gone.hash).remove(gone);
        }
    }

    private void add(int hash) {
        var bead = new Bead(hash);
        chains.add(bead);
        all.add(bead);
        expected.computeIfAbsent(hash, _ -> new ArrayDeque<>()).addFirst(bead);
    }

    private List<Bead> of(int hash) {
        var found = new ArrayList<Bead>();
        for (var bead = chains.first(hash); bead != null; bead = bead.next) {
            if (bead.hash == hash) {
                found.add(bead);
            }
        }
        return found;
    }

    private static final class Bead {
        private final int hash;
        private @Nullable Bead next;

        Bead(int hash) {
            this.hash = hash;
        }
    }

    private record Cord() implements Chains.Link<Bead> {
        @Override
        public int hash(Bead bead) {
            return bead.hash;
        }

        @Override
        public @Nullable Bead next(Bead bead) {
            return bead.next;
        }

        @Override
        public void next(Bead bead, @Nullable Bead next) {
            bead.next = next;
        }
    }
}
