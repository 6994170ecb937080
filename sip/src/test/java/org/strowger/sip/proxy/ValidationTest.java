package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Slice;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.testing.Rfc;

class ValidationTest {
    private final Validation validation = new Validation(ProxySettings.DEFAULT, () -> true);

    @ParameterizedTest
    @ValueSource(strings = {"sip:bob@example.com", "sips:bob@example.com", "tel:+4930123456"})
    void passesTheSchemesThatWeUnderstand(String uri) {
        assertThat(validation.answer(Wire.request("INVITE", uri), false)).isEmpty();
    }

    @Test
    @Rfc("3261 §16.3.2-1: a scheme that is not understood is answered 416")
    @Rfc("3261 §16.3-1: validity is verified before a request is proxied")
    @Rfc("3261 §16.3-2: a failed check is answered as by a user agent server")
    void rejectsASchemeItDoesNotUnderstand() {
        assertThat(code(validation.answer(Wire.request("INVITE", "mailto:bob@example.com"), false)))
                .contains(416);
    }

    @Test
    @Rfc("3261 §16.3.1-4: unknown methods and header fields are no reason to refuse")
    @Rfc("3261 §16.2-3: all new requests, including any with unknown methods, are validated")
    void passesUnknownMethodsAndFields() {
        var request = Wire.request("FROBNICATE", "sip:bob@example.com", "X-Never-Heard-Of: this");

        assertThat(validation.answer(request, false)).isEmpty();
    }

    @Test
    @Rfc("3261 §16.3.3-1: Max-Forwards 0 is not forwarded")
    @Rfc("3261 §16.3.3-2: Max-Forwards 0 is answered 483")
    void rejectsARequestWithoutHopsLeft() {
        assertThat(code(validation.answer(Wire.request("INVITE", "sip:bob@example.com", "Max-Forwards: 0"), false)))
                .contains(483);
        assertThat(validation.answer(Wire.request("INVITE", "sip:bob@example.com", "Max-Forwards: 1"), false))
                .isEmpty();
        assertThat(validation.answer(Wire.request("INVITE", "sip:bob@example.com", "Max-Forwards:"), false))
                .isEmpty();
    }

    @Test
    @Rfc("3261 §16.3.3: an OPTIONS without hops left is answered here")
    @Rfc("3261 §11.2: Accept, Accept-Encoding, Accept-Language and Supported, but no Allow from a proxy")
    void answersAnOptionsWithoutHopsLeft() {
        var answer = new Validation(ProxySettings.DEFAULT.withSupported(List.of("path", "gruu")), () -> true)
                .answer(Wire.request("OPTIONS", "sip:example.com", "Max-Forwards: 0"), false);

        assertThat(code(answer)).contains(200);
        assertThat(answer.orElseThrow().headers())
                .extracting(line -> line.name().text() + ": " + line.value())
                .containsExactly(
                        "Accept: */*", "Accept-Encoding: identity", "Accept-Language: en", "Supported: path, gruu");
    }

    @Test
    @Rfc("3261 §16.3.3: an OPTIONS for a user that may hop no more is answered 483, so that its way can be traced")
    void countsHopsOfAnOptionsForAUser() {
        var answer = validation.answer(Wire.request("OPTIONS", "sip:bob@example.com", "Max-Forwards: 0"), false);

        assertThat(code(answer)).contains(483);
    }

    @Test
    @Rfc("5393 §4.2.2-4: a loop is answered 482")
    void rejectsALoop() {
        assertThat(code(validation.answer(Wire.request("INVITE", "sip:bob@example.com"), true)))
                .contains(482);
    }

    @Test
    @Rfc("3261 §16.3.5-1: option tags in Proxy-Require that are not understood are answered 420")
    @Rfc("3261 §16.3.5-2: Unsupported lists those tags")
    void rejectsExtensionsItDoesNotUnderstandAndSaysWhich() {
        var request =
                Wire.request("INVITE", "sip:bob@example.com", "Proxy-Require: sec-agree, Privacy", "Proxy-Require: x");
        var answer = new Validation(ProxySettings.DEFAULT.withExtensions(Set.of("privacy")), () -> true)
                .answer(request, false);

        assertThat(code(answer)).contains(420);
        assertThat(answer.orElseThrow().headers())
                .containsExactly(
                        new Reject.Line(HeaderName.UNSUPPORTED, Slice.of("sec-agree")),
                        new Reject.Line(HeaderName.UNSUPPORTED, Slice.of("x")));
    }

    @Test
    void ignoresProxyRequireInACancel() {
        assertThat(validation.answer(Wire.request("CANCEL", "sip:bob@example.com", "Proxy-Require: x"), false))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mailto:a@b.c, 0, true, 416",
        "sip:a@b.c, 0, true, 483",
        "sip:a@b.c, 9, true, 482",
        "sip:a@b.c, 9, false, 420"
    })
    @Rfc("3261 §16.3: scheme, Max-Forwards, loop, Proxy-Require, in this order")
    void checksInTheOrderOfTheRfc(String uri, int hops, boolean looped, int expected) {
        var request = Wire.request("INVITE", uri, "Max-Forwards: " + hops, "Proxy-Require: x");

        assertThat(code(validation.answer(request, looped))).contains(expected);
    }

    private static Optional<Integer> code(Optional<Reject> answer) {
        return answer.map(reject -> reject.status().code());
    }
}
