package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Conditions;

/** Many calls between two agents over a network that loses, repeats and reorders; both hang up, cancel and refuse as chance has it. */
class SimulationTest {
    private static final int CALLS = 150;
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final List<InviteSession> sessions = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyCallEndsOnBothSides(long seed) {
        var town = new Town(seed);
        var random = new Random(seed);
        town.network.conditions(Conditions.FOUL);
        var alice = town.alice(UserAgentListener.ABSENT);
        var bob = town.bob(call -> takes(call, random));

        for (int i = 0; i < CALLS; i++) {
            var session = alice.call(Town.uri(Town.BOB));
            sessions.add(session);
            if (random.nextInt(3) == 0) {
                session.after(Duration.ofMillis(random.nextInt(20_000)), session::hangUp);
            }
            town.pass(BETWEEN);
        }
        town.pass(Duration.ofMinutes(10));

        assertThat(sessions).as("seed %d", seed).hasSizeGreaterThan(CALLS).allSatisfy(session -> {
            assertThat(session.ended()).isCompleted();
            assertThat(session.answered()).isDone();
        });
        assertThat(sessions.stream().filter(session -> !session.answered().isCompletedExceptionally()))
                .as("answered, seed %d", seed)
                .hasSizeGreaterThan(CALLS / 3);
        assertThat(alice.leave()).isCompleted();
        assertThat(bob.leave()).isCompleted();
        assertThat(town.loop.armed()).as("timers left, seed %d", seed).isZero();
    }

    private void takes(IncomingCall call, Random random) {
        sessions.add(call.session());
        call.ring();
        var session = call.session();
        switch (random.nextInt(5)) {
            case 0 -> call.reject(Status.of(486));
            case 1 -> session.after(Duration.ofMillis(random.nextInt(5_000)), session::hangUp);
            default -> session.after(Duration.ofMillis(random.nextInt(5_000)), call::answer);
        }
        session.after(Duration.ofMillis(5_000 + random.nextInt(60_000)), session::hangUp);
    }
}
