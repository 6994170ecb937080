package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.OK;
import static org.strowger.sip.message.Messages.fault;
import static org.strowger.sip.message.Messages.inviteWith;
import static org.strowger.sip.message.Messages.inviteWithout;
import static org.strowger.sip.message.Messages.request;
import static org.strowger.sip.message.Messages.response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

/** What is read and checked of every message before anybody sees it. */
class DoorTest {
    private static String invite(String line) {
        return inviteWith(line);
    }

    @Test
    @Rfc("3261 §8.1.1: To, From, CSeq, Call-ID, Max-Forwards and Via are in every request")
    void readsWhatEveryHopNeeds() {
        var invite = request(INVITE);

        assertThat(invite.topVia().sentBy()).hasToString("client.atlanta.example.com:5060");
        assertThat(invite.topVia().branch()).hasValue(new Branch(Slice.of("z9hG4bK74bf9")));
        assertThat(invite.fromTag()).hasValue(new Tag(Slice.of("9fxced76sl")));
        assertThat(invite.toTag()).isEmpty();
        assertThat(invite.callId()).hasToString("3848276298220188511@atlanta.example.com");
        assertThat(invite.cseq()).isEqualTo(new CSeq(1, Method.INVITE)).hasToString("1 INVITE");
        assertThat(invite.maxForwards()).hasValue(70);
        assertThat(invite.body()).hasToString(Messages.SDP);
        assertThat(invite).hasToString(INVITE);
    }

    @Test
    void readsTheSameOfAResponse() {
        var ok = response(OK);

        assertThat(ok.topVia().host()).hasToString("proxy.example.com");
        assertThat(ok.fromTag()).hasValue(new Tag(Slice.of("9fxced76sl")));
        assertThat(ok.toTag()).hasValue(new Tag(Slice.of("314159")));
        assertThat(ok.callId()).isEqualTo(request(INVITE).callId());
        assertThat(ok.cseq()).isEqualTo(new CSeq(1, Method.INVITE));
        assertThat(ok.body()).isEqualTo(Slice.EMPTY);
        assertThat(ok.viaCount()).isEqualTo(2);
        assertThat(ok).hasToString(OK);
    }

