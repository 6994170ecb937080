package org.strowger.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {
    @TempDir
    Path folder;

    @Test
    void saysThatThereAreNoUsers() {
        var run = Run.of("user", "list", "--data", folder.resolve("missing").toString());

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no users in ").contains("missing");
        assertThat(run.status()).isZero();
    }

    @Test
    void warnsWhereTheServerOfTheDirectoryAsksInAnotherRealm() throws IOException {
        Files.writeString(folder.resolve("lock"), "4711\nrealm example.com\nrealm example.org\n");

        assertThat(add("alice").out())
                .contains("added alice@strowger")
                .contains("asks in the realm example.com or example.org")
                .contains("--domain example.com");
    }

    @Test
    void saysNothingMoreWhereTheRealmIsTheServers() throws IOException {
        Files.writeString(folder.resolve("lock"), "4711\nrealm strowger\n");

        assertThat(add("alice").out().lines()).hasSize(1);
        assertThat(add("bob", "--domain", "example.com").out().lines()).hasSize(1);
    }

    private Run add(String name, String... more) {
        var words = new ArrayList<>(List.of("user", "add", name, "--password", "x", "--data", folder.toString()));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }
}
