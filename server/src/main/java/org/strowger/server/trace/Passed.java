package org.strowger.server.trace;

import java.net.InetSocketAddress;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Protocol;

/**
 * One message that passed the server.
 *
 * @param message as it stood on the wire
 * @param from whose message it was: ours for what we sent
 * @param to whom it was for: us for what we received
 * @param atNanos the loop's monotonic time when it passed
 */
public record Passed(
        Slice message,
        Protocol protocol,
        InetSocketAddress from,
        InetSocketAddress to,
        boolean received,
        long atNanos) {
    /** The other end, whichever way the message went. */
    public InetSocketAddress peer() {
        return received ? from : to;
    }
}
