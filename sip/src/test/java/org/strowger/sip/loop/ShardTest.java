package org.strowger.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.FakeLoop;

class ShardTest {
    private final FakeLoop loop = new FakeLoop();
    private final Shard shard = loop.shard();
    private final List<String> done = new ArrayList<>();

    @Test
    void runsAnEventAtOnceOnTheThreadThatBringsIt() {
        var thread = new AtomicReference<Thread>();

        shard.execute(() -> thread.set(Thread.currentThread()));

        assertThat(thread).hasValue(Thread.currentThread());
    }

    @Test
    void letsAnEventEndBeforeTheOneItBrings() {
        shard.execute(() -> {
            shard.execute(() -> done.add("second"));
            shard.execute(() -> done.add("third"));
            done.add("first");
        });

        assertThat(done).containsExactly("first", "second", "third");
    }

    @Test
    void leavesTheEventWithWhoeverIsInside() throws InterruptedException {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var ran = new AtomicReference<Thread>();
        var other = Thread.ofPlatform()
                .start(() -> shard.execute(() -> {
                    inside.countDown();
                    await(goOn);
                }));
        await(inside);

        shard.execute(() -> ran.set(Thread.currentThread()));
        assertThat(ran).hasNullValue();

        goOn.countDown();
        other.join();
        assertThat(ran).hasValue(other);
    }

    @Test
    void runsEveryEventOfManyThreadsOneAtATimeAndEachThreadsInOrder() throws InterruptedException {
        int threads = 4;
        int events = 20_000;
        // neither volatile nor atomic: the shard alone makes it right
        var last = new int[threads];
        var outOfOrder = new ArrayList<String>();
        var all = new CountDownLatch(threads * events);
        for (int thread = 0; thread < threads; thread++) {
            int self = thread;
            Thread.ofPlatform().start(() -> {
                for (int event = 1; event <= events; event++) {
                    int number = event;
                    shard.execute(() -> {
                        if (last[self] != number - 1) {
                            outOfOrder.add("thread %d: %d after %d".formatted(self, number, last[self]));
                        }
                        last[self] = number;
                        all.countDown();
                    });
                }
            });
        }

        await(all);

        assertThat(outOfOrder).isEmpty();
    }

    @Test
    void livesOnAfterAnEventThatFails() {
        shard.execute(() -> {
            shard.execute(() -> done.add("the next"));
            throw new IllegalStateException("planted");
        });

        assertThat(done).containsExactly("the next");
    }

    @Test
    void isFreeAgainAfterAnErrorAndRunsWhatWasLeftAtTheNextTurn() {
        assertThatThrownBy(() -> shard.execute(() -> {
                    shard.execute(() -> done.add("left behind"));
                    throw new AssertionError("planted");
                }))
                .hasMessage("planted");
        assertThat(done).isEmpty();

        loop.turn();

        assertThat(done).containsExactly("left behind");
    }

    @Test
    void knowsWhoIsInside() {
        assertThatIllegalStateException().isThrownBy(shard::check).withMessage("only inside shard 0");
        assertThatIllegalStateException().isThrownBy(shard::nanos);
        assertThatIllegalStateException().isThrownBy(() -> shard.schedule(Duration.ZERO, () -> {}));

        shard.execute(() -> {
            shard.check();
            done.add("inside");
        });
        assertThat(done).containsExactly("inside");
    }

    @Test
    void readsTheClockOnceAnEvent() {
        shard.execute(() -> {
            long before = shard.nanos();
            loop.clock().advance(Duration.ofMillis(3));
            assertThat(shard.nanos()).isEqualTo(before);
            shard.execute(() -> assertThat(shard.nanos()).isEqualTo(before + 3_000_000));
        });
    }

    @Test
    void goesOnFiringAfterATimerThatFails() {
        shard.execute(() -> {
            shard.schedule(Duration.ofMillis(1), () -> {
                throw new IllegalStateException("planted");
            });
            shard.schedule(Duration.ofMillis(1), () -> done.add("the next"));
        });

        loop.advance(Duration.ofMillis(1));

        assertThat(done).containsExactly("the next");
    }

    @Test
    void goesOnFiringAfterATimerThatEndsInAnError() {
        shard.execute(() -> {
            shard.schedule(Duration.ofMillis(1), () -> {
                throw new AssertionError("planted");
            });
            shard.schedule(Duration.ofMillis(1), () -> done.add("the next"));
        });

        assertThatThrownBy(() -> loop.advance(Duration.ofMillis(1))).hasMessage("planted");
        loop.turn();

        assertThat(done).containsExactly("the next");
    }

    @Test
    void dealsHashesOutAmongAllShards() {
        var shards = new Shards(8, loop.clock(), 1);
        var met = new boolean[8];
        for (int hash = 0; hash < 64; hash++) {
            met[shards.of(hash).index()] = true;
            assertThat(shards.of(hash)).isSameAs(shards.of(hash));
        }

        assertThat(met).doesNotContain(false);
        assertThat(shards.size()).isEqualTo(8);
        assertThat(shards.all()).hasSize(8);
        assertThat(shards.at(3).index()).isEqualTo(3);
        assertThat(shards.seed()).isEqualTo(1);
    }

    @Test
    void takesOnlyAPowerOfTwo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shards(6, loop.clock()))
                .withMessage("expected a power of two of shards, found 6");
        assertThatIllegalArgumentException().isThrownBy(() -> new Shards(0, loop.clock()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Shards(Integer.MIN_VALUE, loop.clock()));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
