package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

class SequenceTest {

    @Test
    @Rfc("3550 §A.3: lost is the number of packets expected less the number actually received")
    void countsGaps() {
        var sequence = taken(10, 11, 14, 15);

        assertThat(sequence.lost()).isEqualTo(2);
    }

    @Test
    @Rfc("3550 §A.1: a number ahead of the highest but smaller has wrapped around")
    void countsAcrossTheWrap() {
        var sequence = taken(65_533, 65_534, 1, 2);

        assertThat(sequence.lost()).isEqualTo(2);
    }

    @Test
    @Rfc("3550 §A.3: received counts include late and duplicate packets")
    void countsLatePacketsAndDuplicates() {
        assertThat(taken(10, 12, 11).lost()).isZero();
        assertThat(taken(10, 11, 11).lost()).isEqualTo(-1);
        assertThat(taken(0, 65_535).lost()).isEqualTo(-1);
    }

    @Test
    @Rfc("3550 §A.1: valid if no more than MAX_DROPOUT ahead nor more than MAX_MISORDER behind")
    void believesNoNumberThatIsFarOff() {
        var sequence = taken(10_000);

        assertThat(sequence.take(13_000)).isFalse();
        assertThat(sequence.take(9_900)).isFalse();
        assertThat(sequence.take(9_901)).isTrue();
        assertThat(sequence.take(12_999)).isTrue();
    }

    @Test
    @Rfc("3550 §A.1: two sequential packets after a very large jump are a new start")
    void startsAgainWithTwoPacketsInSequence() {
        var sequence = taken(10, 12);

        assertThat(sequence.take(40_000)).isFalse();
        assertThat(sequence.take(40_001)).isTrue();
        assertThat(sequence.take(40_003)).isTrue();
        assertThat(sequence.lost()).isEqualTo(2);
    }

    private static Sequence taken(int... numbers) {
        var sequence = new Sequence(numbers[0]);
        for (int number : numbers) {
            assertThat(sequence.take(number)).as("number %d", number).isTrue();
        }
        return sequence;
    }
}
