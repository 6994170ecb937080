package org.strowger.sip.message;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One Via value (RFC 3261 §20.42): where the response goes. Immutable, a view of bytes.
 *
 * <p>The parameters that every hop asks for are found while it is read, and known by their places.
 */
public final class Via {
    private static final int MAX_PORT = 65_535;
    private static final int PORT_DIGITS = 5;
    private static final char MAX_ASCII = 0x7f;
    private static final int ABSENT = -1;
    /** Of rport, as a client asks for it. */
    private static final int WITHOUT_VALUE = -2;

    private static final long BRANCH_NAME = Grammar.smallWord("branch");
    private static final long RPORT_NAME = Grammar.smallWord("rport");
    private static final long RECEIVED_NAME = Grammar.smallWord("received");
    private static final long MADDR_NAME = Grammar.smallWord("maddr");

    private static final byte[] RPORT = Slice.of(";rport=").bytes();
    private static final byte[] RECEIVED = Slice.of(";received=").bytes();

    private static final long USUAL_PROTOCOL = Grammar.smallWord("SIP/2.0/");

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int transportStart;
    private final int hostStart;
    private final int hostEnd;
    private final int port;
    private final int sentByEnd;
    /** These are set while the Via is made, and never again. */
    private int branchStart = ABSENT;

    private int branchEnd = ABSENT;
    private int receivedStart = ABSENT;
    private int receivedEnd = ABSENT;
    private int rport = ABSENT;
    /** Behind the name of the one rport without a value. */
    private int rportEnd = ABSENT;

    private boolean hasMaddr;

    private Via(Slice text) throws MalformedMessageException {
        bytes = text.bytes();
        start = text.start();
        end = text.end();
        transportStart = endOfProtocol(text);
        int transportEnd = endOfTransport();
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
        var cursor = cursor();
        while (cursor.next()) {
            note(cursor);
        }
        if (cursor.at() < end) {
            throw Grammar.malformed("a Via parameter", text, cursor.at());
        }
    }

    /**
     * The same up to its parameters, which may differ.
     *
     * @param moved how far it stands behind the place where the other stands in its own bytes
     */
    private Via(Via other, Slice text, int moved) {
        bytes = text.bytes();
        start = text.start();
        end = text.end();
        transportStart = other.transportStart + moved;
        hostStart = other.hostStart + moved;
        hostEnd = other.hostEnd + moved;
        port = other.port;
        sentByEnd = other.sentByEnd + moved;
        rport = other.rport;
        hasMaddr = other.hasMaddr;
    }

    /** Keeps where the parameter stands, if it is asked for at every hop; of two with one name the first counts. */
    private void note(Parameters.Cursor cursor) {
        if (branchStart == ABSENT && cursor.isNamed(BRANCH_NAME)) {
            branchStart = cursor.valueStart();
            branchEnd = cursor.valueEnd();
        } else if (rport == ABSENT && cursor.isNamed(RPORT_NAME)) {
            int number = (int) Grammar.number(bytes, cursor.valueStart(), cursor.valueEnd(), MAX_PORT);
            rport = number < 0 ? WITHOUT_VALUE : number;
            rportEnd = cursor.isFlag() ? cursor.nameEnd() : ABSENT;
        } else if (receivedStart == ABSENT && cursor.isNamed(RECEIVED_NAME)) {
            receivedStart = cursor.valueStart();
            receivedEnd = cursor.valueEnd();
        } else {
            hasMaddr |= cursor.isNamed(MADDR_NAME);
            rportEnd = cursor.isNamed(RPORT_NAME) ? ABSENT : rportEnd;
        }
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
        return slice(transportStart, endOfTransport());
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
        return branchStart == ABSENT ? Optional.empty() : Optional.of(new Branch(slice(branchStart, branchEnd)));
    }

    /** Whether both have the same branch, or none. */
    public boolean hasBranchOf(Via other) {
        return Arrays.equals(
                bytes,
                Math.max(branchStart, 0),
                Math.max(branchEnd, 0),
                other.bytes,
                Math.max(other.branchStart, 0),
                Math.max(other.branchEnd, 0));
    }

