package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.cost.Budget;
import org.strowger.sip.testing.cost.CallMessages;
import org.strowger.sip.testing.cost.Meter;

/** What a message costs in bytes that is read, or read and passed on. */
class MessageAllocationTest {
    private static final byte[] INVITE = CallMessages.invite(1);
    private static final Via SENT_BY = via("SIP/2.0/UDP 192.0.2.1:5060");
    private static final Slice BRANCH = Slice.of("z9hG4bK3kP0aZ9xQ2");
    private static final Slice RECORD_ROUTE = Slice.of("<sip:0123456789abcdef0123456789abcdef@192.0.2.1:5060;lr>");

    @Test
    void readsAnInviteIntoFewBytes() {
        assertThat(INVITE).hasSizeBetween(650, 750);

        Budget.PARSED_INVITE.covers(Meter.each(() -> parse(INVITE)));
    }

    @Test
    void passesAnInviteOnWithFewBytes() {
        Budget.FORWARDED_INVITE.covers(Meter.each(MessageAllocationTest::forwardInvite));
    }

    @Test
    void passesAnAnswerOnWithFewBytes() {
        var answer = CallMessages.ok(1, forwardInvite());

        Budget.FORWARDED_OK.covers(Meter.each(() -> forwardAnswer(answer)));
    }

    private static SipRequest forwardInvite() {
        var request = (SipRequest) parse(INVITE);
        return request.receivedFrom("192.0.2.50", 5080)
                .edit()
                .maxForwards(request.maxForwards().orElseThrow() - 1)
                .prepend(HeaderName.RECORD_ROUTE, RECORD_ROUTE)
                .write(SENT_BY, BRANCH);
    }

    private static SipResponse forwardAnswer(byte[] answer) {
        return ((SipResponse) parse(answer)).edit().removeTopVia().write();
    }

    private static Via via(String text) {
        try {
            return Via.parse(Slice.of(text));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static SipMessage parse(byte[] message) {
        try {
            return SipParser.parse(message);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }
}
