package org.strowger.server.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.server.location.LocationService.Change;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;

class WatchersTest {
    private final LocationService location = LocationService.inMemory();
    private final List<String> heard = new ArrayList<>();
    private final Watcher watcher = lost -> heard.add(lost ? "lost" : "changed");

    private void bind(int number, String... contacts) {
        var bindings = List.of(contacts).stream()
                .map(contact -> Phones.binding(contact, Phones.NOON.plusSeconds(60)))
                .toList();
        location.update(Phones.aor(number), Phones.NOON, _ -> new Change<>(Bindings.of(bindings), ""));
    }

    @Test
    void hearOfTheirAddressOfRecordOnly() {
        assertThat(location.watch(Phones.aor(1), watcher, 2, 2)).isTrue();

        bind(1, "sip:a@192.0.2.1");
        bind(2, "sip:a@192.0.2.1");
        assertThat(heard).containsExactly("changed");

        location.expire(Phones.NOON.plusSeconds(61), 10);
        assertThat(heard).containsExactly("changed", "changed");

        location.unwatch(Phones.aor(1), watcher);
        bind(1, "sip:a@192.0.2.1");
        assertThat(heard).hasSize(2);
    }

    @Test
    void areSoManyAtMostOfOneAndOfAll() {
        Watcher other = _ -> {};
        assertThat(location.watch(Phones.aor(1), watcher, 1, 2)).isTrue();
        assertThat(location.watch(Phones.aor(1), other, 1, 2)).isFalse();
        assertThat(location.watch(Phones.aor(2), other, 1, 2)).isTrue();
        assertThat(location.watch(Phones.aor(3), other, 1, 2)).isFalse();
        assertThat(location.watchers()).isEqualTo(2);

        location.unwatch(Phones.aor(1), other);
        assertThat(location.watchers()).isEqualTo(2);
        location.unwatch(Phones.aor(1), watcher);
        assertThat(location.watch(Phones.aor(3), other, 1, 2)).isTrue();
    }

    @Test
    void hearWhetherAConnectionWasLost() {
        var source = new Source("TCP", "192.0.2.7", 50_000, "192.0.2.100:5060");
        var origin = new Origin(new CallId(Slice.of("c")), 1, List.of(), source, Slice.EMPTY);
        var binding = new Binding(Phones.uri("sip:a@x.invalid"), 1000, Phones.NOON.plusSeconds(60), origin);
        location.update(Phones.aor(1), Phones.NOON, _ -> new Change<>(Bindings.of(List.of(binding)), ""));
        location.watch(Phones.aor(1), watcher, 1, 1);

        location.closed(source);

        assertThat(heard).containsExactly("lost");
    }
}
