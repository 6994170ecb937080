/**
 * The next hops of a URI (RFC 3263, RFC 7984): address literals, the hosts file, NAPTR, SRV, A and AAAA records, and which hops failed
 * lately.
 *
 * <p>No answer blocks: a literal, {@code localhost} and what is in the cache are answered at once, everything else later, inside the
 * shard that asked. It refuses to choose between next hops by load or health beyond that, and to send anything but questions to name
 * servers.
 *
 * <p><b>May import:</b> message, loop, transport. <b>Imported by:</b> proxy, ua, stack, the server's exchange.
 */
@NullMarked
package org.strowger.sip.resolver;

import org.jspecify.annotations.NullMarked;
