package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.strowger.sip.testing.Rfc;

/** What the torture messages that the parser accepts must read as: {@code name | reading | value}. */
class TortureReadingTest {
    static final String[] READINGS = {
        "wsinv     | method              | INVITE",
        "wsinv     | uri                 | sip:vivekg@chair-dnrc.example.com;unknownparam",
        "wsinv     | uri parameter unknownparam |",
        "wsinv     | to uri              | sip:vivekg@chair-dnrc.example.com",
        "wsinv     | to tag              | 1918181833n",
        "wsinv     | from name           | J Rosenberg \\\"",
        "wsinv     | from uri            | sip:jdrosen@example.com",
        "wsinv     | from tag            | 98asjd8",
        "wsinv     | max-forwards        | 68",
        "wsinv     | call-id             | wsinv.ndaksdj@192.0.2.1",
        "wsinv     | cseq                | 9 INVITE",
        "wsinv     | via count           | 3",
        "wsinv     | via 1 transport     | UDP",
        "wsinv     | via 1 host          | 192.0.2.2",
        "wsinv     | via 1 branch        | 390skdjuw",
        "wsinv     | via 2 transport     | TCP",
        "wsinv     | via 2 host          | spindle.example.com",
        "wsinv     | via 2 branch        | z9hG4bK9ikj8",
        "wsinv     | via 3 transport     | UDP",
        "wsinv     | via 3 host          | 192.168.255.111",
        "wsinv     | via 3 branch        | z9hG4bK30239",
        "wsinv     | field Subject       |",
        "wsinv     | field UnknownHeaderWithUnusualValue | ;;,,;;,;",
        "wsinv     | field newfangledheader | newfangled value\\r\\n continued newfangled value",
        "wsinv     | field Content-Type  | application/sdp",
        "wsinv     | route 1 uri         | sip:services.example.com;lr;unknownwith=value;unknown-no-value",
        "wsinv     | route 1 uri lr      | true",
        "wsinv     | contact count       | 1",
        "wsinv     | contact name        | Quoted string \"\"",
        "wsinv     | contact uri         | sip:jdrosen@example.com",
        "wsinv     | contact parameter newparam | newvalue",
        "wsinv     | contact parameter secondparam |",
        "wsinv     | contact q           | 330",
        "wsinv     | body                | 150",
        "intmeth   | method              | !interesting-Method0123456789_*+`.%indeed'~",
        "intmeth   | cseq                | 139122385 !interesting-Method0123456789_*+`.%indeed'~",
        "intmeth   | uri user            | 1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
        "intmeth   | uri password        | &it+has=1,weird!*pas$wo~d_too.(doesn't-it)",
        "intmeth   | uri host            | example.com",
        "intmeth   | via 1 branch        | z9hG4bK-.!%66*_+`'~",
        "intmeth   | to name             | BEL:\\7 NUL:\\0 DEL:\\177",
        "intmeth   | to uri user         | 1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
        "intmeth   | from name           | token1~` token2'+_ token3*%!.-",
        "intmeth   | from uri            | sip:mundane@example.com",
        "intmeth   | from parameter fromParam''~+*_!.-% | \"работающий\"",
        "intmeth   | from tag            | _token~1'+`*%!-.",
        "intmeth   | call-id             | intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
        "intmeth   | max-forwards        | 255",
        "intmeth   | field extensionHeader-!.%*+_`'~ | \uFEFF大停電",
        "intmeth   | body                | 0",
        "esc01     | uri user            | sips:user@example.com",
        "esc01     | uri host            | example.net",
        "esc01     | to uri user         | user",
        "esc01     | from uri user       | I have spaces",
        "esc01     | from tag            | 938",
        "esc01     | contact uri user    | caller",
        "esc01     | contact uri lr      | true",
        "esc01     | contact uri parameter name | v%61lue%25%34%31",
        "esc01     | field Content-Type  | application/sdp",
        "esc01     | call-id             | esc01.239409asdfakjkn23onasd0-3234",
        "escnull   | to uri user         | null-\\0-null",
        "escnull   | from uri user       | null-\\0-null",
        "escnull   | contact count       | 2",
        "escnull   | contact 1 uri user  | \\0",
        "escnull   | contact 2 uri user  | \\0\\0",
        "escnull   | body                | 0",
        "esc02     | method              | RE%47IST%45R",
        "esc02     | to name             | %Z%45",
        "esc02     | from name           | %Z%45",
        "esc02     | via 1 branch        | z9hG4bK209%fzsnel234",
        "esc02     | contact count       | 2",
        "esc02     | contact 2 uri       | sip:alias3@host3.example.com",
        "esc02     | field C%6Fntact     | <sip:alias2@host2.example.com>",
        "lwsdisp   | from name           | caller",
        "lwsdisp   | from uri            | sip:caller@example.com",
        "lwsdisp   | from tag            | 323",
        "longreq   | bytes               | 3515",
        "longreq   | via count           | 34",
        "longreq   | via 1 host          | sip33.example.com",
        "longreq   | via 34 host         | host.example.com",
        "longreq   | via 34 received     | 192.0.2.5",
        "longreq   | via 34 branch       | very{long*50}branchvalue",
        "longreq   | to name             | I have a user name of {extreme*10} proportion",
        "longreq   | to uri port         | 6000",
        "longreq   | to uri parameter unknownparam1 | very{long*20}value",
        "longreq   | to uri parameter longparam{name*25} | shortvalue",
        "longreq   | to uri parameter very{long*25}ParameterNameWithNoValue |",
        "longreq   | from uri user       | {amazinglylongcallername*5}",
        "longreq   | from tag            | 12{982*50}424",
        "longreq   | from parameter unknownheaderparam{name*20} | unknowheaderparam{value*15}",
        "longreq   | from parameter unknownValueless{paramname*10} |",
        "longreq   | call-id             | longreq.one{really*20}longcallid",
        "longreq   | contact uri user    | {amazinglylongcallername*5}",
        "longreq   | body                | 150",
        "dblreq    | method              | REGISTER",
        "dblreq    | body                | 0",
        "dblreq    | via count           | 1",
        "dblreq    | call-id             | dblreq.0ha0isndaksdj99sdfafnl3lk233412",
        "dblreq    | bytes               | 300",
        "semiuri   | uri user            | user;par=u@example.net",
        "semiuri   | uri host            | example.com",
        "semiuri   | values Accept       | [application/sdp, application/pkcs7-mime, multipart/mixed,"
                + " multipart/signed, message/sip, message/sipfrag]",
        "transports | via count          | 5",
        "transports | via 1 transport    | UDP",
        "transports | via 2 transport    | SCTP",
        "transports | via 3 transport    | TLS",
        "transports | via 4 transport    | UNKNOWN",
        "transports | via 4 branch       | z9hG4bKasd0f3en",
        "transports | via 5 transport    | TCP",
        "mpart01   | body                | 553",
        "mpart01   | via 1 rport         | true",
        "mpart01   | route uri lr        | false",
        "mpart01   | route uri port      | 5080",
        "mpart01   | field Date          | Sat, 15 Oct 2005 04:44:56 GMT",
        "unreason  | status              | 200",
        "unreason  | reason              | = 2**3 * 5**2 но сто девяносто девять - простое",
        "unreason  | body                | 154",
        "noreason  | status              | 100",
        "noreason  | reason              |",
        "baddate   | method              | INVITE",
        "baddate   | field Date          | Fri, 01 Jan 2010 16:00:00 EST",
        "regbadct  | method              | REGISTER",
        "badbranch | via 1 branch        | z9hG4bK",
        "badbranch | via 1 unique        | false",
        "unkscm    | uri                 | nobodyKnowsThisScheme:totallyopaquecontent",
        "novelsc   | uri                 | soap.beep://192.0.2.103:3002",
        "unksm2    | to uri              | isbn:2983792873",
        "unksm2    | from uri            | http://www.example.com",
        "unksm2    | from tag            | 3234233",
        "unksm2    | contact uri         | name:John_Smith",
        "bext01    | values Require      | [nothingSupportsThis, nothingSupportsThisEither]",
        "bext01    | values Proxy-Require | [noProxiesSupportThis, norDoAnyProxiesSupportThis]",
        "bext01    | via 1 host          | fold-and-staple.example.com",
        "invut     | field Content-Type  | application/unknownformat",
        "invut     | body                | 40",
        "regaut01  | field Authorization | NoOneKnowsThisScheme opaque-data=here",
        "regaut01  | body                | 0",
        "bcast     | vias                | 2",
        "bcast     | via 2 host          | 255.255.255.255",
        "zeromf    | max-forwards        | 0",
        "cparam01  | contact uri         | sip:+19725552222@gw1.example.net",
        "cparam01  | contact uri parameter unknownparam | none",
        "cparam01  | contact parameter unknownparam |",
        "cparam02  | contact uri         | sip:+19725552222@gw1.example.net;unknownparam",
        "cparam02  | contact uri parameter unknownparam |",
        "cparam02  | contact parameter unknownparam | none",
        "regescrt  | contact uri headers | Route=%3Csip:sip.example.com%3E",
        "sdp01     | values Accept       | [text/nobodyKnowsThis]",
        "sdp01     | body                | 150",
        "inv2543   | via 1 branch        | none",
        "inv2543   | via 1 unique        | false",
        "inv2543   | from tag            | none",
        "inv2543   | from uri parameter user | phone",
        "inv2543   | to uri              | sip:+16505552222@ss1.example.net",
        "inv2543   | to parameter user   | phone",
        "inv2543   | max-forwards        | none",
        "inv2543   | values Record-Route | [<sip:UserB@example.com;maddr=ss1.example.com>]",
        "inv2543   | body                | 105",
        "ipv6-good | uri host            | [2001:db8::10]",
        "ipv6-good | uri port            | none",
        "ipv6-good | via 1 host          | [2001:db8::9:1]",
        "ipv6-good | contact uri host    | [2001:db8::1]",
        "port-ambiguous | uri host       | [2001:db8::10:5070]",
        "port-ambiguous | uri port       | none",
        "port-unambiguous | uri host     | [2001:db8::10]",
        "port-unambiguous | uri port     | 5070",
        "via-received-param-with-delim | via 1 received | 2001:db8::9:255",
        "via-received-param-with-delim | via 1 branch   | z9hG4bKas3-111",
        "via-received-param-no-delim   | via 1 received | 2001:db8::9:255",
        "via-received-param-no-delim   | via 1 branch   | z9hG4bKas3",
        "ipv6-in-sdp | uri host          | [2001:db8::10]",
        "ipv6-in-sdp | body              | 251",
        "mult-ip-in-header | via count      | 3",
        "mult-ip-in-header | via 1 host     | [2001:db8::9:1]",
        "mult-ip-in-header | via 1 port     | 6050",
        "mult-ip-in-header | via 2 host     | 192.0.2.1",
        "mult-ip-in-header | via 3 host     | [2001:db8::9:255]",
        "mult-ip-in-header | via 3 received | 192.0.2.200",
        "mult-ip-in-sdp    | body           | 189",
        "ipv4-mapped-ipv6  | via 1 host     | [::ffff:192.0.2.10]",
        "ipv4-mapped-ipv6  | via 1 port     | 19823",
        "ipv4-mapped-ipv6  | via 2 host     | [::ffff:192.0.2.2]",
        "ipv4-mapped-ipv6  | contact name   | T. desk phone",
        "ipv4-mapped-ipv6  | contact uri host | [::ffff:192.0.2.2]",
        "ipv4-mapped-ipv6  | body           | 245",
        "ipv6-bug-abnf-3-colons     | uri host | [2001:db8:::192.0.2.1]",
        "ipv6-bug-abnf-3-colons     | to uri   | sip:user@[2001:db8:::192.0.2.1]",
        "ipv6-correct-abnf-2-colons | uri host | [2001:db8::192.0.2.1]",
    };

