package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;

class ListValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '\1',
            quoteCharacter = '\0',
            value = {
                "a                                        / a",
                "a,b , c                                  / a|b|c",
                "<sip:a,b@c>;x=\"d,e\" , \"f,\\\",g\" <h> / <sip:a,b@c>;x=\"d,e\"|\"f,\\\",g\" <h>",
                "\"a < b\" <c>, d                         / \"a < b\" <c>|d",
                "<a\"b>, c                                / <a\"b>|c",
                "a,,b,                                    / a||b|",
                ",                                        / |",
                "\"a,b                                    / \"a,b",
                "<a,b                                     / <a,b",
                "a\\,b                                    / a\\|b",
                "\"a\\                                    / \"a\\",
            })
    @Rfc("3261 §7.3.1: a field value may be a comma-separated list; commas in quotes and angle brackets belong to"
            + " the value")
    void endAtCommasOutsideOfQuotesAndBrackets(String line) {
        var sides = line.split("/", 2);
        var parts = sides[1].strip().split("\\|", -1);

        assertThat(Headers.ListValues.of(Slice.of(sides[0])))
                .extracting(Slice::toString)
                .containsExactlyElementsOf(
                        Arrays.stream(parts).map(String::strip).toList());
    }

    @Test
    void areNoneInAnEmptyField() {
        assertThat(Headers.ListValues.of(Slice.of(" \r\n "))).isEmpty();
    }
}
