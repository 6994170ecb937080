package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.strowger.sip.sdp.Codec;
import org.strowger.sip.testing.Rfc;

class G711Test {

    @ParameterizedTest
    @Rfc("3551 §4.5.14: PCMU and PCMA are ITU-T G.711 mu-law and A-law")
    @CsvSource({
        "MU_LAW, 0, FF, 0",
        "MU_LAW, 1000, CE, 988",
        "MU_LAW, -1000, 4E, -988",
        "MU_LAW, 32767, 80, 32124",
        "MU_LAW, -32768, 00, -32124",
        "MU_LAW, -1, 7F, 0",
        "A_LAW, 0, D5, 8",
        "A_LAW, -1, 55, -8",
        "A_LAW, 1000, FA, 1008",
        "A_LAW, -1000, 7A, -1008",
        "A_LAW, 32767, AA, 32256",
        "A_LAW, -32768, 2A, -32256",
    })
    void writesAndReadsKnownValues(G711 law, short sample, String octet, short decoded) {
        byte[] encoded = law.encode(new short[] {sample});

        assertThat(HexFormat.of().withUpperCase().formatHex(encoded)).isEqualTo(octet);
        assertThat(law.decode(encoded)).containsExactly(decoded);
    }

    @ParameterizedTest
    @CsvSource({"MU_LAW, 1E0B0B1E9E8B8B9E", "A_LAW, 34212134B4A1A1B4"})
    void hearsTheReferenceToneOfTheRecommendation(G711 law, String period) {
        var hearing = new Hearing();
        for (int i = 0; i < 100; i++) {
            hearing.hear(law.decode(HexFormat.of().parseHex(period)));
        }

        assertThat(hearing.share(1000)).isGreaterThan(0.99);
    }

    @ParameterizedTest
    @EnumSource
    void writesEachOctetBackAsItWasRead(G711 law) {
        for (int octet = 0; octet < 256; octet++) {
            byte read = (byte) octet;
            // mu-law has two zeros and writes only the positive one
            byte written = law == G711.MU_LAW && read == 0x7F ? (byte) 0xFF : read;

            assertThat(law.encode(law.decode(read))).as("octet %02x", octet).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesLessThanASixteenthOfAnySample(G711 law) {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int error = Math.abs(law.decode(law.encode((short) sample)) - sample);

            assertThat(error).as("sample %d", sample).isLessThanOrEqualTo(Math.max(8, Math.abs(sample) / 16) + 8);
        }
    }

    @Test
    void knowsCodecsByName() {
        assertThat(G711.of(Codec.PCMU)).contains(G711.MU_LAW);
        assertThat(G711.of(Codec.PCMA)).contains(G711.A_LAW);
        assertThat(G711.of(Codec.telephoneEvent(101))).isEmpty();
    }
}
