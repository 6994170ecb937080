package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.strowger.sip.message.Slice;

class SealTest {
    @Test
    void isSipHash24() {
        var key = new Secret(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        var input = new byte[15];
        for (int at = 0; at < input.length; at++) {
            input[at] = (byte) at;
        }

        // the test vector of the paper, appendix A
        assertThat(Seal.begin(key).octets(Slice.of(input)).value()).isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void tellsWhereAFieldEnds() {
        assertThat(sealed("ab", "c")).isNotEqualTo(sealed("a", "bc"));
        assertThat(sealed("ab", "c")).isEqualTo(sealed("ab", "c")).hasSize(16);
    }

    @Test
    void dependsOnTheSecret() {
        assertThat(Seal.begin(Secret.of("one")).number(1).value())
                .isNotEqualTo(Seal.begin(Secret.of("two")).number(1).value());
        assertThat(Secret.of("one")).isEqualTo(Secret.of("one")).isNotEqualTo(Secret.random());
        assertThat(Secret.of("one")).hasToString("Secret");
    }

    private static String sealed(String first, String second) {
        byte[] hex = new byte[Seal.HEX_DIGITS];
        Seal.begin(Wire.SECRET).field(Slice.of(first)).field(Slice.of(second)).hex(hex, 0);
        return Slice.of(hex).toString();
    }
}
