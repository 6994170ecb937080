package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.OK;
import static org.strowger.sip.message.Messages.fault;
import static org.strowger.sip.message.Messages.request;
import static org.strowger.sip.message.Messages.response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class StartLineTest {
    private static final String REQUEST_LINE = "INVITE sip:bob@biloxi.example.com SIP/2.0";

    private static String inviteWithLine(String line) {
        return INVITE.replace(REQUEST_LINE, line);
    }

    private static String okWithLine(String line) {
        return OK.replace("SIP/2.0 200 OK", line);
    }

    @Test
    @Rfc("3261 §7.1: Method SP Request-URI SP SIP-Version CRLF")
    void readsMethodAndRequestUri() {
        var invite = request(INVITE);

        assertThat(invite.method()).isSameAs(Method.INVITE);
        assertThat(invite.requestUri().text()).hasToString("sip:bob@biloxi.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INVITE  sip:bob@biloxi.example.com SIP/2.0",
                "INVITE sip:bob@biloxi.example.com  SIP/2.0",
                "INVITE sip:bob@biloxi.example.com SIP/2.0 ",
                " INVITE sip:bob@biloxi.example.com SIP/2.0",
                "INVITE\tsip:bob@biloxi.example.com SIP/2.0",
                "INVITE sip:bob@biloxi.example.com; lr SIP/2.0",
                "INVITE sip:bob@biloxi.example.com",
                "INVITE SIP/2.0",
                "INVITE",
                "",
                "IN/VITE sip:bob@biloxi.example.com SIP/2.0",
                "INVITE sip:bob@biloxi.example.com HTTP/1.1",
                "INVITE sip:bob@biloxi.example.com SIP/2",
                "INVITE sip:bob@biloxi.example.com SIP/2.x",
                "INVITE sip:bob@biloxi.example.com SIP/.0",
                "INVITE <sip:bob@biloxi.example.com> SIP/2.0",
                "INVITE bob SIP/2.0"
            })
    @Rfc("4475 §3.1.2.9: extra space in the request line is refused")
    void refusesARequestLineThatIsNotThreePartsWithOneSpaceBetween(String line) {
        assertThat(fault(inviteWithLine(line)).answer().code()).isEqualTo(400);
    }

    @Test
    @Rfc("3261 §7.1: the SIP-Version string is case-insensitive")
    void readsTheVersionWithoutRegardToCase() {
        assertThat(request(inviteWithLine("INVITE sip:bob@biloxi.example.com sip/2.0"))
                        .method())
                .isSameAs(Method.INVITE);
        assertThat(response(okWithLine("Sip/2.0 200 OK")).status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIP/7.0", "SIP/2.1", "SIP/2.00", "SIP/3.0", "sip/1.0"})
    @Rfc("3261 §21.5.6: 505 for a version that is not supported")
    void refusesAnotherVersionWith505(String version) {
        var fault = fault(inviteWithLine("INVITE sip:bob@biloxi.example.com " + version));

        assertThat(fault.answer().code()).isEqualTo(505);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIP/2.0\0", "SIP/2.0\0\0", "SIP/2.", "XIP/2.0"})
    @Rfc("3261 §7.1: SIP-Version is \"SIP/2.0\" and nothing else")
    void refusesWhatIsNoVersion(String version) {
        var fault = fault(inviteWithLine("INVITE sip:bob@biloxi.example.com " + version));

        assertThat(fault.answer().code()).isEqualTo(400);
    }

    @Test
    @Rfc("3261 §16.3.1-4: a method that is not known is no fault")
    void readsMethodsNobodyKnows() {
        var odd = INVITE.replace("INVITE", "!odd-Method_*+`.%'~");

        assertThat(request(odd).method()).isEqualTo(new Method("!odd-Method_*+`.%'~"));
    }

    @Test
    void leavesAnUnknownSchemeToWhoRoutes() {
        var invite = request(inviteWithLine("INVITE nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0"));

        assertThat(invite.requestUri().scheme()).isEqualTo("nobodyknowsthisscheme");
    }

    @Test
    @Rfc("3261 §7.2: SIP-Version SP Status-Code SP Reason-Phrase CRLF")
    void readsTheStatus() {
        assertThat(response(OK).status()).isSameAs(Status.OK);
        assertThat(response(okWithLine("SIP/2.0 404 Nobody Here")).status()).isEqualTo(new Status(404, "Nobody Here"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIP/2.0 100 ", "SIP/2.0 100"})
    @Rfc("4475 §3.1.1.13: an empty reason phrase is well formed")
    void readsAnEmptyReasonPhrase(String line) {
        assertThat(response(okWithLine(line)).status()).isEqualTo(new Status(100, ""));
    }

    @Test
    @Rfc("4475 §3.1.1.12: UTF-8 in the reason phrase")
    void readsAReasonPhraseInAnyLanguage() {
        var status = response(okWithLine("SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое"))
                .status();

        assertThat(status.reason()).isEqualTo("= 2**3 * 5**2 но сто девяносто девять - простое");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0 099 x",
                "SIP/2.0 700 x",
                "SIP/2.0 20 OK",
                "SIP/2.0 2000 OK",
                "SIP/2.0 4294967301 better not",
                "SIP/2.0  200 OK",
                "SIP/2.0 2OO OK",
                "SIP/2.0",
                "SIP/2.0 ",
                "SIP/1.0 200 OK",
                "SIP/2.0 200 O\u0001K",
                "SIP/ 200 OK"
            })
    @Rfc("4475 §3.1.2.19: an overlarge response code is refused")
    void refusesAStatusLineWithoutAThreeDigitCode(String line) {
        assertThat(fault(okWithLine(line)).response()).isEmpty();
    }

    @Test
    @Rfc("3261 §7.5: CRLF before the start line is ignored")
    void ignoresLineEndsBeforeTheStartLine() {
        var invite = request("\r\n\r\n" + INVITE);

        assertThat(invite.bytes()).hasToString(INVITE);
        assertThat(invite.edit().write().bytes()).hasToString(INVITE);
    }

    @Test
    void refusesOnlyLineEnds() {
        assertThat(fault("\r\n\r\n").response()).isEmpty();
        assertThat(fault("").response()).isEmpty();
        assertThat(fault("\r").response()).isEmpty();
    }
}
