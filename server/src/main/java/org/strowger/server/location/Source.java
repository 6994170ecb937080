package org.strowger.server.location;

/**
 * Where a REGISTER came from, behind any NAT: how its sender can be reached again.
 *
 * @param protocol token of the transport, such as UDP
 * @param host address literal, IPv6 without brackets
 * @param port 0 to 65535
 */
public record Source(String protocol, String host, int port) {}
