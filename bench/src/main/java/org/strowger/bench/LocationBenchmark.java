package org.strowger.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.LocationService;
import org.strowger.server.location.Origin;
import org.strowger.server.location.Source;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/** Looking up where a user is, among ten thousand and among a million. */
@State(Scope.Benchmark)
public class LocationBenchmark {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final int ASKED = 1 << 14;
    /** Odd, and no neighbour of the last: who is asked for lies somewhere else in memory. */
    private static final int STRIDE = 61_813;

    @Param({"10000", "1000000"})
    private int bindings;

    private final LocationService location = LocationService.inMemory();
    private final Uri[] asked = new Uri[ASKED];
    private int next;

    @Setup(Level.Trial)
    public void register() throws MalformedMessageException {
        for (int number = 0; number < bindings; number++) {
            var binding = Bindings.of(List.of(binding(number)));
            location.update(
                    AddressOfRecord.of("u" + number, "example.com"),
                    NOW,
                    _ -> new LocationService.Change<>(binding, true));
        }
        for (int at = 0; at < ASKED; at++) {
            asked[at] = Uri.parse("sip:u%d@example.com".formatted((int) ((long) at * STRIDE % bindings)));
        }
    }

    private static Binding binding(int number) throws MalformedMessageException {
        var origin = new Origin(
                new CallId(Slice.of(number + ".7f3a9c@192.0.2.50")),
                1,
                List.of(),
                new Source("UDP", "192.0.2.50", 5080),
                Slice.of("bench/1.0"));
        return new Binding(Uri.parse("sip:u%d@192.0.2.60:5070".formatted(number)), 1000, LATER, origin);
    }

    /** From the Request-URI to the bindings. */
    @Benchmark
    public Bindings lookup() {
        next = next + 1 & ASKED - 1;
        return location.bindings(AddressOfRecord.of(asked[next]).orElseThrow(), NOW);
    }
}
