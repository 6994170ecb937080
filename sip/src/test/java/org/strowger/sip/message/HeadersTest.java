package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.INVITE_HEAD;
import static org.strowger.sip.message.Messages.fault;
import static org.strowger.sip.message.Messages.request;

import java.util.ArrayList;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class HeadersTest {
    private static Headers headers(String lines) {
        return request(INVITE_HEAD + lines + "\r\n").headers();
    }

    @Test
    void keepsTheFieldsInTheirOrder() {
        var headers = request(INVITE).headers();

        assertThat(headers).hasSize(11).hasSize(headers.size());
        assertThat(headers)
                .extracting(field -> field.name().text())
                .containsExactly(
                        "Via",
                        "Via",
                        "Max-Forwards",
                        "Route",
                        "From",
                        "To",
                        "Call-ID",
                        "CSeq",
                        "Contact",
                        "Content-Type",
                        "Content-Length");
        assertThat(headers.toString()).endsWith("\r\n\r\n").startsWith("Via: ");
    }

    @Test
    void showsAFieldWholeAndItsValueAlone() {
        var field = headers("Subject:  spaces around \t\r\n")
                .first(HeaderName.SUBJECT)
                .orElseThrow();

        assertThat(field.name()).isSameAs(HeaderName.SUBJECT);
        assertThat(field.field()).hasToString("Subject:  spaces around \t\r\n");
        assertThat(field.value()).hasToString("spaces around");
    }

    @Test
    void findsEachNameAndNoOther() {
        var head = headers("");
        for (int id = HeaderName.CONTACT.id(); id <= HeaderName.IDENTITY.id(); id++) {
            var only = HeaderName.ofId(id);
            var headers = headers(only + ": 1\r\n");
            for (int other = 1; other <= HeaderName.IDENTITY.id(); other++) {
                var name = HeaderName.ofId(other);
                assertThat(headers.has(name)).as("%s beside %s", name, only).isEqualTo(other == id || head.has(name));
            }
        }
    }

    @Test
    @Rfc("3261 §7.3.1: any amount of white space on either side of the colon")
    void takesWhiteSpaceBeforeTheColon() {
        assertThat(headers("Subject \t : lunch\r\n").value(HeaderName.SUBJECT)).hasValue(Slice.of("lunch"));
    }

    @Test
    @Rfc("3261 §7.3.1: a line that begins with white space continues the value")
    void readsFoldedLinesAsOneValue() {
        var headers = headers("Subject:\r\n I know you're there,\r\n\t pick up\r\n \r\nPriority: urgent\r\n");

        assertThat(headers.value(HeaderName.SUBJECT)).hasValue(Slice.of("I know you're there,\r\n\t pick up"));
        assertThat(headers.value(HeaderName.PRIORITY)).hasValue(Slice.of("urgent"));
    }

    @Test
    void hasEmptyValues() {
        assertThat(headers("Supported:\r\nSubject: \r\n").value(HeaderName.SUBJECT))
                .hasValue(Slice.EMPTY);
        assertThat(headers("Supported:\r\n").values(HeaderName.SUPPORTED)).isEmpty();
    }

    @Test
    @Rfc("3261 §7.3.3: both forms of a name may stand in one message")
    void findsCompactFormsAndOddCaseByTheLongName() {
        var headers = headers("k: path\r\nSUPPORTED: gruu, outbound\r\n");

        assertThat(headers.count(HeaderName.SUPPORTED)).isEqualTo(2);
        assertThat(headers.all(HeaderName.SUPPORTED))
                .extracting(HeaderField::value)
                .containsExactly(Slice.of("path"), Slice.of("gruu, outbound"));
        assertThat(headers.values(HeaderName.SUPPORTED))
                .containsExactly(Slice.of("path"), Slice.of("gruu"), Slice.of("outbound"));
    }

    @Test
    @Rfc("3261 §16.3.1-4: a header field that is not known is no fault")
    void findsUnknownNamesByTheirText() {
        var headers = headers("X-Gateway: 7\r\nx-other: 8\r\nx-GATEWAY: 9, 10\r\n!odd.*_+`'~%: yes\r\n");

        assertThat(headers.values(HeaderName.of("X-gateway"))).containsExactly(Slice.of("7"), Slice.of("9, 10"));
        assertThat(headers.value(HeaderName.of("!Odd.*_+`'~%"))).hasValue(Slice.of("yes"));
        assertThat(headers.has(HeaderName.of("X-Nothing"))).isFalse();
        assertThat(headers.value(HeaderName.of("X-Nothing"))).isEmpty();
        assertThat(headers.count(HeaderName.of("X-Nothing"))).isZero();
    }

    @Test
    @Rfc("3261 §7.3.1: several values in one field mean the same as one field for each")
    void takesListsApartButNotAtCommasInQuotesOrBrackets() {
        var headers = headers("Record-Route: \"a, b\" <sip:c,d@e;lr>,<sip:f>\r\n ,\r\n <sip:g>\r\n");

        assertThat(headers.values(HeaderName.RECORD_ROUTE))
                .containsExactly(Slice.of("\"a, b\" <sip:c,d@e;lr>"), Slice.of("<sip:f>"), Slice.of("<sip:g>"));
    }

    @Test
    void findsTheFirstOfSeveralValues() {
        var headers = headers("Supported:\r\nSupported: a , b\r\nSubject: a, b\r\n");

        assertThat(headers.firstValue(HeaderName.SUPPORTED)).hasValue(Slice.of("a"));
        assertThat(headers.firstValue(HeaderName.SUBJECT)).hasValue(Slice.of("a, b"));
        assertThat(headers.firstValue(HeaderName.WARNING)).isEmpty();
    }

    @Test
    void handsOverEachValueAsItStands() {
        var headers = headers("Path: <sip:a>, <sip:b>\r\nPath: <sip:c>\r\n");
        var seen = new ArrayList<Slice>();

        headers.eachValue(HeaderName.PATH, seen::add);

        assertThat(seen).containsExactly(Slice.of("<sip:a>, <sip:b>"), Slice.of("<sip:c>"));
        assertThat(headers.anyValue(HeaderName.PATH, value -> value.is("<sip:c>")))
                .isTrue();
        assertThat(headers.anyValue(HeaderName.PATH, value -> value.is("<sip:a>")))
                .isFalse();
    }

    @Test
    void leavesTheCommasOfSingleValuesAlone() {
        var challenge = "Digest realm=\"a\", nonce=\"b\"";

        assertThat(headers("WWW-Authenticate: " + challenge + "\r\n").values(HeaderName.WWW_AUTHENTICATE))
                .containsExactly(Slice.of(challenge));
    }

    @Test
    void endsItsIterationWithTheLastField() {
        var fields = headers("").iterator();
        while (fields.hasNext()) {
            fields.next();
        }

        assertThatThrownBy(fields::next).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject lunch\r\n",
                ": lunch\r\n",
                "Sub ject: lunch\r\n",
                "Sub\u0000ject: lunch\r\n",
                "Subject\r\n : lunch\r\n",
                "Sübject: lunch\r\n"
            })
    void refusesALineWithoutANameAndAColon(String line) {
        assertThat(fault(INVITE_HEAD + line + "\r\n").expected()).isEqualTo("a header field name and a colon");
    }

    @Test
    void refusesAFoldedFirstField() {
        assertThat(fault(INVITE_HEAD.replaceFirst("\r\nVia", "\r\n Via") + "\r\n")
                        .answer()
                        .code())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: a\nX: b\r\n",
                "Subject: a\rX: b\r\n",
                "Subject: a\r\r\n",
                "Subject: a\n",
                "Subject: a\n\r\n"
            })
    @Rfc("3261 §7: each line must be terminated by CRLF")
    void refusesCrOrLfAlone(String lines) {
        assertThat(fault(INVITE_HEAD + lines + "\r\n").expected()).isEqualTo("CRLF at the end of a line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Subject: x\r\n"})
    @Rfc("3261 §7: the empty line must be present even if there is no body")
    void refusesAMessageWithoutAnEmptyLine(String line) {
        assertThat(fault(INVITE_HEAD + line).expected()).isEqualTo("an empty line behind the header fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: x", "Subject: x\r", "Subject: x\r\n\r", "\r"})
    void refusesAMessageThatBreaksOff(String line) {
        assertThat(fault(INVITE_HEAD + line).answer().code()).isEqualTo(400);
    }
}
