package org.strowger.sip.transport;

import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;

/**
 * How a peer reaches us: what Via (and Record-Route, Contact) carry towards it (RFC 3261 §18.1.1). Immutable; made once for a listening
 * point, with the text that every message needs.
 */
public final class SentBy {
    private static final String PROTOCOL = "SIP/2.0/";

    private final Protocol protocol;
    private final String host;
    private final int port;
    private final Via via;

    /**
     * @param host address literal or the advertised name; an IPv6 address has its brackets
     * @param port always there
     */
    public SentBy(Protocol protocol, String host, int port) {
        this.protocol = protocol;
        this.host = host;
        this.port = port;
        this.via = via(PROTOCOL + protocol.name() + " " + host + ":" + port);
    }

    private static Via via(String text) {
        try {
            return Via.parse(Slice.of(text));
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(
                    "expected a host and a port that a Via can name, found \"" + text + "\"", e);
        }
    }

    public Protocol protocol() {
        return protocol;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** A Via that has no parameters yet. */
    public Via via() {
        return via;
    }

    /** {@code host:port}. */
    public Slice hostAndPort() {
        int from = PROTOCOL.length() + protocol.name().length() + 1;
        return via.text().part(from, via.text().length());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof SentBy theirs && via.equals(theirs.via);
    }

    @Override
    public int hashCode() {
        return via.hashCode();
    }

    @Override
    public String toString() {
        return via.toString();
    }
}
