package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SliceTest {
    private static final Slice INNER = new Slice(Messages.bytes("xxHello, Bobxx"), 2, 12);

    @Test
    void isAWindowOnBytesThatItDoesNotCopy() {
        assertThat(INNER.length()).isEqualTo(10);
        assertThat(INNER.at(0)).isEqualTo('H');
        assertThat(INNER.part(7, 10)).hasToString("Bob");
        assertThat(INNER.part(7, 10).bytes()).isSameAs(INNER.bytes());
        assertThat(INNER.toBytes()).isEqualTo(Messages.bytes("Hello, Bob"));
    }

    @Test
    void refusesPlacesOutsideOfItsWindow() {
        assertThatThrownBy(() -> INNER.at(10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> INNER.part(0, 11)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Slice(new byte[2], 1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void readsBytesAbove127AsPositiveNumbers() {
        assertThat(new Slice(new byte[] {(byte) 0xff}, 0, 1).at(0)).isEqualTo(255);
    }

    @Test
    void findsTheFirstOfAByte() {
        assertThat(INNER.indexOf('l')).isEqualTo(2);
        assertThat(INNER.indexOf('x')).isEqualTo(-1);
    }

    @Test
    void findsAByteWhereverItStandsAndNothingBehindItsEnd() {
        for (int length = 1; length <= 20; length++) {
            for (int at = 0; at < length; at++) {
                byte[] bytes = new byte[length + at];
                bytes[at] = ':';

                assertThat(new Slice(bytes, 0, length).indexOf(':')).isEqualTo(at);
                assertThat(new Slice(bytes, 0, at).indexOf(':')).isEqualTo(-1);
            }
        }
    }

    @Test
    void findsTheFirstOfBytesThatDifferInOneBit() {
        assertThat(new Slice(new byte[] {';', ':' + 1, ':', ':' + 1, ':', -70, 0, 1}, 0, 8).indexOf(':'))
                .isEqualTo(2);
    }

    @Test
    void isReadEightBytesAtATimeWithZerosBehindTheEnd() {
        assertThat(INNER.word(0)).isEqualTo(0x42202c6f6c6c6548L);
        assertThat(INNER.word(7)).isEqualTo(0x626f42);
        assertThat(INNER.word(9)).isEqualTo('b');
        assertThatThrownBy(() -> INNER.word(10)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void losesWhiteSpaceAtBothEndsOnly() {
        assertThat(Slice.of(" \t\r\n a b \r\n ").trimmed()).hasToString("a b");
        assertThat(Slice.of(" \r\n ").trimmed()).isEqualTo(Slice.EMPTY);
        assertThat(INNER.trimmed()).isSameAs(INNER);
    }

    @Test
    void comparesWithTextInPlace() {
        assertThat(INNER.is("Hello, Bob")).isTrue();
        assertThat(INNER.is("hello, bob")).isFalse();
        assertThat(INNER.is("Hello, Bobx")).isFalse();
        assertThat(INNER.isIgnoreCase("hELLO, bOB")).isTrue();
        assertThat(INNER.isIgnoreCase("hELLO, bOC")).isFalse();
    }

    @Test
    void ignoresTheCaseOfLettersOnly() {
        assertThat(Slice.of("@[\\]^").isIgnoreCase("`{|}~")).isFalse();
        assertThat(Slice.of("Tag").equalsIgnoreCase(Slice.of("tAG"))).isTrue();
        assertThat(Slice.of("Tag").equalsIgnoreCase(Slice.of("tAg1"))).isFalse();
        assertThat(Slice.of("Tag").equalsIgnoreCase(Slice.of("tAh"))).isFalse();
    }

    @Test
    void equalsWhatHoldsTheSameBytes() {
        assertThat(INNER).isEqualTo(Slice.of("Hello, Bob")).hasSameHashCodeAs(Slice.of("Hello, Bob"));
        assertThat(INNER).isNotEqualTo(Slice.of("Hello, Bo")).isNotEqualTo("Hello, Bob");
    }

    @Test
    void copiesItselfAndTellsWhereItEnds() {
        byte[] target = new byte[12];

        assertThat(INNER.copyTo(target, 1)).isEqualTo(11);

        assertThat(new Slice(target, 1, 11)).isEqualTo(INNER);
    }

    @Test
    void hashesTheSameBytesAlikeUnderOneSeedAndDifferentlyUnderAnother() {
        assertThat(INNER.hash(7)).isEqualTo(Slice.of("Hello, Bob").hash(7)).isNotEqualTo(INNER.hash(8));
    }

    /** Test vectors of SipHash-1-3 with the key 00 01 … 0f and the input 00 01 02 …. */
    @Test
    void hashesBySipHash() {
        byte[] input = {0, 1, 2, 3, 4, 5, 6, 7};

        assertThat(IntStream.of(0, 1, 2, 3)
                        .mapToObj(length -> Slice.SipHash.of(
                                0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0, new Slice(input, 0, length))))
                .containsExactly(0xabac0158050fc4dcL, 0xc9f49bf37d57ca93L, 0x82cb9b024dc7d44dL, 0x8bf80ab8e7ddf7fbL);
    }

    @Test
    void hashesAlikeWhateverTheCase() {
        for (var text :
                new String[] {"", "z9hG4bK", "z9hG4bKabcdefghij", "z9hG4bK-524287-1---0123456789ABCDEF;rport"}) {
            var small = Slice.of(text.toLowerCase(Locale.ROOT));

            assertThat(Slice.of(text).wideHashIgnoringCase(7)).as(text).isEqualTo(small.wideHashIgnoringCase(7));
        }
        assertThat(Stream.of("", "a", "b", "aaaaaaaa", "aaaaaaaaa", "-", ".", "0", "_", "~")
                        .map(text -> Slice.of(text).wideHashIgnoringCase(7)))
                .doesNotHaveDuplicates();
    }

    @Test
    void spreadsSimilarTextsOverAllShards() {
        var counts = new int[64];

        for (int i = 0; i < 6400; i++) {
            counts[Slice.of("call-" + i + "@host").hash(99) & 63]++;
        }

        assertThat(IntStream.of(counts)).allMatch(count -> count > 50 && count < 160);
    }
}
