package org.strowger.sip.ua;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.ua.KeptBinding.Action;
import org.strowger.sip.ua.KeptBinding.Event;

class KeptBindingTest {
    private static final RequestFailedException REASON = RequestFailedException.unanswered("silence");
    private static final Duration HOUR = Duration.ofHours(1);

    private final KeptBinding asking = KeptBinding.start(HOUR).machine();
    private final KeptBinding held =
            asking.on(new Event.Granted(HOUR, List.of())).machine();

    private static Event failed(boolean hopeless) {
        return new Event.Failed(REASON, hopeless, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"3600, 3510", "300, 210", "180, 90", "60, 30", "10, 5", "1, 1", "0, 1"})
    @Rfc("3261 §10.2.4: a binding is refreshed before it expires")
    void isRefreshedInTime(long granted, long refreshed) {
        assertThat(KeptBinding.refreshAfter(ofSeconds(granted)).toSeconds()).isBetween(refreshed - 1, refreshed);
    }

    @Test
    void asksAgainWhenItsTimeComes() {
        assertThat(held.on(new Event.Due()).actions()).containsExactly(new Action.Register(HOUR));
    }

    @Test
    @Rfc("3261 §10.2.8: a 423 is asked again for what the registrar grants at least")
    void asksForLonger() {
        var step = asking.on(new Event.TooBrief(HOUR.multipliedBy(2), REASON));

        assertThat(step.actions()).containsExactly(new Action.Register(HOUR.multipliedBy(2)));
        assertThat(step.machine().wanted()).isEqualTo(HOUR.multipliedBy(2));
    }

    @Test
    void asksNotForEver() {
        assertThat(asking.on(new Event.TooBrief(HOUR, REASON)).actions())
                .containsExactly(new Action.Tell(new RegistrationState.Failed(REASON)));
    }

    @Test
    @Rfc("3261 §10.2.7-1: it is not tried again at once")
    void pausesLongerAndLonger() {
        var machine = asking;
        for (long pause : new long[] {30, 60, 120, 240, 480, 960, 1800, 1800}) {
            var failure = machine.on(failed(false));
            assertThat(failure.actions())
                    .containsExactly(
                            new Action.Wake(ofSeconds(pause)), new Action.Tell(new RegistrationState.Failed(REASON)));
            machine = failure.machine().on(new Event.Due()).machine();
        }

        var again = machine.on(new Event.Granted(HOUR, List.of())).machine();
        assertThat(again.on(new Event.Due()).machine().on(failed(false)).actions())
                .contains(new Action.Wake(ofSeconds(30)));
    }

    @Test
    @Rfc("3261 §20.33: Retry-After says when")
    void waitsAsLongAsItIsTold() {
        assertThat(asking.on(new Event.Failed(REASON, false, Optional.of(ofSeconds(5))))
                        .actions())
                .contains(new Action.Wake(ofSeconds(5)));
    }

    @Test
    void givesUpWhereAskingDoesNotHelp() {
        var over = asking.on(failed(true));

        assertThat(over.actions()).containsExactly(new Action.Tell(new RegistrationState.Failed(REASON)));
        assertThat(over.machine().on(new Event.Due()).actions()).isEmpty();
    }

    @Test
    @Rfc("3261 §10.2.2-1: bindings can be removed before they expire")
    void isTakenBack() {
        var removing = held.on(new Event.Remove());

        assertThat(removing.actions()).containsExactly(new Action.Unregister());
        assertThat(removing.machine().on(new Event.Due()).actions()).isEmpty();
        assertThat(removing.machine().on(new Event.Granted(HOUR, List.of())).actions())
                .as("of a refresh that was under way")
                .isEmpty();
        assertThat(removing.machine().on(new Event.Removed(List.of())).actions())
                .containsExactly(new Action.Tell(new RegistrationState.Removed(List.of())));
    }

    @Test
    void isLetGo() {
        var gone = held.on(new Event.LetGo());

        assertThat(gone.actions()).isEmpty();
        assertThat(gone.machine().on(new Event.Due()).actions()).isEmpty();
    }
}
