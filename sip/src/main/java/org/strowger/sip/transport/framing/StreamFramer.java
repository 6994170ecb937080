package org.strowger.sip.transport.framing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.strowger.sip.message.Limits;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;

/**
 * Cuts a stream of bytes into messages by their Content-Length (RFC 3261 §18.3). Owned by the thread of its connection.
 *
 * <p>Holds nothing between messages, and never more than one message and what was read with it. Bytes that dribble in one by one are
 * looked at once each, until an empty line shows that the header section may be complete.
 */
public final class StreamFramer implements Framer {
    /** "a client sends a double-CRLF (the "ping")" (RFC 5626 §3.5.1). */
    private static final byte[] PING = {'\r', '\n', '\r', '\n'};

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int start;
    private int end;
    /** Up to where no end of the header section was found. */
    private int scanned;
    /** Bytes of the message that begins at start; 0 while that is not known. */
    private int needed;

    private int pingBytes;
    private long taken;

    @Override
    public boolean isPartial() {
        return end > start;
    }

    /** Messages cut out so far. */
    @Override
    public long taken() {
        return taken;
    }

    @Override
    public void add(ByteBuffer read, Sink sink) throws MalformedMessageException {
        append(read);
        skipLineEnds(sink);
        while (isPartial() && isComplete()) {
            sink.message(take());
            skipLineEnds(sink);
        }
        if (!isPartial()) {
            bytes = NOTHING;
            start = 0;
            end = 0;
            scanned = 0;
        }
    }

    private void append(ByteBuffer read) {
        int kept = end - start;
        int wanted = kept + read.remaining();
        if (bytes.length - end < read.remaining()) {
            // doubled, so that a dribble is not copied again for every byte
            var larger = new byte[kept == 0 ? wanted : Math.max(wanted, 2 * kept)];
            System.arraycopy(bytes, start, larger, 0, kept);
            bytes = larger;
            scanned -= start;
            start = 0;
        }
        end = start + wanted;
        read.get(bytes, start + kept, wanted - kept);
    }

    /** "Implementations […] MUST ignore any CRLF appearing before the start-line" (RFC 3261 §7.5). */
    private void skipLineEnds(Sink sink) {
        while (start < end && (bytes[start] == '\r' || bytes[start] == '\n')) {
            pingBytes = bytes[start] == PING[pingBytes] ? pingBytes + 1 : 0;
            if (pingBytes == PING.length) {
                pingBytes = 0;
                sink.ping();
            }
            start++;
        }
        if (start < end) {
            pingBytes = 0;
        }
        scanned = Math.max(scanned, start);
    }

    private boolean isComplete() throws MalformedMessageException {
        if (needed == 0 && (hasEmptyLine() || end - start >= Limits.MESSAGE_BYTES)) {
            needed = SipParser.frame(bytes, start, end);
        }
        return needed > 0 && end - start >= needed;
    }

    private boolean hasEmptyLine() {
        while (scanned < end) {
            if (bytes[scanned] == '\n' && endsEmptyLine(scanned)) {
                return true;
            }
            scanned++;
        }
        return false;
    }

    private boolean endsEmptyLine(int lineFeed) {
        int before = lineFeed - 1;
        if (before > start && bytes[before] == '\r') {
            before--;
        }
        return before >= start && bytes[before] == '\n';
    }

    private byte[] take() {
        boolean whole = start == 0 && needed == bytes.length;
        var message = whole ? bytes : Arrays.copyOfRange(bytes, start, start + needed);
        start += needed;
        scanned = start;
        needed = 0;
        taken++;
        return message;
    }
}
