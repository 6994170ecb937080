package org.strowger.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.auth.Realm;

/** Who counts as a user of a server. */
class CensusTest {
    private static final ProtectionDomain A = ProtectionDomain.of("a.test");
    private static final ProtectionDomain B = ProtectionDomain.of("b.test");
    private static final Secret WONDER = new Secret.Password("wonder");

    @TempDir
    private Path folder;

    @Test
    void countsWhoIsServedAndNamesTheHomesOfTheOthers() throws IOException {
        var users = Users.joined(List.of(
                ListedUsers.of(Map.of("alice", WONDER, "bob@a.test", WONDER, "carol@c.test", WONDER)),
                added("dora", "b.test", "erik", "strowger", "fritz", "strowger")));

        var census = users.census(List.of(A, B));

        assertThat(census.users()).isEqualTo(3);
        assertThat(census.elsewhere()).containsExactly(Map.entry("c.test", 1), Map.entry("strowger", 2));
        assertThat(census.overshadowed()).isEmpty();
    }

    @Test
    void countsANameOnceThatTwoSourcesKnow() throws IOException {
        var users = Users.joined(List.of(
                ListedUsers.of(Map.of("alice", WONDER, "bob@a.test", WONDER)),
                added("alice", "a.test", "bob", "b.test")));

        var census = users.census(List.of(A, B));

        assertThat(census.overshadowed()).containsExactly("alice");
        assertThat(census.users()).isEqualTo(2);
    }

    @Test
    void asksARealmOfItsOwn() throws IOException {
        var users = added("alice", "The Office", "bob", "a.test");

        var census = users.census(List.of(new ProtectionDomain("a.test", new Realm("The Office"))));

        assertThat(census.users()).isOne();
        assertThat(census.elsewhere()).containsExactly(Map.entry("a.test", 1));
    }

    private Users added(String... namesAndRealms) throws IOException {
        var file = new HashFile(folder.resolve("users"));
        for (int at = 0; at < namesAndRealms.length; at += 2) {
            file.add(namesAndRealms[at], new Realm(namesAndRealms[at + 1]), "wonder");
        }
        return FileUsers.ofHashes(folder.resolve("users"));
    }
}
