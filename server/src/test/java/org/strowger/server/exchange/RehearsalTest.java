package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    /** So many that there is one of each, of those that take seconds as well. */
    @Test
    void playsMishapsAsWell() {
        int calls = 1;
        for (var left = EnumSet.allOf(Mishap.class); !left.isEmpty(); calls++) {
            left.remove(Mishap.of(calls));
        }
        int enough = calls;

        assertThatCode(() -> Rehearsal.play(enough)).doesNotThrowAnyException();
    }

    @Test
    void playsCallsAndRegistrationsToTheirEnd() {
        assertThatCode(() -> Rehearsal.play(4)).doesNotThrowAnyException();
    }
}
