package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;

/** Names of header fields, methods and statuses. */
class NamesTest {
    @ParameterizedTest
    @Rfc("3261 §7.3.3: compact forms of common header field names")
    @CsvSource({
        "v, Via",
        "f, From",
        "t, To",
        "i, Call-ID",
        "m, Contact",
        "l, Content-Length",
        "c, Content-Type",
        "e, Content-Encoding",
        "k, Supported",
        "s, Subject",
        "o, Event",
        "u, Allow-Events",
        "r, Refer-To",
        "b, Referred-By",
        "x, Session-Expires",
        "y, Identity",
        "a, Accept-Contact",
        "j, Reject-Contact",
        "d, Request-Disposition"
    })
    void knowsCompactFormsInEitherCase(String compact, String name) {
        assertThat(HeaderName.of(compact)).isSameAs(HeaderName.of(name));
        assertThat(HeaderName.of(compact.toUpperCase(Locale.ROOT))).isSameAs(HeaderName.of(name));
        assertThat(HeaderName.of(compact).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @Rfc("3261 §7.3.1: field names are case-insensitive")
    @CsvSource({
        "via, Via",
        "CALL-ID, Call-ID",
        "cSEQ, CSeq",
        "www-authenticate, WWW-Authenticate",
        "p-asserted-identity, P-Asserted-Identity"
    })
    void ignoresCaseAndSpellsAsTheRfcDoes(String written, String name) {
        assertThat(HeaderName.of(written))
                .isSameAs(HeaderName.of(Slice.of(name)))
                .hasToString(name);
    }

    @ParameterizedTest
    @CsvSource({"Vi", "Viaa", "Call+ID", "Call*ID", "CSe1", "Content-Lengtg", "Accept-Resource-Prioritz", "Max_Forwards"
    })
    void takesNothingElseForAKnownName(String text) {
        assertThat(HeaderName.of(text).id()).isEqualTo(HeaderName.UNKNOWN);
    }

    @Test
    void takesNoControlForAHyphen() {
        // the two differ in the bit by which small letters differ from capitals
        byte[] text = Messages.bytes("Call\rID: ");

        assertThat(HeaderName.idOf(text, 0, 7)).isEqualTo(HeaderName.UNKNOWN);
    }

    @Test
    void comparesUnknownNamesByTheirTextWithoutCase() {
        assertThat(HeaderName.of("X-Gateway"))
                .isEqualTo(HeaderName.of("x-gateway"))
                .hasSameHashCodeAs(HeaderName.of("x-gateway"))
                .isNotEqualTo(HeaderName.of("X-Gatewaz"))
                .hasToString("X-Gateway");
        assertThat(HeaderName.of("z")).isEqualTo(HeaderName.of("Z"));
    }

    @ParameterizedTest
    @CsvSource({"''", "' Via'", "Via:", "'To\r\n'", "é"})
    void refusesNamesThatAreNoTokens(String text) {
        assertThatThrownBy(() -> HeaderName.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Rfc("3261 §7.3.1: only fields defined as comma-separated lists are; WWW-Authenticate and its like are not")
    void knowsWhichFieldsAreLists() {
        assertThat(HeaderName.ROUTE.isList()).isTrue();
        assertThat(HeaderName.VIA.isList()).isTrue();
        assertThat(HeaderName.CONTACT.isList()).isTrue();
        assertThat(HeaderName.WWW_AUTHENTICATE.isList()).isFalse();
        assertThat(HeaderName.AUTHORIZATION.isList()).isFalse();
        assertThat(HeaderName.PROXY_AUTHENTICATE.isList()).isFalse();
        assertThat(HeaderName.PROXY_AUTHORIZATION.isList()).isFalse();
        assertThat(HeaderName.DATE.isList()).isFalse();
        assertThat(HeaderName.of("X-Unknown").isList()).isFalse();
    }

    @Test
    @Rfc("3261 §7.1: methods are compared with regard to case")
    void tellsMethodsApartByCase() {
        assertThat(Method.of(Slice.of("INVITE"))).isSameAs(Method.INVITE);
        assertThat(Method.of(Slice.of("invite"))).isNotEqualTo(Method.INVITE);
        assertThat(Method.of(Slice.of("SUBSCRIBE"))).isSameAs(Method.SUBSCRIBE);
        assertThat(Method.of(Slice.of("SUBSCRIBER"))).isNotEqualTo(Method.SUBSCRIBE);
        assertThat(Method.of(Slice.of("SUBSCRIBS"))).isNotEqualTo(Method.SUBSCRIBE);
        assertThat(Method.of(Slice.of("ACKS"))).isNotEqualTo(Method.ACK);
        assertThat(Method.of(Slice.of("NEWMETHOD")))
                .isEqualTo(new Method("NEWMETHOD"))
                .hasToString("NEWMETHOD");
    }

    @Test
    void refusesMethodsThatAreNoTokens() {
        assertThatThrownBy(() -> new Method("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Method("IN VITE")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Method("INVITE\r\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "100, Trying",
        "200, OK",
        "302, Moved Temporarily",
        "407, Proxy Authentication Required",
        "440, Max-Breadth Exceeded",
        "481, Call/Transaction Does Not Exist",
        "487, Request Terminated",
        "513, Message Too Large",
        "607, Unwanted"
    })
    void knowsTheRegisteredPhrase(int code, String phrase) {
        assertThat(Status.of(code)).isEqualTo(new Status(code, phrase)).isSameAs(Status.of(code));
    }

    @Test
    @Rfc("3261 §8.1.3.2: an unrecognised final response is treated as the x00 of its class")
    void givesAnUnregisteredCodeThePhraseOfItsClass() {
        assertThat(Status.of(299)).isEqualTo(new Status(299, "OK"));
        assertThat(Status.of(477)).isEqualTo(new Status(477, "Bad Request"));
        assertThat(Status.of(699).reason()).isEqualTo("Busy Everywhere");
    }

    @Test
    void knowsTheClassesOfStatuses() {
        assertThat(Status.of(199)).matches(Status::isProvisional).matches(status -> !status.isFinal());
        assertThat(Status.of(200)).matches(Status::isSuccess).matches(Status::isFinal);
        assertThat(Status.of(299)).matches(Status::isSuccess);
        assertThat(Status.of(300)).matches(status -> !status.isSuccess()).matches(Status::isFinal);
    }

    @ParameterizedTest
    @CsvSource({"99", "700", "0", "-1"})
    void refusesCodesThatAreNoStatus(int code) {
        assertThatThrownBy(() -> Status.of(code)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Status(code, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAPhraseThatWouldEndTheStatusLine() {
        assertThatThrownBy(() -> Status.OK.withReason("OK\r\nVia: x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Rfc("3261 §8.1.1.7: the branch ID always begins with z9hG4bK")
    void takesABranchForUniqueOnlyIfSomethingFollowsTheCookie() {
        assertThat(new Branch(Slice.of("z9hG4bKa"))).matches(Branch::isUnique).hasToString("z9hG4bKa");
        assertThat(new Branch(Slice.of("z9hG4bK"))).matches(branch -> !branch.isUnique());
        assertThat(new Branch(Slice.of("1"))).matches(branch -> !branch.isUnique());
    }
}
