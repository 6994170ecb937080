package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.INVITE_HEAD;
import static org.strowger.sip.message.Messages.bytes;
import static org.strowger.sip.message.Messages.fault;
import static org.strowger.sip.message.Messages.request;

import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

/** Each limit at its edge: what is there is accepted, one more is refused. */
class LimitsTest {
    private static final String ONE_LINE = "INVITE sip:bob@biloxi.example.com SIP/2.0";

    private static String inviteWithBodyToTotal(int bytes) {
        int body = bytes - INVITE_HEAD.length() - "Content-Length: 12345\r\n\r\n".length();
        return INVITE_HEAD + "Content-Length: " + body + "\r\n\r\n" + "x".repeat(body);
    }

    private static int refusalOfStream(String stream) {
        try {
            int length = SipParser.frame(bytes(stream), 0, stream.length());
            throw new AssertionError("framed " + length + " bytes");
        } catch (MalformedMessageException malformed) {
            return malformed.answer().code();
        }
    }

    @Test
    @Rfc("3261 §18.1.1-3: messages up to the maximum datagram packet size are handled")
    @Rfc("3261 §21.5.7: 513 for a message that is too long")
    void readsMessagesOf65535Bytes() {
        assertThat(request(inviteWithBodyToTotal(65_535)).bytes().length()).isEqualTo(65_535);
        assertThat(fault(inviteWithBodyToTotal(65_536)).answer().code()).isEqualTo(513);
    }

    @Test
    @Rfc("3261 §21.4.11: 413 for a body that is too long")
    void framesMessagesOf65535Bytes() throws MalformedMessageException {
        var longest = inviteWithBodyToTotal(65_535);
        var head = longest.substring(0, longest.indexOf("\r\n\r\n") + 4);

        assertThat(SipParser.frame(bytes(head), 0, head.length())).isEqualTo(65_535);
        assertThat(refusalOfStream(inviteWithBodyToTotal(65_536))).isEqualTo(413);
    }

    @Test
    void waitsForNoMoreThan65535BytesOfHeaderFields() throws MalformedMessageException {
        var endless = INVITE_HEAD + "X: y\r\n".repeat(20_000);

        assertThat(SipParser.frame(bytes(endless), 0, 65_534)).isZero();
        assertThat(refusalOfStream(endless.substring(0, 65_535))).isEqualTo(513);
    }

    @Test
    @Rfc("3261 §21.4.12: 414 for a Request-URI that is too long")
    void readsStartLinesOf8192Bytes() throws MalformedMessageException {
        var longest = ONE_LINE.replace("bob", "b".repeat(8192 - ONE_LINE.length() + 3));
        var tooLong = longest.replace("@", "b@");

        assertThat(request(INVITE.replace(ONE_LINE, longest))
                        .requestUri()
                        .text()
                        .length())
                .isGreaterThan(8000);
        assertThat(fault(INVITE.replace(ONE_LINE, tooLong)).answer().code()).isEqualTo(414);
        assertThat(SipParser.frame(bytes(longest + "\r"), 0, 8193)).isZero();
        assertThat(refusalOfStream(tooLong + "\r")).isEqualTo(414);
    }

    @Test
    void reads256HeaderFields() {
        int fields = request(INVITE).headers().size();
        var most = INVITE.replaceFirst("\r\n", "\r\n" + "X: y\r\n".repeat(256 - fields));

        assertThat(request(most).headers().size()).isEqualTo(256);
        assertThat(fault(most.replaceFirst("\r\n", "\r\nX: y\r\n")).answer().code())
                .isEqualTo(513);
    }

    @Test
    void findsAFieldThatIsTheLastOf256() {
        int others = request(INVITE).headers().size() - 1;
        var cseq = "CSeq: " + request(INVITE).cseq() + "\r\n";
        var rest = INVITE.replace(cseq, "").replaceFirst("\r\n", "\r\n" + "X: y\r\n".repeat(255 - others));

        var headers =
                request(rest.replaceFirst("\r\n\r\n", "\r\n" + cseq + "\r\n")).headers();

        assertThat(headers.next(HeaderName.CSEQ, 0)).isEqualTo(255);
        assertThat(headers.next(HeaderName.MAX_FORWARDS, 0)).isLessThan(255);
        assertThat(headers.next(HeaderName.EXPIRES, 0)).isEqualTo(256);
    }

    @Test
    void readsFieldsOf16384Bytes() {
        var longest = "Subject: " + "x".repeat(16_384 - 9);

        assertThat(request(INVITE_HEAD + longest + "\r\n\r\n")
                        .headers()
                        .value(HeaderName.SUBJECT)
                        .orElseThrow()
                        .length())
                .isEqualTo(16_384 - 9);
        assertThat(fault(INVITE_HEAD + longest + "x\r\n\r\n").answer().code()).isEqualTo(513);
    }
}
