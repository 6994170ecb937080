package org.strowger.sip.transport;

import java.net.InetSocketAddress;

/** Where we listen, with the port that was got where any would do. */
public record ListeningPoint(Protocol protocol, InetSocketAddress address) {}
