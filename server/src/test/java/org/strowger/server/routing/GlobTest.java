package org.strowger.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "0*, 0123, true",
        "0*, 0, true",
        "0*, 10, false",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "*.partner.test, a.partner.test, true",
        "*.partner.test, partner.test, false",
        "9?0, 910, true",
        "9?0, 90, false",
        "a*b*c, aXXbYYc, true",
        "a*b*c, aXXcYYb, false",
        "Alice, alice, false",
        "**a, a, true",
    })
    void starsStandForAnyRunAndQuestionMarksForOneCharacter(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void manyStarsDoNotMakeALongTextSlow() {
        var pattern = new Glob("*a".repeat(200) + "b");

        assertThat(pattern.matches("a".repeat(5000))).isFalse();
    }
}
