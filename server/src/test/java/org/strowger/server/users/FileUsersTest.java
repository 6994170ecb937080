package org.strowger.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;
import org.strowger.sip.auth.Realm;

class FileUsersTest {
    private static final ProtectionDomain COM = ProtectionDomain.of("example.com");
    private static final ProtectionDomain ORG = ProtectionDomain.of("example.org");

    @TempDir
    private Path directory;

    private int writes;

    private Path file() {
        return directory.resolve("users.csv");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
        // times of files may be coarse; a test writes faster than an operator
        Files.setLastModifiedTime(file(), FileTime.fromMillis(1_800_000_000_000L + 1000L * ++writes));
    }

    private FileUsers users(String text) throws IOException {
        write(text);
        return FileUsers.ofPasswords(file());
    }

    private static Optional<HashedA1> secret(ProtectionDomain domain, String name, String password) {
        return Optional.of(HashedA1.of(Algorithm.SHA_256, name, domain.realm(), password));
    }

    @Test
    void readsNamesAndPasswords() throws IOException {
        var users = users("""
            # the office
            alice,secret

              bob , "  quoted ""word"", with comma "
            carol,a,b
            dave@Example.ORG,only there
            J\u00fcrgen M\u00fcller,\u00fcml\u00e4ut
            """);

        assertThat(users.size()).isEqualTo(5);
        assertThat(users.secret("alice", COM, Algorithm.SHA_256)).isEqualTo(secret(COM, "alice", "secret"));
        assertThat(users.secret("alice", ORG, Algorithm.SHA_256)).isEqualTo(secret(ORG, "alice", "secret"));
        assertThat(users.secret("bob", COM, Algorithm.SHA_256))
                .isEqualTo(secret(COM, "bob", "  quoted \"word\", with comma "));
        assertThat(users.secret("carol", COM, Algorithm.SHA_256)).isEqualTo(secret(COM, "carol", "a,b"));
        assertThat(users.has("dave", ORG)).isTrue();
        assertThat(users.has("dave", COM)).isFalse();
        assertThat(users.has("dave@example.org", COM)).isFalse();
        assertThat(users.has("Alice", COM)).isFalse();
        assertThat(users.has("J\u00fcrgen M\u00fcller", COM)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hunter2 | name,password",
                "alice@,hunter2 | a name such as alice",
                ",hunter2 | a name such as alice",
                "zoe, | a password behind the comma",
                "zoe,\"hunter2 | a closing double quote",
                "zoe,\"hunter2\"x\" | a closing double quote",
                "alice,hunter2 | each name once, \"alice\" stands further up too"
            })
    void saysWhatIsWrongAndWhereAndNeverThePassword(String line, String expected) {
        assertThatThrownBy(() -> users("alice,hunter2\n" + line + "\n"))
                .isInstanceOf(UserFileException.class)
                .hasMessageContaining("users.csv:2: expected " + expected)
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void saysWhereTextIsNoUtf8() throws IOException {
        Files.write(file(), "alice,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> FileUsers.ofPasswords(file())).hasMessageContaining("expected text in UTF-8");
    }

    @Test
    void mustBeThereAtTheStart() {
        assertThatThrownBy(() -> FileUsers.ofPasswords(file())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsTheFileAgainWhenItChanges() throws IOException {
        var users = users("alice,old\n");
        assertThat(users.refresh()).isFalse();

        write("alice,new\nbob,secret\n");

        assertThat(users.refresh()).isTrue();
        assertThat(users.secret("alice", COM, Algorithm.SHA_256)).isEqualTo(secret(COM, "alice", "new"));
        assertThat(users.has("bob", COM)).isTrue();
        assertThat(users.refresh()).isFalse();
    }

    @Test
    void keepsTheUsersWhenTheNewFileIsBrokenOrGone() throws IOException {
        var users = users("alice,old\n");

        write("alice\n");
        assertThat(users.refresh()).isFalse();
        assertThat(users.has("alice", COM)).isTrue();

        Files.delete(file());
        assertThat(users.refresh()).isFalse();
        assertThat(users.has("alice", COM)).isTrue();

        write("bob,secret\n");
        assertThat(users.refresh()).isTrue();
        assertThat(users.has("alice", COM)).isFalse();
    }

    @Test
    void joinsSourcesTheFirstCounts() throws IOException {
        var hashes = directory.resolve("hashes");
        new HashFile(hashes).add("alice", COM.realm(), "first");
        var joined = Users.joined(List.of(FileUsers.ofHashes(hashes), users("alice,second\nbob,secret\n")));

        assertThat(joined.secret("alice", COM, Algorithm.SHA_256)).isEqualTo(secret(COM, "alice", "first"));
        assertThat(joined.secret("alice", ORG, Algorithm.SHA_256)).isEqualTo(secret(ORG, "alice", "second"));
        assertThat(joined.has("bob", COM)).isTrue();
        assertThat(joined.has("carol", COM)).isFalse();
        assertThat(joined.size()).isEqualTo(3);
        assertThat(Users.NONE.has("alice", COM)).isFalse();
    }

    @Test
    void usesTheRealmThatWasConfigured() throws IOException {
        var one = new ProtectionDomain("example.com", new Realm("Our Office"));

        assertThat(users("alice,secret\n").secret("alice", one, Algorithm.SHA_256))
                .isEqualTo(secret(one, "alice", "secret"));
    }
}
