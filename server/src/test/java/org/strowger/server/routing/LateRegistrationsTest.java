package org.strowger.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.Gruus;
import org.strowger.server.location.LocationService;
import org.strowger.server.location.LocationService.Change;
import org.strowger.server.location.Origin;
import org.strowger.server.location.Source;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.LateTargets;
import org.strowger.sip.proxy.Target;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.Rfc;

class LateRegistrationsTest {
    private final FakeLoop loop = new FakeLoop(2);
    private final LocationService location = LocationService.inMemory();
    private final List<LateTargets> looks = new ArrayList<>();

    LateRegistrationsTest() {
        var router = new Router(
                List.of(Rule.TO_BINDINGS),
                host -> Optional.of(host).filter("example.com"::equals),
                location,
                _ -> true,
                new BindingTargets((_, _, _) -> Optional.empty()),
                new Gruus("secret", new Random(5627)));
        location.addListener(
                new LateRegistrations(router, loop.shard(), () -> loop.clock().now(), looks::add));
    }

    private void register(String user, String contact, int seconds) {
        Instant now = loop.clock().now();
        var source = new Source("UDP", "192.0.2.1", 5060, "192.0.2.100:5060");
        var origin = new Origin(new CallId(Slice.of("c")), 1, List.of(), source, Slice.EMPTY);
        var binding = new Binding(Questions.uri(contact), 1000, now.plusSeconds(seconds), origin);
        location.update(AddressOfRecord.of(user, "example.com"), now, live -> new Change<>(live.with(binding), ""));
    }

    private List<String> targets(String requestUri) {
        var question = Questions.question("INVITE", requestUri, "192.0.2.1");
        return looks.getLast().of(question.request(), question.requestUri()).stream()
                .map(Target::uri)
                .map(Uri::toString)
                .toList();
    }

    @Test
    @Rfc("3261 §16.5-8: one look, however many register at the same time")
    void areLookedUpTogether() {
        for (int number = 0; number < 1000; number++) {
            register("user" + number, "sip:u@192.0.2.9", 60);
        }
        assertThat(looks).isEmpty();

        loop.advance(LateRegistrations.MOMENT);

        assertThat(looks).hasSize(1);
        assertThat(targets("sip:user999@example.com")).containsExactly("sip:u@192.0.2.9");
        loop.advance(Duration.ofSeconds(1));
        assertThat(looks).hasSize(1);
    }

    @Test
    void areNoneWhereABindingIsOnlyRefreshedOrRemoved() {
        register("alice", "sip:a@192.0.2.9", 60);
        loop.advance(LateRegistrations.MOMENT);

        register("alice", "sip:a@192.0.2.9", 90);
        location.update(
                AddressOfRecord.of("alice", "example.com"), loop.clock().now(), _ -> new Change<>(Bindings.NONE, ""));
        loop.advance(Duration.ofSeconds(1));

        assertThat(looks).hasSize(1);
    }

    @Test
    void areForThoseWhoseBindingsChangedAndForWhoLeadsToThem() {
        register("bob", "sip:b@192.0.2.9", 60);
        register("sales", "sip:bob@example.com", 60);
        register("alice", "sip:a@192.0.2.8", 60);
        loop.advance(LateRegistrations.MOMENT);
        register("bob", "sip:b@192.0.2.10", 60);
        loop.advance(LateRegistrations.MOMENT);

        assertThat(targets("sip:bob@example.com")).containsExactly("sip:b@192.0.2.9", "sip:b@192.0.2.10");
        assertThat(targets("sip:sales@example.com")).containsExactly("sip:b@192.0.2.9", "sip:b@192.0.2.10");
        assertThat(targets("sip:alice@example.com")).isEmpty();
        assertThat(targets("sip:bob@elsewhere.test")).isEmpty();
    }
}
