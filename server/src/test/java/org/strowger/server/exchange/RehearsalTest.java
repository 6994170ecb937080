package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void playsCallsAndRegistrationsToTheirEnd() {
        assertThatCode(() -> Rehearsal.play(4)).doesNotThrowAnyException();
    }
}
