package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.strowger.sip.testing.Rfc;

/**
 * What the parser says to every torture message of RFC 4475 and RFC 5118: {@code name | verdict | what must hold}. A verdict that a
 * proxy, registrar or agent gives later (416, 420, 483, 501 …) is not the parser's: it accepts. What the values of accepted messages
 * must read as stands in {@link TortureReadingTest}.
 *
 * <p>{@code accepted}: parsed. {@code 400} and other codes: a malformed request and its answer. {@code dropped}: a malformed response.
 */
class TortureVerdictTest {
    static final String[] VERDICTS = {
        "wsinv             | accepted | 4475 §3.1.1.1  white space and folding wherever the grammar allows",
        "intmeth           | accepted | 4475 §3.1.1.2  a wide range of valid characters; the method is not INVITE",
        "esc01             | accepted | 4475 §3.1.1.3  escapes in URIs are undone once",
        "escnull           | accepted | 4475 §3.1.1.4  escaped NULs do not shorten users; two contacts",
        "esc02             | accepted | 4475 §3.1.1.5  % is no escape in methods, names and tokens; two contacts, not"
                + " three",
        "lwsdisp           | accepted | 4475 §3.1.1.6  no white space between a display name and <",
        "longreq           | accepted | 4475 §3.1.1.7  long values, 34 Vias",
        "dblreq            | accepted | 4475 §3.1.1.8  octets behind the Content-Length are ignored",
        "semiuri           | accepted | 4475 §3.1.1.9  semicolons in the user part",
        "transports        | accepted | 4475 §3.1.1.10 unknown transports in Via",
        "mpart01           | accepted | 4475 §3.1.1.11 a body with NULs, framed by its Content-Length",
        "unreason          | accepted | 4475 §3.1.1.12 a reason phrase in UTF-8",
        "noreason          | accepted | 4475 §3.1.1.13 no reason phrase",
        "badinv01          | 400      | 4475 §3.1.2.1  extraneous separators in Via and Contact",
        "clerr             | 400      | 4475 §3.1.2.2  Content-Length larger than the datagram",
        "ncl               | 400      | 4475 §3.1.2.3  negative Content-Length",
        "scalar02          | 400      | 4475 §3.1.2.4  CSeq above 2**32-1",
        "scalarlg          | dropped  | 4475 §3.1.2.5  CSeq above 2**32-1 in a response",
        "quotbal           | 400      | 4475 §3.1.2.6  a display name whose quote does not end",
        "ltgtruri          | 400      | 4475 §3.1.2.7  brackets around the Request-URI",
        "lwsruri           | 400      | 4475 §3.1.2.8  white space in the Request-URI",
        "lwsstart          | 400      | 4475 §3.1.2.9  several spaces between the parts of the Request-Line",
        "trws              | 400      | 4475 §3.1.2.10 spaces at the end of the Request-Line",
        "escruri           | 400      | 4475 §3.1.2.11 headers in the Request-URI",
        "baddate           | accepted | 4475 §3.1.2.12 a Date that is none, and that nobody needs",
        "regbadct          | accepted | 4475 §3.1.2.13 a Contact that needs brackets: 400 by who reads Contact",
        "badaspec          | 400      | 4475 §3.1.2.14 spaces within the addr-spec of To",
        "baddn             | 400      | 4475 §3.1.2.15 as the archive has it: the empty line is missing, too",
        "baddn.wire        | 400      | 4475 §3.1.2.15 commas in display names without quotes",
        "badvers           | 505      | 4475 §3.1.2.16 SIP/7.0",
        "mismatch01        | 400      | 4475 §3.1.2.17 CSeq has another method",
        "mismatch02        | 400      | 4475 §3.1.2.18 CSeq has another method than an unknown one; 400 is \"also"
                + " acceptable\"",
        "bigcode           | dropped  | 4475 §3.1.2.19 a status code above 699",
        "badbranch         | accepted | 4475 §3.2.1    a branch that is only the cookie: not unique, matched as RFC"
                + " 2543 did",
        "insuf             | 400      | 4475 §3.3.1    no Call-ID, From and To",
        "unkscm            | accepted | 4475 §3.3.2    unknown scheme: 416 by the proxy",
        "novelsc           | accepted | 4475 §3.3.3    atypical scheme: 416 by the proxy",
        "unksm2            | accepted | 4475 §3.3.4    unknown schemes in header fields: 400 by the registrar",
        "bext01            | accepted | 4475 §3.3.5    Require and Proxy-Require: 420 by the proxy",
        "invut             | accepted | 4475 §3.3.6    unknown Content-Type: 415 by an endpoint",
        "regaut01          | accepted | 4475 §3.3.7    unknown Authorization scheme: 401 by the registrar",
        "multi01           | 400      | 4475 §3.3.8    single fields that are several",
        "mcl01             | 400      | 4475 §3.3.9    two Content-Lengths that differ",
        "bcast             | accepted | 4475 §3.3.10   a broadcast address in the second Via: dropped by the proxy",
        "zeromf            | accepted | 4475 §3.3.11   Max-Forwards of zero: 483 by the proxy",
        "cparam01          | accepted | 4475 §3.3.12   a parameter of the Contact, not of its URI",
        "cparam02          | accepted | 4475 §3.3.13   a parameter of the URI, not of the Contact",
        "regescrt          | accepted | 4475 §3.3.14   a header in the URI of the Contact",
        "sdp01             | accepted | 4475 §3.3.15   Accept without SDP: 406 by an endpoint",
        "inv2543           | accepted | 4475 §3.4.1    no branch, From tag, Max-Forwards and Content-Length, as in RFC"
                + " 2543",
        "unreferenced-test | 400      | not in the RFC, but in its archive: a field without a colon",
        "ipv6-good         | accepted | 5118 §4.1      an IPv6 reference",
        "ipv6-bad          | 400      | 5118 §4.2      an IPv6 address without brackets in the Request-URI",
        "port-ambiguous    | accepted | 5118 §4.3      the port is a part of the address",
        "port-unambiguous  | accepted | 5118 §4.4      the port is outside of the brackets",
        "via-received-param-with-delim | accepted | 5118 §4.5 received with brackets",
        "via-received-param-no-delim   | accepted | 5118 §4.5 received without brackets",
        "ipv6-in-sdp       | accepted | 5118 §4.6      addresses in the body are nobody's business",
        "mult-ip-in-header | accepted | 5118 §4.7      addresses of both families in Vias",
        "mult-ip-in-sdp    | accepted | 5118 §4.8      addresses of both families in the body",
        "ipv4-mapped-ipv6  | accepted | 5118 §4.9      mapped addresses in Vias and Contact",
        "ipv6-bug-abnf-3-colons    | accepted | 5118 §4.10 the extra colon of RFC 3261's grammar is tolerated",
        "ipv6-correct-abnf-2-colons | accepted | 5118 §4.10 the same without it",
    };

