package org.strowger.server.location;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strowger.server.location.Phones.NOON;
import static org.strowger.server.location.Phones.aor;
import static org.strowger.server.location.Phones.binding;
import static org.strowger.server.location.Phones.uri;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.server.location.LocationService.Change;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;

class SqliteStoreTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("state/bindings.db");
    }

    private SqliteStore open() throws IOException {
        return SqliteStore.open(file(), () -> NOON);
    }

    private Map<String, Bindings> loaded(Instant now) throws IOException {
        var found = new TreeMap<String, Bindings>();
        try (var store = open()) {
            store.load(now, (aor, bindings) -> found.put(aor.text(), bindings));
        }
        return found;
    }

    @Test
    void givesBackWhatItKept() throws IOException {
        var two = Bindings.of(List.of(
                binding("sip:b@192.0.2.1;x=%00", NOON.plusSeconds(60)),
                binding("sip:a@[2001:db8::1]", NOON.plusSeconds(70))));
        var plain = Bindings.NONE.with(new Binding(
                Phones.uri("sip:c@192.0.2.3"),
                1000,
                NOON.plusSeconds(80),
                new Origin(
                        two.list().getFirst().callId(),
                        7,
                        List.of(),
                        new Source("TCP", "h", 1),
                        Slice.of("Tel\u00e9fono"))));
        try (var location = LocationService.open(open(), NOON)) {
            location.update(aor(1), NOON, _ -> new Change<>(two, true));
            location.update(aor(2), NOON, _ -> new Change<>(plain, true));
            location.update(aor(3), NOON, _ -> new Change<>(plain, true));
            location.update(aor(3), NOON, _ -> new Change<>(Bindings.NONE, true));
        }

        assertThat(loaded(NOON)).isEqualTo(Map.of("user1@example.com", two, "user2@example.com", plain));
    }

    @Test
    void keepsTheParametersOfContacts() throws IOException {
        var plain = binding("sip:b@192.0.2.1", NOON.plusSeconds(60));
        var one = Bindings.of(List.of(new Binding(
                plain.contact(), 500, Slice.of(";reg-id=1;x=\"\u00e4\n\""), plain.expiresAt(), plain.origin())));
        try (var location = LocationService.open(open(), NOON)) {
            location.update(aor(1), NOON, _ -> new Change<>(one, true));
        }

        assertThat(loaded(NOON)).isEqualTo(Map.of("user1@example.com", one));
    }

    @Test
    void readsAFileFromBeforeContactsHadParameters() throws IOException, SQLException {
        var one = Bindings.of(List.of(binding("sip:b@192.0.2.1", NOON.plusSeconds(60))));
        try (var location = LocationService.open(open(), NOON)) {
            location.update(aor(1), NOON, _ -> new Change<>(one, true));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE binding DROP COLUMN parameters");
            statement.execute("ALTER TABLE binding DROP COLUMN local");
            statement.execute("ALTER TABLE binding DROP COLUMN reach");
        }

        assertThat(loaded(NOON)).isEqualTo(Map.of("user1@example.com", one));
        assertThat(loaded(NOON)).isEqualTo(Map.of("user1@example.com", one));
    }

    @Test
    void keepsHowContactsAreReached() throws IOException {
        var plain = binding("sip:b@192.0.2.1", NOON.plusSeconds(60));
        var source = new Source("UDP", "192.0.2.9", 40_000, "192.0.2.100:5060");
        var origin = new Origin(plain.callId(), 1, List.of(), source, Slice.EMPTY);
        var one = Bindings.of(
                List.of(new Binding(plain.contact(), 500, Slice.EMPTY, Reach.FLOW, plain.expiresAt(), origin)));
        try (var location = LocationService.open(open(), NOON)) {
            location.update(aor(1), NOON, _ -> new Change<>(one, true));
        }

        assertThat(loaded(NOON)).isEqualTo(Map.of("user1@example.com", one));
    }

    @Test
    void keepsFlowsAndTheEpochsOfTheirInstances() throws IOException {
        var plain = binding("sip:b@192.0.2.1", NOON.plusSeconds(60));
        var parameters = Slice.of(";+sip.instance=\"<urn:x:y>\";reg-id=1");
        var flow = new Binding(plain.contact(), 500, parameters, plain.expiresAt(), plain.origin()).inEpoch(-5);
        try (var location = LocationService.open(open(), NOON)) {
            location.update(aor(1), NOON, _ -> new Change<>(Bindings.of(List.of(flow)), true));
        }

        var read = loaded(NOON).get("user1@example.com").list().getFirst();
        assertThat(read).isEqualTo(flow);
        assertThat(read.isFlow()).isTrue();
        assertThat(read.epoch()).isEqualTo(-5);
    }

    @Test
    void knowsWhatIsBehindANatInAFileFromBeforeThatWasKept() throws IOException, SQLException {
        var source = new Source("UDP", "203.0.113.9", 40_000);
        var origin = new Origin(new CallId(Slice.of("call")), 1, List.of(), source, Slice.EMPTY);
        var one = Bindings.of(List.of(new Binding(uri("sip:b@10.0.0.1"), 500, NOON.plusSeconds(60), origin)));
        assertThat(one.list().getFirst().reach()).isEqualTo(Reach.FLOW);
        try (var location = LocationService.open(open(), NOON)) {
            location.update(aor(1), NOON, _ -> new Change<>(one, true));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE binding DROP COLUMN local");
            statement.execute("ALTER TABLE binding DROP COLUMN reach");
        }

        assertThat(loaded(NOON)).isEqualTo(Map.of("user1@example.com", one));
    }

    @Test
    void leavesNothingOfSeveralBindingsWhereOneIsLeft() throws IOException {
        var short1 = binding("sip:short@192.0.2.1", NOON.plusSeconds(10));
        var long1 = binding("sip:long@192.0.2.2", NOON.plusSeconds(60));
        var later = NOON.plusSeconds(20);
        try (var location = LocationService.open(open(), NOON)) {
            location.update(aor(1), NOON, _ -> new Change<>(Bindings.of(List.of(short1, long1)), true));
            location.update(aor(2), NOON, _ -> new Change<>(Bindings.of(List.of(short1, long1)), true));
        }

        // the row of what has expired is gone, and what is left stands behind it
        try (var location = LocationService.open(open(), later)) {
            location.update(aor(1), later, live -> new Change<>(live.with(long1.inEpoch(1)), true));
            location.update(aor(2), later, live -> new Change<>(live.without(long1), true));
        }

        assertThat(loaded(later)).isEqualTo(Map.of("user1@example.com", Bindings.NONE.with(long1.inEpoch(1))));
    }

    @Test
    void takesOutLaterWhatItCouldNotTakeOutAtOnce() throws IOException, SQLException {
        var one = binding("sip:one@192.0.2.1", NOON.plusSeconds(60));
        var two = binding("sip:two@192.0.2.2", NOON.plusSeconds(60));
        try (var store = open();
                var meddler = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = meddler.createStatement()) {
            store.load(NOON, (_, _) -> {});
            store.changed(aor(1), Bindings.of(List.of(one, two)));
            await().until(() -> store.waiting() == 0);
            // the first of the batch has taken out a row when the second fails
            statement.execute("CREATE TRIGGER full BEFORE INSERT ON binding WHEN NEW.aor = 'user2@example.com' "
                    + "BEGIN SELECT RAISE(ABORT, 'disk full'); END");
            store.changed(aor(1), Bindings.of(List.of(one)));
            store.changed(aor(2), Bindings.of(List.of(one)));
            await().until(() -> store.failures() > 0);
            statement.execute("DROP TRIGGER full");
        }

        assertThat(loaded(NOON))
                .isEqualTo(Map.of(
                        "user1@example.com",
                        Bindings.of(List.of(one)),
                        "user2@example.com",
                        Bindings.of(List.of(one))));
    }

    @Test
    void opensALocationServiceWithWhatLives() throws IOException {
        try (var location = LocationService.open(open(), NOON)) {
            for (int user = 0; user < 500; user++) {
                var one = binding("sip:u@192.0.2.1", NOON.plusSeconds(user));
                location.update(aor(user), NOON, live -> new Change<>(live.with(one), true));
            }
        }

        try (var again = LocationService.open(open(), NOON.plusSeconds(100))) {
            assertThat(again.size()).isEqualTo(399);
            assertThat(again.bindings(aor(400), NOON.plusSeconds(100))).hasSize(1);
        }
    }

    @Test
    void writesWithoutBeingClosed() throws IOException, SQLException {
        try (var store = open()) {
            store.load(NOON, (_, _) -> {});
            store.changed(aor(1), Bindings.NONE.with(binding("sip:u@192.0.2.1", NOON.plusSeconds(60))));

            await().until(() -> store.waiting() == 0);
            try (var reader = DriverManager.getConnection("jdbc:sqlite:" + file());
                    var statement = reader.createStatement()) {
                await().untilAsserted(() -> {
                    try (var row = statement.executeQuery("SELECT contact, q, user_agent FROM binding")) {
                        assertThat(row.next()).isTrue();
                        assertThat(row.getString(1)).isEqualTo("sip:u@192.0.2.1");
                        assertThat(row.getInt(2)).isEqualTo(700);
                    }
                });
            }
        }
    }

    @Test
    void refusesAFileOfANewerVersion() throws IOException, SQLException {
        open().close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 9");
        }

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bindings.db")
                .hasMessageContaining("expected")
                .hasMessageContaining("schema 1 or older, found 9");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(
                file(),
                "these are no bindings, and long enough to be looked at"
                        .repeat(100)
                        .getBytes(US_ASCII));

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bindings.db")
                .hasMessageContaining("not a database")
                .hasMessageContaining("move it away");
    }

    @Test
    void refusesARowThatIsNoBinding() throws IOException, SQLException {
        try (var location = LocationService.open(open(), NOON)) {
            location.update(
                    aor(1), NOON, live -> new Change<>(live.with(binding("sip:u@h", NOON.plusSeconds(60))), true));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("UPDATE binding SET contact = 'no uri'");
        }

        assertThatThrownBy(() -> loaded(NOON)).hasMessageContaining("\"user1@example.com\" cannot be read");
    }

    @Test
    void goesOnWhenTheDiskFailsAndCatchesUpLater() throws IOException, SQLException {
        try (var store = open();
                var meddler = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = meddler.createStatement()) {
            store.load(NOON, (_, _) -> {});
            statement.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON binding BEGIN SELECT RAISE(ABORT, 'disk full'); END");
            store.changed(aor(1), Bindings.NONE.with(binding("sip:u@192.0.2.1", NOON.plusSeconds(60))));
            await().until(() -> store.failures() > 0);
            store.changed(aor(2), Bindings.NONE.with(binding("sip:u@192.0.2.2", NOON.plusSeconds(60))));
            assertThat(store.waiting()).isLessThanOrEqualTo(2);
            statement.execute("DROP TRIGGER full");
        }

        assertThat(loaded(NOON)).hasSize(2);
    }
}
