package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.server.config.Configuration;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.Tap;

/** Where the server's files are, whose they are, and that only one server writes them. */
class StateDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void isWhereTheEnvironmentSaysAndElseAtHome() {
        assertThat(StateDirectory.standard(Map.of("XDG_STATE_HOME", "/state", "HOME", "/h"), "/passwd"))
                .isEqualTo(Path.of("/state/strowger"));
        assertThat(StateDirectory.standard(Map.of("HOME", "/h"), "/passwd"))
                .isEqualTo(Path.of("/h/.local/state/strowger"));
        assertThat(StateDirectory.standard(Map.of(), "/passwd")).isEqualTo(Path.of("/passwd/.local/state/strowger"));
    }

    @Test
    void passesOverPathsThatAreNotAbsolute() {
        assertThat(StateDirectory.standard(Map.of("XDG_STATE_HOME", "state", "HOME", ""), "/passwd"))
                .isEqualTo(Path.of("/passwd/.local/state/strowger"));
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        var data = folder.resolve("data");

        try (var server = serverIn(data)) {
            assertThat(server.bindings()).isZero();
            assertThat(permissions(data)).isEqualTo("rwx------");
            assertThat(filesOf(data))
                    .contains(data.resolve("bindings.db"), data.resolve("bindings.db-wal"), data.resolve("secret"))
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void tightensItsFilesAndLeavesADirectoryThatWasThere() throws IOException {
        var data = folder.resolve("data");
        serverIn(data).close();
        Files.writeString(data.resolve("users"), "# none\n");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        for (var file : filesOf(data)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }

        serverIn(data).close();

        assertThat(permissions(data)).isEqualTo("rwxr-x---");
        assertThat(filesOf(data))
                .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }

    @Test
    void refusesASecondServerAndNamesTheFirst() throws IOException {
        var data = folder.resolve("data");

        try (var first = serverIn(data)) {
            assertThatIOException()
                    .isThrownBy(() -> serverIn(data))
                    .withMessage(
                            "the data directory \"%s\" is in use by another server, process %d; name another with"
                                    + " --data",
                            data, ProcessHandle.current().pid());
            assertThat(first.listeningPoints()).isNotEmpty();
        }
        serverIn(data).close();
    }

    @Test
    void isGivenBackWhenTheServerCannotStart() throws IOException {
        var data = folder.resolve("data");
        assertThatIOException().isThrownBy(() -> start(data, "udp://192.0.2.1:5060"));

        serverIn(data).close();
    }

    private static Exchange serverIn(Path data) throws IOException {
        return start(data, "udp://127.0.0.1:0");
    }

    private static Exchange start(Path data, String point) throws IOException {
        var standard = Configuration.defaults();
        return Exchange.start(
                new Configuration(
                        List.of("example.test"),
                        List.of(Listen.parse(point)),
                        standard.users(),
                        standard.authentication(),
                        standard.registrations(),
                        new Configuration.Storage(Optional.of(data), true),
                        standard.routes(),
                        standard.tuning()),
                Tap.NONE,
                ProxyObserver.NONE);
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }
}
