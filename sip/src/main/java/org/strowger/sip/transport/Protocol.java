package org.strowger.sip.transport;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Slice;

/** A transport protocol of SIP (RFC 3261 §18, RFC 7118). */
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

    /** Whether its messages are those of a WebSocket, which only the peer opens (RFC 7118). */
    public boolean isWebSocket() {
        return this == WS || this == WSS;
    }

    /** The one that a sips URI means which names this one: "TLS MUST be used" (RFC 3261 §26.2.2); none for UDP. */
    public Optional<Protocol> secured() {
        return switch (this) {
            case TCP, TLS -> TLS.itself;
            case WS, WSS -> WSS.itself;
            // "it is not possible to use TLS over UDP" (RFC 3263 §4.1)
            case UDP -> Optional.empty();
        };
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
