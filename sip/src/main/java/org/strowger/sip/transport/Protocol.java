package org.strowger.sip.transport;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Slice;

/** A transport protocol of SIP (RFC 3261 §18, RFC 7118). TLS, WS and WSS follow in a later version; their place is here. */
public enum Protocol {
    UDP(false, false, 5060),
    TCP(true, false, 5060),
    TLS(true, true, 5061),
    WS(true, false, 80),
    WSS(true, true, 443);

    private static final List<Protocol> KNOWN = List.of(values());

    /** Made once: this is asked for every message. */
    private final Optional<Protocol> itself = Optional.of(this);

    private final boolean reliable;
    private final boolean secure;
    private final int defaultPort;

    Protocol(boolean reliable, boolean secure, int defaultPort) {
        this.reliable = reliable;
        this.secure = secure;
        this.defaultPort = defaultPort;
    }

    public boolean isReliable() {
        return reliable;
    }

    public boolean isSecure() {
        return secure;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** By the token of a Via or of a transport parameter, whatever its case. */
    public static Optional<Protocol> of(Slice token) {
        for (var protocol : KNOWN) {
            if (token.isIgnoreCase(protocol.name())) {
                return protocol.itself;
            }
        }
        return Optional.empty();
    }
}
