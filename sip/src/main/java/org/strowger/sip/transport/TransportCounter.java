package org.strowger.sip.transport;

/** What the transport layer counts. */
public enum TransportCounter {
    /** Messages received and understood. */
    RECEIVED,
    /** Messages handed to the network. */
    SENT,
    /** Messages received that were none. */
    MALFORMED,
    /** CRLF and the like, by which peers keep a NAT's binding open (RFC 5626 §3.5.1). */
    KEEP_ALIVES,
    /** Responses whose top Via is not ours (RFC 3261 §18.1.2). */
    STRAY_RESPONSES,
    /** Messages on which our own code failed. */
    FAILURES,
    /** Datagrams that found no room in the socket's send buffer. */
    DROPPED,
    /** Sends that failed, their sender told. */
    SEND_FAILURES,
    /** ICMP errors that say that a datagram did not arrive. */
    ICMP_ERRORS,
    /** Connections that were accepted. */
    CONNECTIONS_ACCEPTED,
    /** Connections that we opened. */
    CONNECTIONS_OPENED,
    /** Handshakes of TLS that came to nothing, whosever fault. */
    HANDSHAKES_FAILED,
    /** Connections that ended, whoever ended them. */
    CONNECTIONS_CLOSED,
    /** Connections closed at once, because there were too many, in all or from that address. */
    CONNECTIONS_REFUSED,
    /** Connections closed because nothing came or went, or a message did not come to its end. */
    CONNECTIONS_TIMED_OUT
}
