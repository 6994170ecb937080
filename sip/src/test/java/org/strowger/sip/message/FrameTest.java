package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.INVITE_HEAD;
import static org.strowger.sip.message.Messages.OK;
import static org.strowger.sip.message.Messages.bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

/** Where messages end in a stream. */
class FrameTest {
    private static int frame(String stream) throws MalformedMessageException {
        return SipParser.frame(bytes(stream), 0, bytes(stream).length);
    }

    private static MalformedMessageException refusal(String stream) {
        try {
            throw new AssertionError("framed " + frame(stream) + " bytes");
        } catch (MalformedMessageException malformed) {
            return malformed;
        }
    }

    @Test
    @Rfc("3261 §18.3-4: Content-Length tells the end of a message in a stream")
    void endsAMessageWhereItsLengthSays() throws MalformedMessageException {
        assertThat(frame(INVITE)).isEqualTo(INVITE.length());
        assertThat(frame(INVITE + OK)).isEqualTo(INVITE.length());
        assertThat(frame(OK + INVITE)).isEqualTo(OK.length());
    }

    @Test
    void knowsTheLengthBeforeTheBodyHasCome() throws MalformedMessageException {
        assertThat(frame(INVITE.substring(0, INVITE.indexOf("\r\n\r\n") + 4))).isEqualTo(INVITE.length());
    }

    @Test
    void waitsForTheEndOfTheHeaderFieldsHoweverTheBytesAreCut() throws MalformedMessageException {
        int head = INVITE.indexOf("\r\n\r\n") + 4;

        for (int length = 0; length < head; length++) {
            assertThat(frame(INVITE.substring(0, length)))
                    .as("the first %d bytes", length)
                    .isZero();
        }
    }

    @Test
    void looksOnlyBetweenStartAndEnd() throws MalformedMessageException {
        byte[] stream = bytes("\n\n" + OK + "garbage");

        assertThat(SipParser.frame(stream, 2, 2 + OK.length())).isEqualTo(OK.length());
        assertThat(SipParser.frame(stream, 2, 1 + OK.length())).isZero();
    }

    @Test
    void isNotMisledByFoldedEmptyLines() throws MalformedMessageException {
        var folded = INVITE.replaceFirst("\r\n", "\r\nSubject: x\r\n \r\n\t\r\n");

        assertThat(frame(folded)).isEqualTo(folded.length());
    }

    @Test
    @Rfc("3261 §18.3-4: Content-Length MUST be used with stream oriented transports")
    void refusesAMessageWithoutLength() {
        assertThat(refusal(INVITE_HEAD + "\r\n").expected()).isEqualTo("a Content-Length header field");
        assertThat(refusal(INVITE_HEAD + "\r\n").response()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: -1\r\n", "l: x\r\n", "Content-Length: 1\r\nl: 2\r\n", "l: 99999999999\r\n"})
    void refusesALengthThatFramesNothing(String line) {
        assertThat(refusal(INVITE_HEAD + line + "\r\n").answer().code()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "INVITE sip:b SIP/2.0\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\r\n\r\n",
                "\u0016\u0003\u0001\n"
            })
    void refusesWhatIsNoMessageAsSoonAsThatIsPlain(String stream) {
        assertThat(refusal(stream).answer().code()).isEqualTo(400);
    }

    @Test
    void countsTheSameLengthTwiceAsOne() throws MalformedMessageException {
        assertThat(frame(INVITE_HEAD + "l: 3\r\nl: 3\r\n\r\n")).isEqualTo(INVITE_HEAD.length() + 12 + 2 + 3);
    }

    @Test
    void failsOnRangesOutsideOfTheArray() {
        assertThatThrownBy(() -> SipParser.frame(new byte[2], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
