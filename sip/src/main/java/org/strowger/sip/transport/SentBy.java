package org.strowger.sip.transport;

import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Slice;

/**
 * How a peer reaches us: what Via (and Record-Route, Contact) carry towards it (RFC 3261 §18.1.1). Immutable; made once for a listening
 * point, with the text that every message needs.
 */
public final class SentBy {
    private static final String PROTOCOL = "SIP/2.0/";

    private final Protocol protocol;
    private final String host;
    private final int port;
    private final Slice viaStart;

    /**
     * @param host address literal or the advertised name; an IPv6 address has its brackets
     * @param port always there
     */
    public SentBy(Protocol protocol, String host, int port) {
        this.protocol = protocol;
        this.host = host;
        this.port = port;
        this.viaStart = Slice.of(PROTOCOL + protocol.name() + " " + host + ":" + port);
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

    /** A Via value before its parameters. */
    public Slice viaStart() {
        return viaStart;
    }

    /** {@code host:port}. */
    public Slice hostAndPort() {
        int from = PROTOCOL.length() + protocol.name().length() + 1;
        return viaStart.part(from, viaStart.length());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof SentBy theirs && viaStart.equals(theirs.viaStart);
    }

    @Override
    public int hashCode() {
        return viaStart.hashCode();
    }

    @Override
    public String toString() {
        return viaStart.toString();
    }
}