    @Test
    void countsViasInListsApart() {
        var ok = response(
                OK.replace("Via: SIP/2.0/UDP proxy", "v: SIP/2.0/UDP a;x=\"1,2\" , SIP/2.0/UDP b,SIP/2.0/UDP proxy"));

        assertThat(ok.viaCount()).isEqualTo(4);
        assertThat(ok.topVia().host()).hasToString("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "From", "To", "Call-ID", "CSeq"})
    @Rfc("4475 §3.3.1: a request without a required header field is refused")
    void refusesAMessageWithoutARequiredField(String name) {
        assertThat(fault(inviteWithout(name))).hasMessageStartingWith("expected a " + name + " header field at byte ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length"})
    @Rfc("4475 §3.3.8: multiple values in single value required fields are refused")
    void refusesASecondFieldWhereOneMayStand(String name) {
        var second = INVITE.replaceFirst("\r\n", "\r\n" + name + ": 4711 INVITE\r\n");

        assertThat(fault(second).expected()).isEqualTo("one " + name + " header field, not several");
    }

    @Test
    @Rfc("3261 §8.1.1.7: messages of RFC 2543 have no branch and need no tag in From")
    void acceptsAnRfc2543RequestWithoutTagBranchAndMaxForwards() {
        var old = request("""
            INVITE sip:UserB@example.com SIP/2.0
            Via: SIP/2.0/UDP iftgw.example.com
            From: <sip:+13035551111@ift.client.example.net;user=phone>
            To: sip:+16505552222@ss1.example.net;user=phone
            Call-ID: inv2543.1717@ift.client.example.com
            CSeq: 56 INVITE

            """.replace("\n", "\r\n"));

        assertThat(old.fromTag()).isEmpty();
        assertThat(old.toTag()).isEmpty();
        assertThat(old.topVia().branch()).isEmpty();
        assertThat(old.maxForwards()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<sip:a@b>;tag=1 | 1",
                "<sip:a@b> ; TAG = x.y | x.y",
                "sip:a@b;tag=88 | 88",
                "sip:a@b ;x=1;tag=88;y | 88",
                "\"<sip:x@y>;tag=no\" <sip:a@b;tag=no>;tag=yes | yes",
                "\"a \\\" ;tag=no <\" <sip:a@b>;tag=yes | yes",
                "A. Bell <sip:a@b>;p=\";tag=no\";tag=yes | yes",
                "Bell <sip:a@b?x=;tag=no>;tag=yes | yes",
                "été <tel:+12;tag=no>;tag=yes | yes",
                "<sip:a@b>;othertag=no;tag=yes;tagged=no | yes",
                "\"\" <sip:a@b>;tag=x;y=\"z\" | x",
            })
    @Rfc("3261 §20.10: what is in quotes or angle brackets is no parameter of the field")
    void readsTheTagAndNoLookalike(String value, String tag) {
        assertThat(request(invite("From: " + value)).fromTag()).hasValue(new Tag(Slice.of(tag)));
        assertThat(request(invite("To: " + value)).toTag()).hasValue(new Tag(Slice.of(tag)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:a@b>",
                "\";tag=1\" <sip:a@b;tag=2>",
                "sip:a@b",
                "token1~ token2 <sip:a@b>;x",
                "sip:a@b;user=phone",
                "\"t\\\"\"<sip:a@b>"
            })
    void seesNoTagWhereThereIsNone(String value) {
        assertThat(request(invite("To: " + value)).toTag()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"unbalanced <sip:a@b>;tag=1",
                "\"a\" sip:a@b",
                "\"a\"",
                "<>",
                "<sip:a@b",
                "sip:a@b>",
                "<sip:a@b>;tag",
                "<sip:a@b>;tag=",
                "<sip:a@b>;tag=\"1\"",
                "<sip:a@b>;tag=1;tag=2",
                "<sip:a@b>;tag=1 2",
                "<sip:a@b>x;tag=1",
                "< sip:a@b>;tag=1",
                "<sip:a@b >;tag=1",
                "Bell, Alexander <sip:a@b>;tag=1",
                "sip:a@b?x=y;tag=1",
                "<sip:a@b>;;tag=1",
                "<sip:a@b>,<sip:c@d>",
                "<<sip:a@b>>;tag=1",
                "a;b <sip:a@b>;tag=1",
                ";tag=1",
                "\"a\u0001\" <sip:a@b>",
                "<sip:a\u0000@b>"
            })
    @Rfc("4475 §3.1.2.6: unterminated quotes and the like are refused")
    void refusesAnAddressThatCouldBeReadTwoWays(String value) {
        assertThat(fault(invite("To: " + value)).answer().code()).isEqualTo(400);
        assertThat(fault(invite("From: " + value)).answer().code()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"0 INVITE, 0", "'0009\r\n INVITE', 9", "2147483648 INVITE, 2147483648", "4294967295\tINVITE, 4294967295"
    })
    @Rfc("3261 §20.16: a CSeq is a decimal number and the method")
    void readsTheCSeqNumber(String value, long number) {
        assertThat(request(invite("CSeq: " + value)).cseq()).isEqualTo(new CSeq(number, Method.INVITE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INVITE",
                "1",
                "1INVITE",
                "-1 INVITE",
                "4294967296 INVITE",
                "36893488147419103232 INVITE",
                "1 INV ITE",
                "1 INVITE;x",
                "0x1 INVITE"
            })
    @Rfc("3261 §8.1.1.5: the sequence number is a 32-bit unsigned integer")
    void refusesACSeqThatIsNot32BitsAndAMethod(String value) {
        assertThat(fault(invite("CSeq: " + value)).answer().code()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 OPTIONS", "1 invite", "1 INVITES"})
    @Rfc("3261 §8.1.1.5: the method of CSeq must match that of the request")
    @Rfc("4475 §3.1.2.17: a mismatch is refused with 400")
    void refusesAMethodInCSeqThatIsNotTheRequests(String value) {
        assertThat(fault(invite("CSeq: " + value)).expected()).isEqualTo("the method of the request in CSeq");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0068, 68", "255, 255"})
    @Rfc("3261 §20.22: Max-Forwards is an integer from 0 to 255")
    void readsMaxForwards(String value, int hops) {
        assertThat(request(invite("Max-Forwards: " + value)).maxForwards()).hasValue(hops);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "256", "-1", "seventy", "70;x", "7 0", "99999999999999999999"})
    @Rfc("3261 §20.22: Max-Forwards is an integer from 0 to 255")
    void refusesMaxForwardsThatIsNoSuchNumber(String value) {
        assertThat(fault(invite("Max-Forwards: " + value)).answer().code()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\n b", "a\u0007"})
    void refusesACallIdWithWhiteSpaceOrControls(String value) {
        assertThat(fault(invite("Call-ID: " + value)).answer().code()).isEqualTo(400);
    }

    @Test
    void refusesATopViaThatNamesNoHost() {
        var fault = fault(INVITE.replaceFirst("Via: .*\r\n", "Via: SIP/2.0/UDP\r\n"));

        assertThat(fault.answer().code()).isEqualTo(400);
        assertThat(fault.response()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.3.1-3: other components, well-formed or not, are ignored")
    void looksAtNoOtherField() {
        var odd = INVITE.replace("Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKinner", "Via: nonsense")
                .replace("Contact: ", "Contact: \"");

        assertThat(request(odd).edit().write().bytes()).hasToString(odd);
    }
}