    /** A request of which too little can be found to answer it. */
    private static final String UNANSWERABLE = "unreferenced-test";

    /** A request without To, and so is its answer. */
    private static final String WITHOUT_TO = "insuf";

    @ParameterizedTest(name = "{0}")
    @FieldSource("VERDICTS")
    @Rfc("4475 §3: all 49 messages")
    @Rfc("5118 §4: all messages")
    void isGiven(String line) {
        var columns = line.split("\\|", 3);
        var message = TortureMessages.of(columns[0].strip());
        var verdict = columns[1].strip();

        var refused = catchThrowableOfType(MalformedMessageException.class, () -> SipParser.parse(message));

        if (verdict.equals("accepted")) {
            assertThat(refused).isNull();
            return;
        }
        assertThat(refused).isNotNull();
        assertThatNoException().isThrownBy(refused::response);
        if (verdict.equals("dropped")) {
            assertThat(refused.response()).isEmpty();
            return;
        }
        int code = Integer.parseInt(verdict);
        assertThat(refused.answer().code()).isEqualTo(code);
        var name = columns[0].strip();
        if (!name.equals(UNANSWERABLE)) {
            var response = refused.response().orElseThrow();
            assertThat(response.status().code()).isEqualTo(code);
            assertThat(response.toTag().isPresent()).isEqualTo(!name.equals(WITHOUT_TO));
            assertThat(Slice.of(message).toString()).contains(response.callId().toString());
        }
    }

    @Test
    void existsForEveryFile() {
        var judged = new TreeSet<String>();
        Arrays.stream(VERDICTS).map(line -> line.split("\\|", 2)[0].strip()).forEach(judged::add);

        assertThat(judged).isEqualTo(TortureMessages.all().keySet());
    }
}
