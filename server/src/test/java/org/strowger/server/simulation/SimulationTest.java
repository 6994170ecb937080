package org.strowger.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.strowger.sip.testing.Conditions;
import org.strowger.sip.testing.Rfc;

/**
 * Ten thousand calls through the whole server, in one thread and on a false clock. A seed makes a town, its weather and its people; the
 * same seed makes the same day again: {@code -Dseed=17 -Dtowns=1}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class SimulationTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int TOWNS = Integer.getInteger("towns", 10);
    private static final int CALLS = Integer.getInteger("calls", 1000);

    /** Five of a hundred are lost, three come twice, and many overtake those before them. */
    private static final Conditions ROUGH = new Conditions(Duration.ofMillis(1), Duration.ofMillis(399), 5, 3, 0);

    private final Map<String, Long> deeds = new ConcurrentSkipListMap<>();

    static Stream<Long> seeds() {
        return LongStream.range(SEED, SEED + TOWNS).boxed();
    }

    private static Conditions weather(long seed) {
        return switch (Math.floorMod(seed, 5)) {
            case 0 -> Conditions.FOUL;
            case 1 -> Conditions.FAIR;
            case 2, 3 -> Conditions.STORM;
            default -> ROUGH;
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Rfc("3261 §16.7: the best response, or every 2xx")
    @Rfc("3261 §13.3.1.4: a 2xx is acknowledged, or its call is ended")
    @Rfc("3261 §9.1: a cancelled call ends with 487, or with a BYE")
    void everyCallEndsAsTheRfcWantsAndNothingIsLeft(long seed) {
        var town = new Town(seed, weather(seed));

        town.live(CALLS);
        var misplaced = town.misplaced();
        var complaints = town.complaints();
        town.sleep();

        System.out.println(town);
        town.deeds().forEach((what, times) -> deeds.merge(what, times, Long::sum));
        var softly = new SoftAssertions();
        softly.assertThat(complaints).as("seed %d", seed).isEmpty();
        softly.assertThat(misplaced).as("phones, seed %d", seed).isEmpty();
        softly.assertThat(town.failures()).as("failures, seed %d", seed).isZero();
        softly.assertThat(town.leftOver())
                .as("left over, seed %d", seed)
                .isEqualTo("0 transactions, 0 response contexts, 0 timers, 0 bindings, 0 questions; "
                        + "0 transactions of agents, timers of [], 0 timers in all");
        softly.assertAll();
    }

    @AfterAll
    void tellWhatWasDone() {
        System.out.println(deeds);
    }

    /** Long enough that calls of one shard wait for late targets together; what went by identity hash codes would go another way. */
    @Test
    void goesTheSameWayAgainWithTheSameSeed() {
        assertThat(day()).isEqualTo(day());
    }

    private static String day() {
        var town = new Town(SEED, Conditions.STORM);
        town.live(400);
        return town.toString();
    }
}
