package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.Method;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.testing.cost.Postbox;
import org.strowger.sip.transport.Flow;

/** Rows are found until they are over and not a nanosecond longer, whatever else is there. */
class PastServersTest {
    private static final Flow FLOW = Postbox.flow("192.0.2.50", 5080);

    private PastServers servers = new PastServers();
    private final List<Long> inherited = new ArrayList<>();

    private record Expected(PastServers.Past past, long dueNanos) {}

    /**
     * @param senders few enough that some share one
     * @param first the number of the first row: numbers have no end
     */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 1",
        "2, 500, 1",
        "3, 2000000000, 1",
        "4, 3, -50",
        "5, 500, -3000",
        "6, 2000000000, -20",
        "7, 500, 2147483600",
        "8, 2000000000, 2147480000"
    })
    void findsLikeAQueueThatIsLookedThrough(long seed, int senders, int first) {
        servers = new PastServers(first);
        var random = new Random(seed);
        var expected = new ArrayDeque<Expected>();
        long now = 0;
        for (int step = 0; step < 6000; step++) {
            now += random.nextInt(3);
            // many for a while, and then few
            long lifetime = step < 3000 ? 2000 : 10;
            long due = Math.max(
                    now + lifetime, expected.isEmpty() ? 0 : expected.getLast().dueNanos());
            var past = past(step, random.nextInt(senders), random.nextBoolean());
            assertThat(servers.add(past, due)).isTrue();
            expected.add(new Expected(past, due));
            if (random.nextInt(5) == 0) {
                expire(expected, now);
            }
            check(expected, random.nextInt(senders), now, seed);
        }
        expire(expected, Long.MAX_VALUE - 1);
        assertThat(servers.size()).isZero();
        assertThat(servers.earliestNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private void check(ArrayDeque<Expected> expected, long sender, long now, long seed) {
        var living = expected.stream()
                .filter(one -> one.dueNanos() > now && one.past().sender() == sender)
                .map(Expected::past)
                .toList();
        assertThat(servers.count(sender, false, now)).as("seed %d", seed).isEqualTo(living.size());
        assertThat(servers.count(sender, true, now)).as("seed %d", seed).isEqualTo((int)
                living.stream().filter(PastServers.Past::mayMerge).count());
        for (var past : living) {
            assertThat(servers.find(past.key(), sender, now))
                    .as("seed %d", seed)
                    .isEqualTo(past);
        }
        var first = expected.getFirst();
        var found = servers.find(first.past().key(), first.past().sender(), now);
        assertThat(found).as("seed %d", seed).isEqualTo(first.dueNanos() > now ? first.past() : null);
    }

    private void expire(ArrayDeque<Expected> expected, long now) {
        inherited.clear();
        servers.expire(now, Integer.MAX_VALUE, inherited::add);
        var over = new ArrayList<Long>();
        while (!expected.isEmpty() && expected.getFirst().dueNanos() <= now) {
            over.add(expected.removeFirst().past().kept());
        }
        assertThat(inherited).isEqualTo(over);
        assertThat(servers.size()).isEqualTo(expected.size());
    }

    @Test
    @Rfc("3261 §17.2.2-9: when timer J fires the transaction is gone")
    void isOverAtItsTimeAndNotBefore() {
        servers.add(past(1, 7, true), 1000);

        assertThat(servers.find(key(1), 7, 999)).isNotNull();
        assertThat(servers.find(key(1), 7, 1000)).isNull();
        assertThat(servers.count(7, false, 1000)).isZero();
        servers.expire(999, 1, inherited::add);
        assertThat(inherited).isEmpty();
        servers.expire(1000, 1, inherited::add);
        assertThat(inherited).containsExactly(1L);
    }

    /** Nobody's row has number 0 then, which stood for none in buckets that had none yet. */
    @Test
    void endsItsSearchesWhenNumbersBeginAnew() {
        servers = new PastServers(-1);
        for (int number = 0; number < 3; number++) {
            servers.add(past(number, 7, true), 1000);
        }

        assertThat(servers.count(7, false, 0)).isEqualTo(3);
        for (long sender = 0; sender < 100; sender++) {
            assertThat(servers.find(key(9), sender, 0)).isNull();
        }
    }

    @Test
    void takesOutNoMoreAtOnceThanItIsAskedFor() {
        for (int number = 0; number < 3; number++) {
            servers.add(past(number, 7, true), 1000);
        }
        servers.expire(2000, 2, inherited::add);

        assertThat(inherited).containsExactly(0L, 1L);
        assertThat(servers.size()).isEqualTo(1);
        assertThat(servers.earliestNanos()).isEqualTo(1000);
    }

    @Test
    void tellsMethodsOfOneBranchApart() {
        servers.add(past(1, 7, true), 1000);

        assertThat(servers.find(new ServerKey.Unique(1, ~1, Method.CANCEL), 7, 0))
                .isNull();
        assertThat(servers.find(new ServerKey.Unique(1, 1, Method.INVITE), 7, 0))
                .isNull();
        assertThat(servers.find(new ServerKey.Unique(2, ~1, Method.INVITE), 7, 0))
                .isNull();
    }

    @Test
    void refusesWhatEndsBeforeAnother() {
        assertThat(servers.add(past(1, 7, true), 1000)).isTrue();
        assertThat(servers.add(past(2, 7, true), 999)).isFalse();
        assertThat(servers.add(past(3, 7, true), 1000)).isTrue();
        assertThat(servers.size()).isEqualTo(2);

        servers.expire(1000, 9, inherited::add);
        assertThat(servers.add(past(4, 7, true), 500)).isTrue();
    }

    private static PastServers.Past past(long number, long sender, boolean mayMerge) {
        return new PastServers.Past(key(number), sender, FLOW, number, mayMerge);
    }

    private static ServerKey.Unique key(long number) {
        return new ServerKey.Unique(number, ~number, Method.INVITE);
    }
}
