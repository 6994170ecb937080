package org.strowger.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;
import org.strowger.sip.auth.Realm;

class HashFileTest {
    private static final ProtectionDomain COM = ProtectionDomain.of("example.com");

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("state/users");
    }

    private final Realm realm = COM.realm();

    @Test
    void addsListsAndRemovesUsers() throws IOException {
        var hashes = new HashFile(file());

        assertThat(hashes.add("bob", realm, "one")).isTrue();
        assertThat(hashes.add("alice", realm, "two")).isTrue();
        assertThat(hashes.add("alice", realm, "three")).isFalse();
        assertThat(hashes.add("alice", new Realm("other"), "four")).isTrue();

        assertThat(hashes.list())
                .containsExactly(
                        new HashFile.Entry("alice", realm),
                        new HashFile.Entry("bob", realm),
                        new HashFile.Entry("alice", new Realm("other")));
        assertThat(hashes.remove("bob", realm)).isTrue();
        assertThat(hashes.remove("bob", realm)).isFalse();
        assertThat(hashes.list()).hasSize(2);
    }

    @Test
    void knowsEveryHashAndNoPassword() throws IOException {
        new HashFile(file()).add("alice", realm, "open sesame");

        var users = FileUsers.ofHashes(file());
        for (var algorithm : Algorithm.values()) {
            assertThat(users.secret("alice", COM, algorithm))
                    .contains(HashedA1.of(algorithm, "alice", realm, "open sesame"));
        }
        assertThat(users.has("alice", ProtectionDomain.of("example.org"))).isFalse();
        assertThat(Files.readString(file())).doesNotContain("sesame");
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void isEmptyUntilTheFirstUserComes() throws IOException {
        var users = FileUsers.ofHashes(file());
        assertThat(users.size()).isZero();

        new HashFile(file()).add("alice", realm, "secret");

        assertThat(users.refresh()).isTrue();
        assertThat(users.has("alice", COM)).isTrue();
    }

    @Test
    void saysWhatIsWrongAndNeverAHash() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "# users\nalice,example.com,0123456789abcdef,,\n");

        assertThatThrownBy(() -> FileUsers.ofHashes(file()))
                .isInstanceOf(UserFileException.class)
                .hasMessageContaining("users:2: expected")
                .message()
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void refusesNamesThatWouldNotComeBack() {
        var hashes = new HashFile(file());

        assertThatThrownBy(() -> hashes.add("a,b", realm, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hashes.add("a@b", realm, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hashes.add("a", new Realm("x,y"), "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesHashesOfTheConfigurationToo() {
        var md5 = HashedA1.of(Algorithm.MD5, "alice", realm, "secret");
        var users = ListedUsers.of(Map.of("alice", new Secret.Hashes(Map.of(Algorithm.MD5, md5))));

        assertThat(users.secret("alice", COM, Algorithm.MD5)).contains(md5);
        assertThat(users.secret("alice", COM, Algorithm.SHA_256)).isEmpty();
        assertThat(new Secret.Password("secret")).hasToString("a password");
        assertThatThrownBy(() -> ListedUsers.of(Map.of("@", new Secret.Password("x"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
