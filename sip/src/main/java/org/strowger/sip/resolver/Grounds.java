package org.strowger.sip.resolver;

import java.time.Duration;
import java.util.function.Predicate;
import org.strowger.sip.transport.Protocol;

/**
 * What all searches of a resolver stand on.
 *
 * @param supported the protocols that we can send by
 * @param patience how long a search may take
 */
record Grounds(
        Lookups lookups,
        HostsFile hosts,
        Reachability reachability,
        Predicate<Protocol> supported,
        Duration patience) {}
