package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class UriTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:a@b.c                                   | sip                   | SipUri",
                "SIPS:a@b.c                                  | sips                  | SipUri",
                "Tel:+1                                      | tel                   | TelUri",
                "nobodyKnowsThisScheme:totallyopaquecontent  | nobodyknowsthisscheme | OtherUri",
                "soap.beep://192.0.2.103:3002                | soap.beep             | OtherUri",
                "isbn:2983792873                             | isbn                  | OtherUri",
                "urn:service:sos                             | urn                   | OtherUri",
                "h323:x@y;z?q#f                              | h323                  | OtherUri",
            })
    @Rfc("3261 §25.1: Request-URI = SIP-URI / SIPS-URI / absoluteURI")
    void isOfItsScheme(String text, String scheme, String type) throws Exception {
        var uri = Uri.parse(text);

        assertThat(uri.scheme()).isEqualTo(scheme);
        assertThat(uri.getClass().getSimpleName()).isEqualTo(type);
        assertThat(uri).hasToString(text);
        assertThat(uri.isEquivalentTo(Uri.parse(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "x",
                "x:",
                "1x:y",
                "-x:y",
                "x y:z",
                "x:y z",
                "x:<y>",
                "x:y\r\n",
                "x:\u0000",
                "x:\"y\"",
                "<sip:a@b>",
                "*",
                "x:\u007f",
                "sip",
                "example.com"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Uri.parse(text)).isInstanceOf(MalformedMessageException.class);
    }
}
