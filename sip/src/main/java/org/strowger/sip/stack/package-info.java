/**
 * The library put together: transport, transactions and resolver on one set of shards, for whoever brings a core (a proxy, a user agent,
 * a program of a dozen lines).
 *
 * <p>Nothing is decided here; whoever needs other parts puts them together by hand.
 *
 * <p><b>May import:</b> message, loop, transport, resolver, transaction. <b>Imported by:</b> ua, the server's exchange, other projects.
 */
@NullMarked
package org.strowger.sip.stack;

import org.jspecify.annotations.NullMarked;
