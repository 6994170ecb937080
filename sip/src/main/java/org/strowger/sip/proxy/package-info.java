/**
 * The stateful proxy core (RFC 3261 §16, as amended by RFC 4320, 5393, 5658 and 6026): validation, route preprocessing, forking, best
 * response, timer C, CANCEL.
 *
 * <p>{@link org.strowger.sip.proxy.ProxyCore} carries out what the pure parts decide: {@code Validation} (§16.3), {@code Prepared} (§16.4),
 * {@code TargetSet} (§16.5), {@code Outbound} and {@code RecordRoute} (§16.6), {@code ResponseContext} and {@code BestResponse} (§16.7).
 * Where a request goes it asks {@link org.strowger.sip.proxy.Routing}. It refuses to know registrations, users, rules or a configuration
 * file, and it forwards nothing to a stranger unless Routing says so or a route mark of ours proves that the dialog was admitted.
 *
 * <p><b>May import:</b> message, loop, transport, resolver, transaction. <b>Imported by:</b> the server's routing and exchange.
 */
@NullMarked
package org.strowger.sip.proxy;

import org.jspecify.annotations.NullMarked;
