package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class TelUriTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "tel:+1-201-555-0123                                 | +12015550123  | true  | -           | ''",
                "tel:7042;phone-context=example.com                  | 7042          | false | example.com |"
                        + " ;phone-context=example.com",
                "TEL:863-1234;phone-context=+1-914-555               | 8631234       | false | +1-914-555  |"
                        + " ;phone-context=+1-914-555",
                "tel:+358-555-1234567;postd=pp22                     | +3585551234567| true  | -           |"
                        + " ;postd=pp22",
                "tel:*31#(0)5.5;phone-context=a.b;ext=12             | *31#055       | false | a.b         |"
                        + " ;phone-context=a.b;ext=12",
                "tel:911                                             | 911           | false | -           | ''",
                "tel:aBc;phone-context=x                             | aBc           | false | x           |"
                        + " ;phone-context=x",
            })
    @Rfc("3966 §3: global and local numbers with visual separators, context and parameters")
    void readsItsParts(String text, String number, boolean isGlobal, String context, String parameters)
            throws Exception {
        assertThat(Uri.parse(text)).isInstanceOfSatisfying(TelUri.class, tel -> {
            assertThat(tel.number()).isEqualTo(number);
            assertThat(tel.isGlobal()).isEqualTo(isGlobal);
            assertThat(tel.phoneContext().map(Slice::toString).orElse(null)).isEqualTo(context);
            assertThat(tel.parameters().text()).hasToString(parameters);
            assertThat(tel.scheme()).isEqualTo("tel");
            assertThat(tel).hasToString(text);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:",
                "tel:+",
                "tel:+-.",
                "tel:+12a",
                "tel:+1*2",
                "tel:12 34",
                "tel:hello",
                "tel:-",
                "tel:1;",
                "tel:1;x=",
                "tel:1;x=%4",
                "tel:1?x=y",
                "sip:1",
                "te",
            })
    @Rfc("3966 §3: the grammar of a telephone-subscriber")
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> TelUri.parse(Slice.of(text))).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tel:+358-555-1234567;postd=pp22           | tel:+358-555-1234567;POSTD=PP22",
                "tel:+358-555-1234567;postd=pp22;isub=1411 | tel:+358-555-1234567;isub=1411;postd=pp22",
                "tel:+1-(201)-555.0123                     | TEL:+12015550123",
                "tel:7042;phone-context=example.com        | tel:70-42;phone-context=EXAMPLE.com",
                "tel:7042;phone-context=+1-914             | tel:7042;phone-context=+1(914)",
                "tel:+12;ext=1-2                           | tel:+12;ext=12",
                "tel:a1;phone-context=x                    | tel:A1;phone-context=x",
            })
    @Rfc("3966 §4: URI comparisons")
    void matches(String one, String other) throws Exception {
        assertThat(Uri.parse(one).isEquivalentTo(Uri.parse(other))).isTrue();
        assertThat(Uri.parse(other).isEquivalentTo(Uri.parse(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tel:+12                            | tel:12",
                "tel:+12                            | tel:+13",
                "tel:+12;x=1                        | tel:+12",
                "tel:+12;x=1                        | tel:+12;x=2",
                "tel:+12;x=1-2                      | tel:+12;x=12",
                "tel:7042;phone-context=example.com | tel:7042;phone-context=example.org",
                "tel:7042;phone-context=a-b         | tel:7042;phone-context=ab",
            })
    @Rfc("3966 §4: if one URI has a parameter name not found in the other, the two URIs are not equal")
    void differs(String one, String other) throws Exception {
        assertThat(Uri.parse(one).isEquivalentTo(Uri.parse(other))).isFalse();
        assertThat(Uri.parse(other).isEquivalentTo(Uri.parse(one))).isFalse();
    }
}
