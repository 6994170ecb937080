package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.Slice;

class WideHashTest {
    private static final long SEED = 0x5eedL;

    @Test
    void isTheSameWhateverTheCaseAndWhereverTheTextStands() {
        var inAMessage = Slice.of("branch=Z9HG4BK7f3A9c-00000017-I;rport").part(7, 31);

        assertThat(hash(SEED, inAMessage, Slice.of("PHONE.example.com:5060")))
                .isEqualTo(hash(SEED, "z9hg4bk7f3a9c-00000017-i", "phone.example.com:5060"));
    }

    @Test
    void differsWithEveryOctetAndWithTheLength() {
        var halves = new HashSet<Long>();
        var text = "z9hg4bk7f3a9c-00000017-i";
        halves.addAll(hash(SEED, text, "192.0.2.50"));
        for (int at = 0; at < text.length(); at++) {
            halves.addAll(hash(SEED, text.substring(0, at) + "~" + text.substring(at + 1), "192.0.2.50"));
            halves.addAll(hash(SEED, text.substring(0, at), "192.0.2.50"));
        }

        assertThat(halves).hasSize(2 * (1 + 2 * text.length()));
    }

    @Test
    void knowsWhereATextEnds() {
        assertThat(hash(SEED, "ab", "c")).doesNotContainAnyElementsOf(hash(SEED, "a", "bc"));
        assertThat(hash(SEED, "12345678", "")).doesNotContainAnyElementsOf(hash(SEED, "", "12345678"));
    }

    @Test
    void saysNothingToWhoHasAnotherSeed() {
        assertThat(hash(1, "a", "b")).doesNotContainAnyElementsOf(hash(2, "a", "b"));
    }

    private static List<Long> hash(long seed, String first, String second) {
        return hash(seed, Slice.of(first), Slice.of(second));
    }

    /** The upper half and the lower. */
    private static List<Long> hash(long seed, Slice first, Slice second) {
        var hash = new WideHash(seed).text(first).text(second);
        return List.of(hash.upperHalf(), hash.lowerHalf());
    }
}
