package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotQueueTest {
    private final SlotQueue queue = new SlotQueue();
    private final List<Integer> ended = new ArrayList<>();
    private int given;

    @Test
    void endsThemInTheirOrderWhateverTheirNumber() {
        var random = new Random(1);
        for (int most : new int[] {5, 3000, 100, 400, 0, 17, 0}) {
            while (given - ended.size() < most) {
                assertThat(queue.add(given * 3, given)).isTrue();
                given++;
            }
            while (given - ended.size() > most) {
                end(Math.min(ended.size() + random.nextInt(3), given - most - 1));
            }
            assertThat(queue.earliestNanos()).isEqualTo(most == 0 ? Long.MAX_VALUE : ended.size());
        }
    }

    private void end(int until) {
        queue.expire(until, Integer.MAX_VALUE, ended::add);

        assertThat(ended).hasSize(until + 1);
        assertThat(ended.getLast()).isEqualTo(until * 3);
    }

    @Test
    void refusesWhatEndsBeforeAnother() {
        assertThat(queue.add(1, 1000)).isTrue();
        assertThat(queue.add(2, 999)).isFalse();
        assertThat(queue.add(3, 1000)).isTrue();

        queue.expire(999, 9, ended::add);
        assertThat(ended).isEmpty();
        queue.expire(1000, 1, ended::add);
        assertThat(ended).containsExactly(1);
        queue.expire(1000, 9, ended::add);
        assertThat(ended).containsExactly(1, 3);
    }
}