    @ParameterizedTest
    @FieldSource("READINGS")
    @Rfc("4475 §3: what the values of the messages are")
    @Rfc("5118 §4: what the values of the messages are")
    void isWhatTheMessageSays(String line) throws Exception {
        var columns = line.split("\\|", 3);
        var message = SipParser.parse(TortureMessages.of(columns[0].strip()));

        assertThat(Readings.of(message, repeated(columns[1].strip()))).isEqualTo(plain(columns[2]));
    }

    @Test
    void existsForEveryAcceptedMessage() {
        var read = Arrays.stream(READINGS)
                .map(line -> line.split(" ", 2)[0])
                .distinct()
                .toList();
        var accepted = Arrays.stream(TortureVerdictTest.VERDICTS)
                .filter(line -> line.split("\\|", -1)[1].strip().equals("accepted"))
                .map(line -> line.split(" ", 2)[0])
                .toList();

        assertThat(read).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    @Rfc("4475 §3.1.2.12: an element can ignore a date that is none")
    @Rfc("4475 §3.1.2.13: the URI of that Contact needs brackets")
    void leavesFieldsThatNobodyNeedsToWhoReadsThem() throws Exception {
        var badDate = SipParser.parse(TortureMessages.of("baddate"));
        var badContact = SipParser.parse(TortureMessages.of("regbadct"));

        assertThat(SipTime.date(badDate.headers().value(HeaderName.DATE).orElseThrow()))
                .isEmpty();
        assertThatThrownBy(() -> Contact.all(badContact.headers()))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        refused -> assertThat(refused.answer().code()).isEqualTo(400));
    }

