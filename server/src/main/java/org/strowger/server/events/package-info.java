/**
 * Who watches which address-of-record is registered where: the notifier of the event package {@code reg} (RFC 3680, RFC 6665).
 *
 * <p>{@link org.strowger.server.events.Subscription} and {@link org.strowger.server.events.KnownContacts} decide, as functions of what
 * happened; {@link org.strowger.server.events.LiveSubscription} carries it out, in the shard of its Call-ID.
 *
 * <p>Refused: every other event package. Their SUBSCRIBE, NOTIFY and PUBLISH pass through the proxy, to the phones. Subscriptions do not
 * outlive the process: who refreshes one afterwards is answered 481 and subscribes anew (RFC 6665 §4.1.2.3).
 *
 * <p><b>May import:</b> location, registrar, sip (message, loop, transport, resolver, transaction). <b>Imported by:</b> exchange.
 */
@NullMarked
package org.strowger.server.events;

import org.jspecify.annotations.NullMarked;
