package org.strowger.sip.message;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** One Via value (RFC 3261 §20.42): where the response goes. Immutable, a view of bytes. */
public final class Via {
    private static final int MAX_PORT = 65_535;

    private final Slice text;
    private final int transportStart;
    private final int transportEnd;
    private final int hostStart;
    private final int hostEnd;
    private final int port;
    private final int sentByEnd;
    private final int branchStart;
    private final int branchEnd;

    private Via(Slice text) throws MalformedMessageException {
        this.text = text;
        byte[] bytes = text.bytes();
        int end = text.end();
        int versionStart = behindSlash(text, text.start());
        transportStart = behindSlash(text, versionStart);
        transportEnd = Grammar.endOf(Grammar.TOKEN, bytes, transportStart, end);
        hostStart = Grammar.skipSpace(bytes, transportEnd, end);
        checkTransport(text, transportStart, transportEnd, hostStart);
        hostEnd = Host.end(text, hostStart);
        int colon = Grammar.skipSpace(bytes, hostEnd, end);
        if (colon < end && bytes[colon] == ':') {
            int portStart = Grammar.skipSpace(bytes, colon + 1, end);
            sentByEnd = Grammar.endOf(Grammar.DIGIT, bytes, portStart, end);
            port = (int) Grammar.number(bytes, portStart, sentByEnd, MAX_PORT);
            if (port < 0) {
                throw Grammar.malformed("a port", text, portStart);
            }
        } else {
            sentByEnd = hostEnd;
            port = -1;
        }
        var cursor = new Parameters.Cursor(bytes, sentByEnd, end, false);
        int start = -1;
        int stop = -1;
        while (cursor.next()) {
            if (start < 0 && cursor.isNamed("branch")) {
                start = cursor.valueStart();
                stop = cursor.valueEnd();
            }
        }
        if (cursor.at() < end) {
            throw Grammar.malformed("a Via parameter", text, cursor.at());
        }
        branchStart = start;
        branchEnd = stop;
    }

    private static void checkTransport(Slice text, int start, int end, int host) throws MalformedMessageException {
        if (end == start || host == end) {
            throw Grammar.malformed("a transport and white space", text, end);
        }
    }

    public static Via parse(Slice value) throws MalformedMessageException {
        return new Via(value.trimmed());
    }

    /** UDP, TCP, TLS, WS, WSS or another token. */
    public Slice transport() {
        return slice(transportStart, transportEnd);
    }

    /** Host of the sent-by; an IPv6 reference has its brackets. */
    public Slice host() {
        return slice(hostStart, hostEnd);
    }

    public OptionalInt port() {
        return port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** host[:port] as it stands. */
    public Slice sentBy() {
        return slice(hostStart, sentByEnd);
    }

    public Optional<Branch> branch() {
        return branchStart < 0 ? Optional.empty() : Optional.of(new Branch(slice(branchStart, branchEnd)));
    }

    /** Whether both have the same branch, or none. */
    public boolean hasBranchOf(Via other) {
        return Arrays.equals(
                text.bytes(),
                Math.max(branchStart, 0),
                Math.max(branchEnd, 0),
                other.text.bytes(),
                Math.max(other.branchStart, 0),
                Math.max(other.branchEnd, 0));
    }

    /** An IPv6 address without brackets, whether or not it has them ("implementations … should be able to parse both", RFC 5118 §4.5). */
    public Optional<Slice> received() {
        return parameters().value("received").map(Via::withoutBrackets);
    }

    /** Whether there is an rport parameter, with or without a value (RFC 3581 §3). */
    public boolean hasRport() {
        return parameters().has("rport");
    }

    /** Its value; empty if it has none, or one that is no port. */
    public OptionalInt rport() {
        var value = parameters().value("rport");
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        var digits = value.get();
        int number = (int) Grammar.number(digits.bytes(), digits.start(), digits.end(), MAX_PORT);
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    public Optional<Slice> maddr() {
        return parameters().value("maddr");
    }

    public Parameters parameters() {
        return new Parameters(slice(sentByEnd, text.end()), false);
    }

    /** The value as it stands. */
    public Slice text() {
        return text;
    }

    /**
     * The same with the mark of the source it came from (RFC 3261 §18.2.1, RFC 3581 §4): received, and a value for rport where the
     * Via has it; empty if it needs none. Throws IllegalArgumentException if the host is none.
     */
    Optional<Via> receivedFrom(String host, int port) {
        // "the server MUST insert a "received" parameter […] even if it is identical to the value of the "sent-by"
        // component" (RFC 3581)
        boolean isNeeded = hasRport() || !isSentBy(host);
        if (!isNeeded && !parameters().has("received")) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(marked(isNeeded ? ";received=" + host : "", ";rport=" + port)));
        } catch (MalformedMessageException malformed) {
            throw new IllegalArgumentException("\"%s\" is no address".formatted(host), malformed);
        }
    }

    /** As it stands. */
    @Override
    public String toString() {
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Via theirs && text.equals(theirs.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private boolean isSentBy(String address) {
        var host = host();
        return host.isIgnoreCase(address)
                || host.at(0) == '[' && withoutBrackets(host).isIgnoreCase(address);
    }

    /** The parameters as they stand but for rport, which gets its value, and received, which goes last whatever stood there. */
    private Slice marked(String received, String rport) {
        byte[] marked = new byte[text.length() + received.length() + rport.length()];
        int at = slice(text.start(), sentByEnd).copyTo(marked, 0);
        var cursor = new Parameters.Cursor(text.bytes(), sentByEnd, text.end(), false);
        boolean hasRport = false;
        for (int start = cursor.at(); cursor.next(); start = cursor.at()) {
            if (cursor.isNamed("rport") && !hasRport) {
                at = Slice.of(rport).copyTo(marked, at);
                hasRport = true;
            } else if (!cursor.isNamed("received") && !cursor.isNamed("rport")) {
                at = slice(start, cursor.at()).copyTo(marked, at);
            }
        }
        return new Slice(marked, 0, Slice.of(received).copyTo(marked, at));
    }

    private Slice slice(int from, int to) {
        return new Slice(text.bytes(), from, to);
    }

    private static Slice withoutBrackets(Slice host) {
        boolean hasBrackets = host.length() > 1 && host.at(0) == '[' && host.at(host.length() - 1) == ']';
        return hasBrackets ? host.part(1, host.length() - 1) : host;
    }

    /** Where the token starts that follows the one at {@code from} and a slash with or without white space around it. */
    private static int behindSlash(Slice text, int from) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        int tokenEnd = Grammar.endOf(Grammar.TOKEN, bytes, from, text.end());
        int slash = Grammar.skipSpace(bytes, tokenEnd, text.end());
        if (tokenEnd == from || slash == text.end() || bytes[slash] != '/') {
            throw Grammar.malformed("a protocol and \"/\"", text, tokenEnd);
        }
        return Grammar.skipSpace(bytes, slash + 1, text.end());
    }
}
