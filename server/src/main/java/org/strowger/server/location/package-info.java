/**
 * The location service: addresses-of-record and their bindings (RFC 3261 §10.1), in memory, with a store behind that outlives the process.
 *
 * <p>{@link org.strowger.server.location.LocationService} is the one structure that all shards share: immutable values in a concurrent
 * map, changed atomically. The store is written behind its back by a thread of its own and never makes a call wait. The room knows no
 * transport: where a binding came from is kept as text.
 *
 * <p><b>May import:</b> sip.message. <b>Imported by:</b> registrar, routing, events, exchange.
 */
@NullMarked
package org.strowger.server.location;

import org.jspecify.annotations.NullMarked;
