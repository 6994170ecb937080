package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    /** A period of mishaps, so each of them but the one that takes seconds. */
    @Test
    void playsMishapsAsWell() {
        assertThatCode(() -> Rehearsal.play(32)).doesNotThrowAnyException();
    }

    @Test
    void playsCallsAndRegistrationsToTheirEnd() {
        assertThatCode(() -> Rehearsal.play(4)).doesNotThrowAnyException();
    }
}
