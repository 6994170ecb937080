package org.strowger.server.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.cost.Budget;
import org.strowger.sip.testing.cost.Meter;

/** What a binding costs in bytes as long as it lives: its address-of-record, its texts and its place in the table. */
class LocationMemoryTest {
    private static final int FEW = 20_000;
    private static final int MANY = 120_000;

    private final LocationService location = LocationService.inMemory();

    @Test
    void keepsLittleOfABinding() {
        register(0, FEW);
        long few = Meter.heap();
        register(FEW, MANY);

        Budget.KEPT_OF_A_BINDING.covers((Meter.heap() - few) / (MANY - FEW));

        assertThat(location.size()).isEqualTo(MANY);
    }

    private void register(int from, int to) {
        for (int number = from; number < to; number++) {
            var bindings = Bindings.of(List.of(binding(number)));
            location.update(
                    Phones.aor(number), Phones.NOON, _ -> new LocationService.Change<>(bindings, bindings.size()));
        }
    }

    private static Binding binding(int number) {
        var origin = new Origin(
                new CallId(Slice.of("%d.3ad0f@192.0.2.50".formatted(number))),
                1,
                List.of(),
                new Source("UDP", "192.0.2.50", 5060),
                Slice.of("load-harness/1.0"));
        var contact = Phones.uri("sip:user%d@192.0.2.50:5060".formatted(number));
        return new Binding(contact, 1000, Phones.NOON.plus(Duration.ofHours(1)), origin);
    }
}
