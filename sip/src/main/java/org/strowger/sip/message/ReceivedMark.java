package org.strowger.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a server adds to the top Via of a request: where it came from (RFC 3261 §18.2.1, RFC 3581 §4). */
final class ReceivedMark {
    private static final int PORT_DIGITS = 5;

    private ReceivedMark() {}

    /** The Via with its mark; empty if it needs none. */
    static Optional<Via> on(Via via, String host, int port) {
        // "the server MUST insert a "received" parameter […] even if it is identical to the value of the "sent-by"
        // component" (RFC 3581)
        boolean isNeeded = via.hasRport() || !isSentBy(via.host(), host);
        if (!isNeeded && !via.parameters().has("received")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Via.parse(write(via, isNeeded ? ";received=" + host : "", ";rport=" + port)));
        } catch (MalformedMessageException malformed) {
            throw new IllegalArgumentException("\"%s\" is no address".formatted(host), malformed);
        }
    }

    private static boolean isSentBy(Slice sentBy, String host) {
        return sentBy.isIgnoreCase(host)
                || sentBy.at(0) == '[' && sentBy.part(1, sentBy.length() - 1).isIgnoreCase(host);
    }

    /** The parameters as they stand but for rport, which gets its value, and received, which goes last whatever stood there. */
    private static Slice write(Via via, String received, String rport) {
        byte[] from = via.text().bytes();
        var parameters = via.parameters().text();
        byte[] marked = new byte[via.text().length() + received.length() + rport.length() + PORT_DIGITS];
        int at = new Slice(from, via.text().start(), parameters.start()).copyTo(marked, 0);
        var cursor = new ParameterCursor(from, parameters.start(), parameters.end(), false);
        boolean hasRport = false;
        for (int start = cursor.at(); cursor.next(); start = cursor.at()) {
            if (cursor.isNamed("rport") && !hasRport) {
                at = ascii(rport).copyTo(marked, at);
                hasRport = true;
            } else if (!cursor.isNamed("received") && !cursor.isNamed("rport")) {
                at = new Slice(from, start, cursor.at()).copyTo(marked, at);
            }
        }
        at = ascii(received).copyTo(marked, at);
        return new Slice(marked, 0, at);
    }

    private static Slice ascii(String text) {
        return Slice.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