    /** An IPv6 address without brackets, whether or not it has them ("implementations … should be able to parse both", RFC 5118 §4.5). */
    public Optional<Slice> received() {
        return receivedStart == ABSENT
                ? Optional.empty()
                : Optional.of(withoutBrackets(slice(receivedStart, receivedEnd)));
    }

    /** Whether there is an rport parameter, with or without a value (RFC 3581 §3). */
    public boolean hasRport() {
        return rport != ABSENT;
    }

    /** Its value; empty if it has none, or one that is no port. */
    public OptionalInt rport() {
        return rport < 0 ? OptionalInt.empty() : OptionalInt.of(rport);
    }

    public Optional<Slice> maddr() {
        return hasMaddr ? parameters().value("maddr") : Optional.empty();
    }

    public Parameters parameters() {
        return new Parameters(slice(sentByEnd, end), false);
    }

    /** The value as it stands. */
    public Slice text() {
        return slice(start, end);
    }

    /**
     * The same with the mark of the source it came from (RFC 3261 §18.2.1, RFC 3581 §4): received, and a value for rport where the
     * Via has it; empty if it needs none. Throws IllegalArgumentException if the host is none.
     */
    Optional<Via> receivedFrom(String host, int port) {
        // "the server MUST insert a "received" parameter […] even if it is identical to the value of the "sent-by"
        // component" (RFC 3581)
        boolean isNeeded = hasRport() || !isSentBy(host);
        return isNeeded || receivedStart != ABSENT
                ? Optional.of(marked(isNeeded ? checked(host) : "", port))
                : Optional.empty();
    }

    /** The same as {@link Pen#via} wrote it at the start of that value, with a branch and rport. */
    Via branched(Slice value, Slice branch) {
        var via = new Via(this, value, value.start() - start);
        via.branchEnd = value.end() - Pen.RPORT.length;
        via.branchStart = via.branchEnd - branch.length();
        via.rport = WITHOUT_VALUE;
        return via;
    }

    /**
     * The same for a request to a multicast group: the client transport "MUST add the "maddr" parameter […], and for IPv4, SHOULD add the
     * "ttl" parameter with a value of 1" (RFC 3261 §18.1.1).
     */
    public Via toGroup(String address) {
        var via = new Via(this, Slice.joined(text(), Slice.of(";maddr=" + address + ";ttl=1")), -start);
        via.hasMaddr = true;
        return via;
    }

    /** The same where it was copied to. */
    Via at(byte[] copy, int place) {
        int moved = place - start;
        var via = new Via(this, new Slice(copy, place, end + moved), moved);
        if (branchStart != ABSENT) {
            via.branchStart = branchStart + moved;
            via.branchEnd = branchEnd + moved;
        }
        if (receivedStart != ABSENT) {
            via.receivedStart = receivedStart + moved;
            via.receivedEnd = receivedEnd + moved;
        }
        return via;
    }

