package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.message.Messages.INVITE_HEAD;
import static org.strowger.sip.message.Messages.OK;
import static org.strowger.sip.message.Messages.fault;
import static org.strowger.sip.message.Messages.message;
import static org.strowger.sip.message.Messages.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

/** How long a message in a datagram is. */
class BodyTest {
    @Test
    @Rfc("3261 §18.3-1: additional bytes beyond the end of the body are discarded")
    void dropsWhatFollowsTheBody() {
        var message = INVITE_HEAD + "Content-Length: 3\r\n\r\nabc";

        assertThat(request(message + "REGISTER sip:x SIP/2.0").body()).hasToString("abc");
        assertThat(request(message + "defg").bytes()).hasToString(message);
    }

    @Test
    @Rfc("3261 §18.3: without Content-Length the body goes to the end of the datagram")
    void takesTheRestForTheBodyWhereNoLengthIsGiven() {
        assertThat(request(INVITE_HEAD + "\r\nabc").body()).hasToString("abc");
        assertThat(request(INVITE_HEAD + "\r\n").body()).isEqualTo(Slice.EMPTY);
    }

    @Test
    @Rfc("3261 §18.3-3: a request cut short is answered with 400")
    @Rfc("4475 §3.1.2.2: Content-Length larger than the message")
    void refusesARequestShorterThanItsLength() {
        var fault = fault(INVITE_HEAD + "Content-Length: 4\r\n\r\nabc");

        assertThat(fault.answer().code()).isEqualTo(400);
        assertThat(fault.response()).isPresent();
    }

    @Test
    @Rfc("3261 §18.3-2: a response cut short is discarded")
    void refusesAResponseShorterThanItsLengthWithoutAnAnswer() {
        var fault = fault(OK.replace("Content-Length: 0", "Content-Length: 1"));

        assertThat(fault.expected()).isEqualTo("a body of 1 bytes");
        assertThat(fault.response()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-999", "", "3 3", "3, 3", "0x3", "2147483648", "99999999999999999999", "three", "+3"})
    @Rfc("4475 §3.1.2.3: a negative Content-Length is refused")
    void refusesALengthThatIsNoNumber(String length) {
        assertThat(fault(INVITE_HEAD + "Content-Length: " + length + "\r\n\r\nabc")
                        .expected())
                .isEqualTo("a Content-Length");
    }

    @Test
    @Rfc("4475 §3.3.9: conflicting Content-Lengths are refused")
    void refusesTwoDifferentLengths() {
        var fault = fault(INVITE_HEAD + "Content-Length: 3\r\nl: 2\r\n\r\nabc");

        assertThat(fault.expected()).isEqualTo("one Content-Length header field, not several");
    }

    @Test
    void acceptsTheSameLengthTwice() {
        assertThat(message(INVITE_HEAD + "Content-Length: 3\r\nl: 3\r\n\r\nabcd")
                        .body())
                .hasToString("abc");
    }
}
