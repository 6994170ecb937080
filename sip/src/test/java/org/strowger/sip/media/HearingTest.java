package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HearingTest {
    private final Hearing hearing = new Hearing();

    @ParameterizedTest
    @CsvSource({"440, 620", "620, 440", "1000, 440", "400, 440"})
    void hearsAToneAndNoOther(int hertz, int other) {
        say(new Tone(hertz), 50);

        assertThat(hearing.hears(new Tone(hertz))).isTrue();
        assertThat(hearing.share(hertz)).isGreaterThan(0.9);
        assertThat(hearing.hears(new Tone(other))).isFalse();
    }

    @Test
    void hearsNothingInSilenceAndNoise() {
        assertThat(hearing.hears(Tone.CALLER)).isFalse();
        hearing.hear(new short[800]);
        assertThat(hearing.hears(Tone.CALLER)).isFalse();

        var random = new Random(3);
        var noise = new short[800];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) random.nextInt();
        }
        hearing.hear(noise);

        assertThat(hearing.hears(Tone.CALLER)).as("seed 3").isFalse();
    }

    @Test
    void forgetsWhatWasSaidATenthOfASecondAgo() {
        say(Tone.CALLER, 50);
        say(Tone.CALLEE, 5);

        assertThat(hearing.hears(Tone.CALLER)).isFalse();
        assertThat(hearing.hears(Tone.CALLEE)).isTrue();
    }

    @Test
    void hearsThroughBothLaws() {
        for (var law : G711.values()) {
            var heard = new Hearing();
            heard.hear(law.decode(law.encode(Tone.CALLEE.samples(0, 800))));

            assertThat(heard.share(Tone.CALLEE.hertz())).as(law.name()).isGreaterThan(0.9);
        }
    }

    @Test
    void continuesATonePieceByPiece() {
        var whole = Tone.CALLER.samples(7990, 320);

        assertThat(Tone.CALLER.samples(7990, 160)).isEqualTo(Arrays.copyOf(whole, 160));
        assertThat(Tone.CALLER.samples(8150, 160)).isEqualTo(Arrays.copyOfRange(whole, 160, 320));
    }

    @Test
    void refusesFrequenciesThatCannotBeSampled() {
        assertThat(new Tone(3999).samples(0, 10)).hasSize(10);
        assertThatThrownBy(() -> new Tone(4000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tone(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void say(Tone tone, int packets) {
        for (int i = 0; i < packets; i++) {
            hearing.hear(tone.samples(i * 160L, 160));
        }
    }
}
