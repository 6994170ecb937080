package org.strowger.sip.transport;

/**
 * How a peer reaches us: what Via (and Record-Route, Contact) carry towards it (RFC 3261 §18.1.1).
 *
 * @param host address literal or the advertised name; an IPv6 address has its brackets
 * @param port always there
 */
public record SentBy(Protocol protocol, String host, int port) {}
