package org.strowger.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;
import org.strowger.sip.testing.cost.CallMessages;

/** Our messages: framed, read, and passed on with the edits of a proxy. */
public class MessageBenchmark {
    private static final Via SENT_BY = via("SIP/2.0/UDP 192.0.2.1:5060");
    private static final Slice BRANCH = Slice.of("z9hG4bK3kP0aZ9xQ2");
    private static final Slice RECORD_ROUTE = Slice.of("<sip:0123456789abcdef0123456789abcdef@192.0.2.1:5060;lr>");
    private static final byte[] ANSWER = answer();

    /** Start line and header fields indexed, Content-Length read: what a stream needs to know where a message ends. */
    @Benchmark
    public int index(Invite invite) throws MalformedMessageException {
        var bytes = invite.next();
        return SipParser.frame(bytes, 0, bytes.length);
    }

    /** Indexed, and read with all checks at the door. */
    @Benchmark
    public SipMessage parse(Invite invite) throws MalformedMessageException {
        return SipParser.parse(invite.next());
    }

    /** Read, marked with received and rport, edited as RFC 3261 §16.6 wants, and written. */
    @Benchmark
    public SipRequest forward(Invite invite) throws MalformedMessageException {
        return forwarded(invite.next());
    }

    /** Read, without its topmost Via, and written. */
    @Benchmark
    public SipResponse forwardAnswer() throws MalformedMessageException {
        return ((SipResponse) SipParser.parse(ANSWER)).edit().removeTopVia().write();
    }

    private static SipRequest forwarded(byte[] invite) throws MalformedMessageException {
        var request = (SipRequest) SipParser.parse(invite);
        return request.receivedFrom("192.0.2.50", 5080)
                .edit()
                .maxForwards(request.maxForwards().orElseThrow() - 1)
                .prepend(HeaderName.RECORD_ROUTE, RECORD_ROUTE)
                .write(SENT_BY, BRANCH);
    }

    private static Via via(String text) {
        try {
            return Via.parse(Slice.of(text));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] answer() {
        try {
            return CallMessages.ok(1, forwarded(CallMessages.invite(1)));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }
}
