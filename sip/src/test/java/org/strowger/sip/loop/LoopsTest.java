package org.strowger.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopsTest {
    private static final Coalescing GATHERING = new Coalescing(0, Duration.ofMillis(1));

    private final Shards shards = new Shards(4, Clock.system());
    private final ToldPoller poller = new ToldPoller();
    private final ToldPoller second = new ToldPoller();
    private Loops loops = Loops.start(shards, List.of(poller), Coalescing.OFF);

    @AfterEach
    void stop() {
        loops.stop();
    }

    @Test
    void firesATimerThatAnotherThreadArmsNeverEarly() throws InterruptedException {
        long delayNanos = 20_000_000;
        var armedAt = new AtomicLong();
        var firedAt = new ArrayBlockingQueue<Long>(1);
        var shard = shards.at(3);
        shard.execute(() -> {
            armedAt.set(shard.nanos());
            shard.schedule(Duration.ofNanos(delayNanos), () -> firedAt.add(shard.nanos()));
        });

        long at = next(firedAt);

        assertThat(at - armedAt.get()).isGreaterThanOrEqualTo(delayNanos);
    }

    @Test
    void wakesForATimerThatIsDueBeforeItMeantToWake() throws InterruptedException {
        var fired = new ArrayBlockingQueue<String>(2);
        var shard = shards.at(0);
        shard.execute(() -> shard.schedule(Duration.ofHours(1), () -> fired.add("late")));
        poller.awaitSleep();

        shard.execute(() -> shard.schedule(Duration.ofMillis(1), () -> fired.add("soon")));

        assertThat(next(fired)).isEqualTo("soon");
    }

    @Test
    void isNotWokenForATimerThatIsDueLater() throws InterruptedException {
        var shard = shards.at(0);
        shard.execute(() -> shard.schedule(Duration.ofHours(1), () -> {}));
        while (poller.awaitSleep() == Long.MAX_VALUE) {
            // it has not seen the timer yet
        }
        int wakeups = poller.wakeups.get();

        for (int i = 0; i < 100; i++) {
            shards.at(i % 4).execute(() -> {});
            shard.execute(() -> shard.schedule(Duration.ofHours(2), () -> {}));
        }

        assertThat(poller.wakeups).hasValue(wakeups);
    }

    @Test
    void sleepsForGoodWhileNothingIsArmed() throws InterruptedException {
        assertThat(poller.awaitSleep()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void firesWhatIsDueInAShardThatAnotherThreadIsIn() throws InterruptedException {
        var fired = new ArrayBlockingQueue<String>(1);
        var goOn = new CountDownLatch(1);
        var shard = shards.at(1);
        var other = Thread.ofPlatform()
                .start(() -> shard.execute(() -> {
                    shard.schedule(
                            Duration.ZERO,
                            () -> fired.add(Thread.currentThread().getName()));
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }));
        poller.awaitSleep();
        goOn.countDown();

        assertThat(next(fired)).isNotEmpty();
        other.join();
    }

    @Test
    void letsNothingBackWhileItWaits() throws InterruptedException {
        var flushes = new ArrayBlockingQueue<Integer>(1);
        poller.arrival.set(() -> flushes.add(poller.flushes.get()));
        poller.wakeup();

        int before = next(flushes);
        poller.turnOnce();

        assertThat(poller.flushes).hasValueGreaterThan(before);
    }

    @Test
    void letsNothingBackWhenItLeavesAnEventToAnotherThread() throws InterruptedException {
        var goOn = new CountDownLatch(1);
        var inside = new CountDownLatch(1);
        var other = Thread.ofPlatform()
                .start(() -> shards.at(1).execute(() -> {
                    inside.countDown();
                    await(goOn);
                }));
        inside.await();
        var flushes = new ArrayBlockingQueue<Integer>(2);

        poller.arrival.set(() -> {
            flushes.add(poller.flushes.get());
            shards.at(1).execute(() -> {});
            flushes.add(poller.flushes.get());
        });
        poller.wakeup();

        assertThat(next(flushes)).isLessThan(next(flushes));
        goOn.countDown();
        other.join();
    }

    @Test
    void letsNothingBackOfWhatAnotherThreadLeftItToDo() throws InterruptedException {
        var flushes = new ArrayBlockingQueue<Integer>(2);

        poller.arrival.set(() -> {
            flushes.add(poller.flushes.get());
            shards.at(1).execute(() -> {
                var left = new CountDownLatch(1);
                Thread.ofPlatform().start(() -> {
                    shards.at(1).execute(() -> {});
                    left.countDown();
                });
                await(left);
            });
            flushes.add(poller.flushes.get());
        });
        poller.wakeup();

        assertThat(next(flushes)).isLessThan(next(flushes));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void goesOnAfterAPollerThatFails() throws InterruptedException {
        var fired = new ArrayBlockingQueue<String>(1);
        poller.failures.set(3);
        poller.wakeup();
        shards.at(2).execute(() -> shards.at(2).schedule(Duration.ofMillis(5), () -> fired.add("fired")));

        assertThat(next(fired)).isEqualTo("fired");
    }

    @Test
    void letsThingsGatherOnlyWhileManyArrive() throws InterruptedException {
        loops.stop();
        var busy = new ToldPoller();
        busy.done.set(Integer.MAX_VALUE / 2);
        loops = Loops.start(shards, List.of(busy), GATHERING);

        // while it gathers it does not block
        long wait = busy.waits.take();
        while (wait != 0) {
            wait = next(busy.waits);
        }
        // an empty poll ends it
        busy.done.set(0);
        while (wait == 0) {
            wait = next(busy.waits);
        }
        assertThat(wait).isPositive();
    }

    @Test
    void dealsTheShardsOutAmongTheLoops() throws InterruptedException {
        loops.stop();
        loops = Loops.start(shards, List.of(new ToldPoller(), new ToldPoller()), Coalescing.OFF);
        var fired = new ArrayBlockingQueue<String>(4);
        for (var shard : shards.all()) {
            shard.execute(() -> shard.schedule(
                    Duration.ofMillis(1),
                    () -> fired.add(
                            shard.index() + " on " + Thread.currentThread().getName())));
        }

        assertThat(List.of(next(fired), next(fired), next(fired), next(fired)))
                .containsExactlyInAnyOrder("0 on sip-loop-0", "1 on sip-loop-1", "2 on sip-loop-0", "3 on sip-loop-1");
    }

    @Test
    void leavesToALoopThatHasTimeWhatBelongsToIt() throws InterruptedException {
        var behind = twoLoops(true);

        assertThat(broughtBy(behind))
                .containsExactlyInAnyOrder("0 on sip-loop-0", "1 on sip-loop-1", "2 on sip-loop-0", "3 on sip-loop-1");
    }

    @Test
    void leavesNothingWhileItKeepsUp() throws InterruptedException {
        var keepsUp = twoLoops(false);

        assertThat(broughtBy(keepsUp))
                .containsExactlyInAnyOrder("0 on sip-loop-0", "1 on sip-loop-0", "2 on sip-loop-0", "3 on sip-loop-0");
    }

    @Test
    void seesToItItselfWhenTooMuchWaits() throws InterruptedException {
        var behind = twoLoops(true);
        var goOn = new CountDownLatch(1);
        var ran = new ArrayBlockingQueue<String>(Loop.MOST_LEFT + 1);
        keepSecondBusyUntil(goOn);
        behind.arrival.set(() -> {
            for (int number = 0; number <= Loop.MOST_LEFT; number++) {
                shards.at(1).bring(() -> ran.add(Thread.currentThread().getName()));
            }
        });
        behind.wakeup();

        // the one too many does what waits before it, in order, while the other loop does something else
        for (int number = 0; number <= Loop.MOST_LEFT; number++) {
            assertThat(next(ran)).isEqualTo("sip-loop-0");
        }
        goOn.countDown();
    }

    @Test
    void keepsTheOrderOfWhatItLeavesAndWhatItDoesItself() throws InterruptedException {
        var behind = twoLoops(true);
        var order = new ArrayBlockingQueue<Integer>(3_000);
        var done = new CountDownLatch(3_000);
        for (int round = 0; round < 3; round++) {
            int first = round * 1_000;
            var brought = new CountDownLatch(1);
            behind.leftSome.set(round != 1);
            behind.turnOnce();
            behind.arrival.set(() -> {
                for (int number = first; number < first + 1_000; number++) {
                    int mine = number;
                    shards.at(1).bring(() -> {
                        order.add(mine);
                        done.countDown();
                    });
                }
                brought.countDown();
            });
            behind.wakeup();
            await(brought);
        }
        await(done);

        assertThat(List.copyOf(order)).isSorted().hasSize(3_000);
    }

    @Test
    void forgetsNothingThatWasLeftBesideAnEventThatFails() throws InterruptedException {
        var behind = twoLoops(true);
        var goOn = new CountDownLatch(1);
        keepSecondBusyUntil(goOn);
        var ran = new ArrayBlockingQueue<String>(1);
        behind.arrival.set(() -> {
            shards.at(1).bring(() -> {
                throw new AssertionError("planted");
            });
            shards.at(3).bring(() -> ran.add("ran"));
            goOn.countDown();
        });
        behind.wakeup();

        assertThat(next(ran)).isEqualTo("ran");
    }

    private void keepSecondBusyUntil(CountDownLatch goOn) {
        var busy = new CountDownLatch(1);
        second.arrival.set(() -> {
            busy.countDown();
            await(goOn);
        });
        second.wakeup();
        await(busy);
    }

    /** The poller of the first of two loops, which leaves something unread or not. */
    private ToldPoller twoLoops(boolean firstIsBehind) throws InterruptedException {
        loops.stop();
        var first = new ToldPoller();
        first.leftSome.set(firstIsBehind);
        loops = Loops.start(shards, List.of(first, second), Coalescing.OFF);
        first.turnOnce();
        second.turnOnce();
        return first;
    }

    /** What became of an event for each shard that came by that poller. */
    private List<String> broughtBy(ToldPoller by) throws InterruptedException {
        var ran = new ArrayBlockingQueue<String>(4);
        by.arrival.set(() -> {
            for (var shard : shards.all()) {
                shard.bring(() ->
                        ran.add(shard.index() + " on " + Thread.currentThread().getName()));
            }
        });
        by.wakeup();
        return List.of(next(ran), next(ran), next(ran), next(ran));
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("waited in vain");
        }
        return next;
    }
}
