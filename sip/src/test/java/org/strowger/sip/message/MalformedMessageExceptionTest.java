package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.fault;
import static org.strowger.sip.message.Messages.inviteWith;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class MalformedMessageExceptionTest {
    private static SipResponse answerTo(String request) {
        return fault(request).response().orElseThrow();
    }

    @Test
    void saysWhatWasExpectedWhereAndWhatStoodThere() {
        var message = new Slice(Messages.bytes("xxxxVia: nonsense"), 4, 17);

        var fault = MalformedMessageException.at("a host", message, 5);

        assertThat(fault).hasMessage("expected a host at byte 9, found \"nonsense\"");
        assertThat(fault.expected()).isEqualTo("a host");
        assertThat(fault.answer()).isEqualTo(Status.of(400));
        assertThat(fault.response()).isEmpty();
        assertThat(fault.getStackTrace()).isEmpty();
    }

    @Test
    void showsAtMost40BytesAndNoneThatIsNotPrintable() {
        var fault = MalformedMessageException.at("x", Slice.of("\r\n\t\u0000\u007f\"\\é" + "y".repeat(50)), 0);

        assertThat(fault)
                .hasMessage(
                        "expected x at byte 0, found \"\\r\\n\\t\\x00\\x7f\\\"\\\\\\xc3\\xa9" + "y".repeat(31) + "\"");
    }

    @Test
    void pointsIntoTheInputWhateverItIsTold() {
        assertThat(MalformedMessageException.at("x", Slice.of("ab"), 7)).hasMessage("expected x at byte 2, found \"\"");
        assertThat(MalformedMessageException.at("x", Slice.of("ab"), -1))
                .hasMessage("expected x at byte 0, found \"ab\"");
    }

    @Test
    @Rfc("3261 §21.4.1: the reason phrase identifies the syntax problem in more detail")
    @Rfc("3261 §8.2.6.2: Via, From, Call-ID, CSeq and To of the response are those of the request")
    void answersABadRequestWithWhatIsWrongWithIt() {
        var answer = answerTo(inviteWith("Max-Forwards: many"));

        assertThat(answer.bytes().toString())
                .isEqualTo("""
                    SIP/2.0 400 Bad Request, expected a Max-Forwards of 0 to 255
                    Via: SIP/2.0/UDP client.atlanta.example.com:5060;branch=z9hG4bK74bf9;rport
                    Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKinner
                    From: Alice <sip:alice@atlanta.example.com>;tag=9fxced76sl
                    To: Bob <sip:bob@biloxi.example.com>;tag=%s
                    Call-ID: 3848276298220188511@atlanta.example.com
                    CSeq: 1 INVITE
                    Content-Length: 0

                    """.formatted(answer.toTag().orElseThrow()).replace("\n", "\r\n"));
        assertThat(answer.topVia().sentBy()).hasToString("client.atlanta.example.com:5060");
        assertThat(answer.cseq()).isEqualTo(new CSeq(1, Method.INVITE));
        assertThat(answer.viaCount()).isEqualTo(2);
    }

    @Test
    void writesAnAnswerThatCanBeReadWhereTheFaultIsNotInTheRepeatedFields() throws MalformedMessageException {
        var answer = answerTo(inviteWith("Max-Forwards: many"));

        assertThat(SipParser.parse(answer.bytes().toBytes()).toTag()).isEqualTo(answer.toTag());
    }

    @Test
    @Rfc("3581 §4-1: rport gets the source port")
    @Rfc("3581 §4-2: received is inserted")
    void marksTheViaOfTheAnswerWithTheSource() {
        var answer = fault(inviteWith("Max-Forwards: many"))
                .response("192.0.2.99", 40_000)
                .orElseThrow();

        assertThat(answer.bytes().toString())
                .contains("\r\n"
                        + "Via: SIP/2.0/UDP"
                        + " client.atlanta.example.com:5060;branch=z9hG4bK74bf9;rport=40000;received=192.0.2.99\r\n");
        assertThat(answer.topVia().received()).hasValue(Slice.of("192.0.2.99"));
    }

    @Test
    @Rfc("3261 §8.2.7: the same To tag for retransmissions of a request")
    void givesRetransmissionsTheSameTag() {
        var broken = inviteWith("Max-Forwards: many");

        assertThat(answerTo(broken).toTag()).isEqualTo(answerTo(broken).toTag());
        assertThat(answerTo(broken).toTag())
                .isNotEqualTo(answerTo(broken.replace("3848", "3849")).toTag());
    }

    @Test
    void keepsTheTagThatToHas() {
        var broken = inviteWith("To: <sip:b@c>;tag=mine").replace("Max-Forwards: 70", "Max-Forwards: many");

        assertThat(answerTo(broken).toTag()).hasValue(new Tag(Slice.of("mine")));
        assertThat(answerTo(broken).bytes().toString()).contains("To: <sip:b@c>;tag=mine\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To: \"Mr. J. User <sip:j.user@example.com>",
                "From: \"a",
                "CSeq: x",
                "Call-ID: a b",
                "CSeq: 5 BYE"
            })
    void repeatsFieldsThatCannotBeReadAsTheyStand(String line) {
        assertThat(answerTo(inviteWith(line)).bytes().toString()).contains("\r\n" + line);
    }

    @Test
    void numbersAnAnswerZeroWhereCSeqCannotBeRead() {
        assertThat(answerTo(inviteWith("CSeq: x")).cseq()).isEqualTo(new CSeq(0, Method.INVITE));
    }

    @Test
    void answersViaWithBadParametersToItsSentBy() {
        var answer = answerTo(INVITE.replace(";branch=z9hG4bK74bf9;rport", ";;,;,,"));

        assertThat(answer.topVia().sentBy()).hasToString("client.atlanta.example.com:5060");
        assertThat(answer.bytes().toString()).contains("Via: SIP/2.0/UDP client.atlanta.example.com:5060;;,;,,\r\n");
    }

    @Test
    void putsSpacesInThePlaceOfLineEndsAndControls() {
        var answer = answerTo(
                INVITE.replace("Alice <sip", "Al\u0007ice\r\n <sip").replace("CSeq: 1 INVITE\r\n", "CSeq: 1\rX: y\n"));

        assertThat(answer.bytes().toString())
                .contains("From: Al ice   <sip:alice@")
                .contains("CSeq: 1 X: y\r\n");
    }

    @Test
    void answersARequestWithLfForLineEnds() {
        assertThat(answerTo(INVITE.replace("\r\n", "\n")).bytes().toString()).contains("\r\nCSeq: 1 INVITE\r\n");
    }

    @ParameterizedTest
    @CsvSource({"SIP/7.0, 505", "XIP/2.0, 400"})
    void answersABadStartLine(String version, int code) {
        assertThat(answerTo(INVITE.replaceFirst("SIP/2.0", version)).status().code())
                .isEqualTo(code);
    }

    @Test
    @Rfc("3261 §17.1.1.3: an ACK is never responded to")
    void neverAnswersAck() {
        var ack = inviteWith("Max-Forwards: many").replace("INVITE", "ACK");

        assertThat(fault(ack).response()).isEmpty();
        assertThat(fault(ack).response("192.0.2.1", 5060)).isEmpty();
    }

    @Test
    void neverAnswersAResponse() {
        assertThat(fault(Messages.OK.replace("CSeq: 1", "CSeq: x")).response()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "To", "Call-ID"})
    @Rfc("4475 §3.3.1: ideally, it will respond with a 400")
    @Rfc("3261 §17.1.3: the branch in Via and the method in CSeq match a response to its transaction")
    void answersWithoutTheFieldThatIsMissing(String name) {
        var answer = answerTo(Messages.inviteWithout(name));

        assertThat(answer.status().code()).isEqualTo(400);
        assertThat(answer.headers().has(HeaderName.of(name))).isFalse();
        assertThat(answer.bytes().toString())
                .startsWith("SIP/2.0 400 Bad Request, expected a " + name + " header field\r\nVia: SIP/2.0/UDP client")
                .contains("\r\nCSeq: 1 INVITE\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "CSeq"})
    void answersNothingThatCannotBeFoundAgain(String name) {
        assertThat(fault(Messages.inviteWithout(name)).response()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via: x", "Via: SIP/2.0/UDP ;branch=1", "Via: ,"})
    void answersNothingWithoutAnAddressInTheTopVia(String via) {
        assertThat(fault(INVITE.replaceFirst("Via: .*\r\n", via + "\r\n")).response())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "INVITE", "\u0000\u0001\u0002", ":::\r\n:::\r\n\r\n", "INVITE x\r\nVia\r\nFrom"})
    void answersNoNoise(String noise) {
        assertThat(fault(noise).response()).isEmpty();
    }
}
