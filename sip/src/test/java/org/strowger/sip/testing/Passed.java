package org.strowger.sip.testing;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Protocol;

/**
 * One message that a false network was given.
 *
 * @param after when it was sent, from the beginning of the clock
 * @param from name of the sender
 * @param to name of the receiver, or its address if nobody is there
 * @param copies how many of it arrive: none if it was lost
 */
public record Passed(
        Duration after, String from, String to, Protocol protocol, InetSocketAddress target, Slice bytes, int copies) {
    /** As it was read at the other side. */
    public SipMessage message() {
        try {
            return SipParser.parse(bytes.toBytes());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("not a SIP message: " + firstLine(), e);
        }
    }

    public String firstLine() {
        int end = bytes.indexOf('\r');
        return bytes.part(0, end < 0 ? Math.min(bytes.length(), 80) : end).toString();
    }

    /** The first line and the method of its CSeq: enough for most assertions. */
    public String summary() {
        String text = new String(bytes.toBytes(), StandardCharsets.UTF_8);
        int cseq = text.indexOf("\r\nCSeq:");
        String number = cseq < 0
                ? ""
                : text.substring(cseq + 7, text.indexOf('\r', cseq + 2)).strip();
        return firstLine() + " (" + number + ")";
    }

    /** One row of a ladder. */
    @Override
    public String toString() {
        return "%8d ms  %-8s %s %-8s  %s  %s%s"
                .formatted(
                        after.toMillis(),
                        from,
                        copies == 0 ? "--x " : "--->",
                        to,
                        protocol,
                        summary(),
                        copies > 1 ? " x" + copies : "");
    }
}
