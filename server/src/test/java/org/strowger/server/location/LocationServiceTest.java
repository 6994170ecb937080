package org.strowger.server.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strowger.server.location.Phones.NOON;
import static org.strowger.server.location.Phones.aor;
import static org.strowger.server.location.Phones.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.strowger.server.location.LocationService.Change;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

class LocationServiceTest {
    private final LocationService location = LocationService.inMemory();

    private void add(int user, String contact, int seconds) {
        location.update(
                aor(user), NOON, live -> new Change<>(live.with(binding(contact, NOON.plusSeconds(seconds))), true));
    }

    @Test
    @Rfc("3261 §10.1-1: what the registrar writes, the proxy reads")
    void showsWhatWasAddedUntilItExpires() {
        add(1, "sip:a@192.0.2.1", 60);
        add(1, "sip:a@192.0.2.2", 120);

        assertThat(location.bindings(aor(1), NOON)).hasSize(2);
        assertThat(location.bindings(aor(1), NOON.plusSeconds(60))).hasSize(1);
        assertThat(location.bindings(aor(1), NOON.plusSeconds(120))).isEmpty();
        assertThat(location.bindings(aor(2), NOON)).isEmpty();
    }

    @Test
    void givesBackWhatTheChangeTells() {
        assertThat(location.<String>update(aor(1), NOON, live -> new Change<>(live, "told")))
                .isEqualTo("told");
        assertThat(location.size()).isZero();
        assertThat(location.addressesOfRecord()).isEmpty();
    }

    @Test
    void staysAsItWasWhenAChangeFails() {
        add(1, "sip:a@192.0.2.1", 60);

        assertThatThrownBy(() -> location.update(aor(1), NOON, _ -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(location.bindings(aor(1), NOON)).hasSize(1);
        assertThat(location.size()).isEqualTo(1);
    }

    private static Binding byTcp(String contact, int port) {
        var origin = Phones.origin("call", 1);
        var source = new Source("TCP", "192.0.2.1", port, "192.0.2.100:5060");
        return new Binding(
                Phones.uri(contact),
                1000,
                NOON.plusSeconds(60),
                new Origin(origin.callId(), 1, List.of(), source, Slice.EMPTY));
    }

    private void add(int user, Binding binding) {
        location.update(aor(user), NOON, live -> new Change<>(live.with(binding), true));
    }

    @Test
    @Rfc("5626 §7-6: a flow that is gone leads nowhere")
    @Rfc("7118 §5: a connection that closes takes its contacts with it")
    void forgetsAtOnceWhatHungOnAConnection() {
        add(1, byTcp("sip:a@192.0.2.1:40001;transport=tcp", 40_001));
        add(1, byTcp("sip:a@abc.invalid;transport=tcp", 40_002));
        add(1, byTcp("sip:a@192.0.2.1:5060;transport=tcp", 40_001));
        add(2, byTcp("sip:b@192.0.2.1:40001;transport=tcp", 40_001));
        assertThat(location.connections()).isEqualTo(2);

        location.closed(new Source("TCP", "192.0.2.1", 40_001));

        assertThat(location.bindings(aor(1), NOON).list())
                .extracting(binding -> binding.contactText().toString())
                .containsExactly("sip:a@abc.invalid;transport=tcp", "sip:a@192.0.2.1:5060;transport=tcp");
        assertThat(location.bindings(aor(2), NOON)).isEmpty();
        assertThat(location.size()).isEqualTo(2);
        assertThat(location.connections()).isEqualTo(1);
        location.closed(new Source("TCP", "192.0.2.1", 40_001));
    }

    @Test
    void knowsNoConnectionOfBindingsThatAreGone() {
        add(1, byTcp("sip:a@abc.invalid;transport=tcp", 40_001));
        add(1, byTcp("sip:a@abc.invalid;transport=tcp", 40_002));
        assertThat(location.connections()).isEqualTo(1);
        location.closed(new Source("TCP", "192.0.2.1", 40_001));
        assertThat(location.bindings(aor(1), NOON)).hasSize(1);

        location.expire(NOON.plusSeconds(60), 10);

        assertThat(location.connections()).isZero();
    }

    @Test
    void clearsAwayWhatExpiredInSmallSweeps() {
        for (int user = 0; user < 100; user++) {
            add(user, "sip:u@192.0.2.1", user < 40 ? 10 : 1000);
        }

        location.expire(NOON.plusSeconds(10), 30);
        int afterOne = location.size();
        for (int sweep = 0; sweep < 3; sweep++) {
            location.expire(NOON.plusSeconds(10), 30);
        }

        assertThat(afterOne).isBetween(70, 100);
        assertThat(location.size()).isEqualTo(60);
        assertThat(location.addressesOfRecord()).hasSize(60);
    }

    /** Sweeps pause while nothing can have expired: whatever happens between and within their rounds, nothing is left for long. */
    @Test
    void leavesNothingBehindWhereSweepsPause() {
        var random = new Random(7);
        int[] until = new int[50];
        for (int second = 0; second < 2000; second++) {
            var now = NOON.plusSeconds(second);
            if (second % 200 < 60) {
                int user = random.nextInt(until.length);
                until[user] = second + 1 + random.nextInt(120);
                var only = Bindings.of(List.of(binding("sip:u@192.0.2.1", NOON.plusSeconds(until[user]))));
                location.update(aor(user), now, _ -> new Change<>(only, true));
            }
            location.expire(now, 20);

            for (int user = 0; user < until.length; user++) {
                if (until[user] + 6 < second) {
                    assertThat(location.addressesOfRecord())
                            .as("at second %d", second)
                            .doesNotContain(aor(user));
                }
            }
        }
        assertThat(location.size()).isZero();
    }

    @Test
    void tellsOfEveryChangeInOrder() {
        List<String> told = new ArrayList<>();
        location.addListener((aor, before, after) -> told.add(aor.text() + " " + before.size() + "->" + after.size()));

        add(1, "sip:a@192.0.2.1", 60);
        add(1, "sip:a@192.0.2.1", 90);
        add(1, "sip:a@192.0.2.2", 60);
        location.expire(NOON.plusSeconds(60), 10);
        location.expire(NOON.plusSeconds(61), 10);
        location.update(aor(1), NOON.plusSeconds(62), live -> new Change<>(live, true));
        location.update(aor(1), NOON.plusSeconds(63), _ -> new Change<>(Bindings.NONE, true));

        assertThat(told)
                .containsExactly(
                        "user1@example.com 0->1",
                        "user1@example.com 1->1",
                        "user1@example.com 1->2",
                        "user1@example.com 2->1",
                        "user1@example.com 1->0");
        assertThat(location.size()).isZero();
    }

    @Test
    void losesNoChangeAmongManyThreads() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int thread = 0; thread < 4; thread++) {
            int number = thread;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 250; round++) {
                    add(round % 5, "sip:a@192.0.2." + number + ":" + (1024 + round), 60);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }

        assertThat(location.size()).isEqualTo(1000);
    }
}
