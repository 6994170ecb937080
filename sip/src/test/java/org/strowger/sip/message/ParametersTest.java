package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class ParametersTest {
    @Test
    @Rfc("3261 §7.3.1: white space around the semicolon and the equal sign, folded or not")
    void areFoundByNameOfAnyCase() throws Exception {
        var parameters = Parameters.parse(Slice.of(" ; a = b\r\n ;\tC=\"d;e=\\\"f\\\"\" ;flag; rport ;a=second"));

        assertThat(parameters.value("A")).contains(Slice.of("b"));
        assertThat(parameters.value("c")).contains(Slice.of("\"d;e=\\\"f\\\"\""));
        assertThat(parameters.value("Flag")).contains(Slice.EMPTY);
        assertThat(parameters.has("rport")).isTrue();
        assertThat(parameters.has("e")).isFalse();
        assertThat(parameters).hasSize(5).last().hasToString("Parameter[name=a, value=second]");
        assertThat(parameters.text().toString()).startsWith("; a").endsWith("second");
    }

    @Test
    void ofNothingAreNone() throws Exception {
        assertThat(Parameters.parse(Slice.of(" \r\n "))).isEmpty();
        assertThat(Parameters.NONE.has("a")).isFalse();
        assertThat(Parameters.NONE.text().isEmpty()).isTrue();
    }

    @Test
    @Rfc("3261 §25.1: the non-token characters of a name and a value in UTF-8 (RFC 4475 §3.1.1.2)")
    void mayHaveUnusualNamesAndValues() throws Exception {
        var parameters = Parameters.parse(Slice.of(";fromParam''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-."));

        assertThat(parameters.value("fromparam''~+*_!.-%")).contains(Slice.of("\"работающий\""));
        assertThat(parameters.value("tag")).contains(Slice.of("_token~1'+`*%!-."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\\"", "\\\\", "\t", "\r\n ", "é", "\\\u007f"})
    @Rfc("3261 §25.1: quoted-string, its parts wherever they stand")
    void quoteWhateverHasItsPlaceThere(String inside) throws Exception {
        for (int before = 0; before < 20; before++) {
            for (int behind = 0; behind < 20; behind++) {
                var value = "\"" + "x".repeat(before) + inside + "y".repeat(behind) + "\"";

                var parameters = Parameters.parse(Slice.of(";a=" + value + ";b"));

                assertThat(parameters.value("a")).contains(Slice.of(value));
                assertThat(parameters.has("b")).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u007f", "\\\r", "\\\n", "\"", "\\\\\""})
    void quoteNothingElse(String inside) {
        for (int before = 0; before < 20; before++) {
            for (int behind = 0; behind < 20; behind++) {
                var text = Slice.of(";a=\"" + "x".repeat(before) + inside + "y".repeat(behind) + "\";b");

                assertThatThrownBy(() -> Parameters.parse(text)).isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a=b",
                ";",
                ";;",
                ";;a",
                ";a;",
                ";a;;b",
                ";=b",
                ";a=",
                ";a= ;b",
                ";a=\"b",
                ";a=\"b\\\"",
                ";a=\"b\"c",
                ";a b",
                ";a=b c",
                ";a,b",
                ";a=<b>",
                ";a=b,",
                ";a\u0000",
                ";a=\"\u0001\"",
                ";a=\"\\\r\n\"",
                ";a:b",
                ";a==\"b\""
            })
    @Rfc("3261 §25.1: generic-param = token [ EQUAL gen-value ]")
    void areRefusedIfTheyAreNone(String text) {
        assertThatThrownBy(() -> Parameters.parse(Slice.of(text)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageStartingWith("expected a parameter at byte ");
    }
}
