package org.strowger.server.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strowger.server.location.Phones.NOON;
import static org.strowger.server.location.Phones.aor;
import static org.strowger.server.location.Phones.binding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WriteBehindTest {
    private static final Bindings ONE = Bindings.NONE.with(binding("sip:u@192.0.2.1", NOON.plusSeconds(60)));

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());

    private void write(Map<AddressOfRecord, Bindings> batch) {
        batch.forEach((aor, bindings) -> written.add(aor.text() + " " + bindings.size()));
    }

    @Test
    void writesTheLatestOfEachInTheOrderOfTheirFirstChange() {
        var writer = new WriteBehind(this::write, () -> NOON);
        writer.add(aor(2), ONE);
        writer.add(aor(1), ONE);
        writer.add(aor(2), Bindings.NONE);
        writer.start();
        writer.close();

        assertThat(written).containsExactly("user2@example.com 0", "user1@example.com 1");
        assertThat(writer.waiting()).isZero();
    }

    @Test
    void takesChangesWhileTheDiskIsBusy() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        var writer = new WriteBehind(
                batch -> {
                    begun.countDown();
                    free.await();
                    write(batch);
                },
                () -> NOON);
        writer.start();
        writer.add(aor(1), ONE);
        begun.await();

        for (int round = 0; round < 1000; round++) {
            writer.add(aor(round % 10), ONE);
        }
        assertThat(writer.waiting()).isEqualTo(11);

        free.countDown();
        writer.close();
        assertThat(written).hasSize(11);
    }

    @Test
    void writesACrowdInBatchesAndGoesOnWhereItFailed() {
        var sizes = Collections.synchronizedList(new ArrayList<Integer>());
        var writer = new WriteBehind(
                batch -> {
                    sizes.add(batch.size());
                    if (sizes.size() == 2) {
                        throw new IOException("disk on fire");
                    }
                    write(batch);
                },
                () -> NOON);
        for (int user = 0; user < 9000; user++) {
            writer.add(aor(user), ONE);
        }
        writer.start();
        await().until(() -> writer.waiting() == 0);
        writer.close();

        assertThat(sizes).containsExactly(4000, 4000, 4000, 1000);
        assertThat(written).hasSize(9000).doesNotHaveDuplicates().endsWith("user8999@example.com 1");
    }

    @Test
    void triesAgainAndLetsNewerChangesWin() {
        var broken = new AtomicBoolean(true);
        var writer = new WriteBehind(
                batch -> {
                    if (broken.get()) {
                        throw new IOException("disk on fire");
                    }
                    write(batch);
                },
                () -> NOON);
        writer.start();
        writer.add(aor(1), ONE);
        writer.add(aor(2), ONE);
        await().until(() -> writer.failures() >= 1);
        writer.add(aor(1), Bindings.NONE);
        broken.set(false);
        writer.close();

        assertThat(written).containsExactly("user1@example.com 0", "user2@example.com 1");
    }

    @Test
    void endsEvenIfTheDiskNeverComesBack() {
        var writer = new WriteBehind(
                _ -> {
                    throw new IOException("disk on fire");
                },
                () -> NOON);
        writer.start();
        writer.add(aor(1), ONE);
        writer.close();

        assertThat(writer.waiting()).isEqualTo(1);
        assertThat(writer.failures()).isPositive();
    }
}
