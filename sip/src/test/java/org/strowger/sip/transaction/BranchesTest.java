package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.Branch;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

class BranchesTest {
    private final Branches branches = new Branches(42);

    @Test
    void saysWhereATransactionLives() {
        int[][] places = {
            {0, 0, 0},
            {1, 2, 3},
            {7, 70_000, 80_000},
            {Branches.MAX_SHARDS - 1, Branches.MAX_SLOTS - 1, Branches.GENERATIONS - 1}
        };
        for (int[] place : places) {
            var branch = branches.of(place[0], place[1], place[2]);

            long found = branches.read(branch, place[0]);

            assertThat(Branches.slot(found)).isEqualTo(place[1]);
            assertThat(Branches.generation(found)).isEqualTo(place[2]);
        }
    }

    @Test
    @Rfc("3261 §8.1.1.7: begins with the magic cookie")
    void isABranchOfRfc3261() {
        var branch = branches.of(1, 2, 3);

        assertThat(new Branch(branch).isUnique()).isTrue();
        assertThat(branch.toString()).matches("z9hG4bK[0-9a-v]{24}");
    }

    @Test
    @Rfc("3261 §7.3.1: parameter values are case-insensitive")
    void isReadWhateverItsCase() {
        var shouted = Slice.of(branches.of(1, 70_000, 3_000_000).toString().toUpperCase(Locale.ROOT));

        assertThat(Branches.slot(branches.read(shouted, 1))).isEqualTo(70_000);
        assertThat(Branches.generation(branches.read(shouted, 1))).isEqualTo(3_000_000);
    }

    @Test
    void isReadInsideAMessage() {
        var inside = Slice.of("xx" + branches.of(1, 2, 3) + "yy");

        assertThat(Branches.slot(branches.read(inside.part(2, inside.length() - 2), 1)))
                .isEqualTo(2);
    }

    @Test
    void isNotFoundInAnotherShard() {
        assertThat(branches.read(branches.of(1, 2, 3), 2)).isEqualTo(Branches.NOT_OURS);
    }

    @Test
    void isNotMadeByOthers() {
        var branch = branches.of(1, 2, 3).toString();
        for (int at = Branch.MAGIC_COOKIE.length(); at < branch.length(); at++) {
            char other = branch.charAt(at) == '0' ? '1' : '0';
            var forged = branch.substring(0, at) + other + branch.substring(at + 1);

            assertThat(branches.read(Slice.of(forged), 1)).as(forged).isEqualTo(Branches.NOT_OURS);
        }
        assertThat(new Branches(43).read(Slice.of(branch), 1)).isEqualTo(Branches.NOT_OURS);
    }

    @Test
    void isNothingElse() {
        for (var text :
                new String[] {"", "z9hG4bK", "z9hG4bK!!!!!!!!!!!!!!!!!!!!!!!!", "z9hG4bK" + "\u00e9".repeat(12)}) {
            assertThat(branches.read(Slice.of(text), 0)).as(text).isEqualTo(Branches.NOT_OURS);
        }
    }

    @Test
    void differsForEveryPlace() {
        var seen = new HashSet<String>();
        for (int slot = 0; slot < 50; slot++) {
            for (int generation = 0; generation < 50; generation++) {
                assertThat(seen.add(branches.of(0, slot, generation).toString()))
                        .isTrue();
            }
        }
    }

    @Test
    @Rfc("3261 §16.11: a hash of what identifies the request")
    void isTheSameForTheSameRequest() {
        assertThat(branches.stateless(1)).isEqualTo(branches.stateless(1));
        assertThat(branches.stateless(1)).isNotEqualTo(branches.stateless(2));
        assertThat(branches.read(branches.stateless(1), 0)).isEqualTo(Branches.NOT_OURS);
    }

    @Test
    void knowsThoseOfNoTransactionWhateverTheirCase() {
        var branch = branches.stateless(1).toString();

        assertThat(branches.isStateless(Slice.of(branch))).isTrue();
        assertThat(branches.isStateless(Slice.of(branch.toUpperCase(Locale.ROOT))))
                .isTrue();
        assertThat(new Branches(43).isStateless(Slice.of(branch))).isFalse();
        assertThat(branches.isStateless(branches.of(1, 2, 3))).isFalse();
    }
}