    /** As it stands. */
    @Override
    public String toString() {
        return text().toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Via theirs && text().equals(theirs.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    private boolean isSentBy(String address) {
        var host = host();
        return host.isIgnoreCase(address)
                || host.at(0) == '[' && withoutBrackets(host).isIgnoreCase(address);
    }

    /**
     * The parameters as they stand but for rport, which gets its value, and received, which goes last whatever stood there.
     *
     * @param host empty if it does not go there
     */
    private Via marked(String host, int number) {
        return rportEnd == ABSENT || receivedStart != ABSENT ? markedAnew(host, number) : markedAtItsEnds(host, number);
    }

    /** Where rport lacks its value and there is no received, as from nearly all phones. */
    private Via markedAtItsEnds(String host, int number) {
        byte[] marked = new byte[end - start + added(host)];
        int at = put(bytes, start, rportEnd, marked, 0);
        marked[at] = '=';
        at = Pen.digits(number, marked, at + 1);
        int moved = at - rportEnd;
        at = put(RECEIVED, marked, put(bytes, rportEnd, end, marked, at));
        int marksEnd = put(host, marked, at);
        var via = new Via(this, new Slice(marked, 0, marksEnd), -start);
        via.branchStart = branchStart == ABSENT ? ABSENT : branchStart + (branchStart > rportEnd ? moved : -start);
        via.branchEnd = via.branchStart + branchEnd - branchStart;
        via.rport = number;
        via.receivedStart = at;
        via.receivedEnd = marksEnd;
        return via;
    }

    private Via markedAnew(String host, int number) {
        byte[] marked = new byte[end - start + added(host)];
        int at = put(bytes, start, sentByEnd, marked, 0);
        int branch = ABSENT;
        boolean isWritten = false;
        var cursor = cursor();
        for (int from = cursor.at(); cursor.next(); from = cursor.at()) {
            if (cursor.isNamed(RPORT_NAME)) {
                at = isWritten ? at : Pen.digits(number, marked, put(RPORT, marked, at));
                isWritten = true;
            } else if (!cursor.isNamed(RECEIVED_NAME)) {
                branch = cursor.valueStart() == branchStart ? at + branchStart - from : branch;
                at = put(bytes, from, cursor.at(), marked, at);
            }
        }
        at = host.isEmpty() ? at : put(host, marked, put(RECEIVED, marked, at));
        var via = new Via(this, new Slice(marked, 0, at), -start);
        via.branchStart = branch;
        via.branchEnd = branch + branchEnd - branchStart;
        via.rport = isWritten ? number : ABSENT;
        if (!host.isEmpty()) {
            via.receivedStart = at - host.length();
            via.receivedEnd = at;
        }
        return via;
    }

    /** How many bytes a mark may add. */
    private int added(String host) {
        return (hasRport() ? RPORT.length + PORT_DIGITS : 0) + (host.isEmpty() ? 0 : RECEIVED.length + host.length());
    }

    private static int put(byte[] text, byte[] target, int at) {
        return put(text, 0, text.length, target, at);
    }

    private static int put(byte[] text, int from, int to, byte[] target, int at) {
        System.arraycopy(text, from, target, at, to - from);
        return at + to - from;
    }

    private static int put(String ascii, byte[] target, int at) {
        for (int i = 0; i < ascii.length(); i++) {
            target[at + i] = (byte) ascii.charAt(i);
        }
        return at + ascii.length();
    }

    private static String checked(String address) {
        boolean isAddress = !address.isEmpty();
        for (int i = 0; i < address.length(); i++) {
            char octet = address.charAt(i);
            isAddress &= octet <= MAX_ASCII && Grammar.is(Grammar.VALUE, (byte) octet);
        }
        if (!isAddress) {
            throw new IllegalArgumentException("\"%s\" is no address".formatted(address));
        }
        return address;
    }

    private int endOfTransport() {
        return Grammar.endOf(Grammar.TOKEN, bytes, transportStart, end);
    }

    private Slice slice(int from, int to) {
        return new Slice(bytes, from, to);
    }

    private Parameters.Cursor cursor() {
        return new Parameters.Cursor(bytes, sentByEnd, end, false);
    }

    private static Slice withoutBrackets(Slice host) {
        boolean hasBrackets = host.length() > 1 && host.at(0) == '[' && host.at(host.length() - 1) == ']';
        return hasBrackets ? host.part(1, host.length() - 1) : host;
    }

    /** Behind the name and the version of the protocol, which nearly all Vias spell alike. */
    private static int endOfProtocol(Slice text) throws MalformedMessageException {
        int behind = text.start() + Long.BYTES;
        return text.length() > Long.BYTES && Grammar.lower(text.word(0)) == USUAL_PROTOCOL
                ? Grammar.skipSpace(text.bytes(), behind, text.end())
                : behindSlash(text, behindSlash(text, text.start()));
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