    @Test
    @Rfc("4475 §3.1.1.4: the contacts are two, though their users are NULs")
    @Rfc("4475 §3.1.1.3: %25%34%31 is not A")
    void keepsApartWhatOnlyEscapesTell() throws Exception {
        var contacts =
                NameAddr.all(SipParser.parse(TortureMessages.of("escnull")).headers(), HeaderName.CONTACT);
        var escaped = NameAddr.all(SipParser.parse(TortureMessages.of("esc01")).headers(), HeaderName.CONTACT);

        assertThat(contacts.get(0).uri().isEquivalentTo(contacts.get(1).uri())).isFalse();
        assertThat(escaped.getFirst().uri().isEquivalentTo(Uri.parse("sip:caller@host5.example.net;name=value%2541")))
                .isTrue();
        assertThat(escaped.getFirst().uri().isEquivalentTo(Uri.parse("sip:caller@host5.example.net;name=valueA")))
                .isFalse();
    }

    @Test
    @Rfc("4475 §3.3.14: the binding keeps its headers")
    @Rfc("4475 §3.1.2.11: and no Request-URI has them")
    void leavesTheHeadersOfAContactOutOfTheRequestUri() throws Exception {
        var register = (SipRequest) SipParser.parse(TortureMessages.of("regescrt"));
        var contact =
                NameAddr.all(register.headers(), HeaderName.CONTACT).getFirst().uri();

        assertThat(contact).hasToString("sip:user@example.com?Route=%3Csip:sip.example.com%3E");
        assertThat(register.edit().requestUri(contact).write().requestUri()).hasToString("sip:user@example.com");
        assertThat(SipRequest.builder(Method.REGISTER, contact)
                        .header(HeaderName.FROM, "<sip:a@b>;tag=1")
                        .header(HeaderName.TO, "<sip:a@b>")
                        .header(HeaderName.CALL_ID, "c")
                        .header(HeaderName.CSEQ, "1 REGISTER")
                        .edit()
                        .requestUri())
                .hasToString("sip:user@example.com");
    }

    /** {@code {long*3}} is longlonglong. */
    private static String repeated(String text) {
        int open = text.indexOf('{');
        int star = text.indexOf('*', Math.max(open, 0));
        int close = text.indexOf('}', Math.max(star, 0));
        boolean isRepeated = open >= 0 && star > open && close > star && Character.isDigit(text.charAt(close - 1));
        return isRepeated
                ? text.substring(0, open)
                        + text.substring(open + 1, star).repeat(Integer.parseInt(text.substring(star + 1, close)))
                        + text.substring(close + 1)
                : text;
    }

    private static String plain(String value) {
        return repeated(value.strip())
                .replace("\\r\\n", "\r\n")
                .replace("\\177", "\u007f")
                .replace("\\0", "\0")
                .replace("\\7", "\u0007");
    }
}
