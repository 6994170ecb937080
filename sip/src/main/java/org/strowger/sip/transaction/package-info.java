/**
 * Transactions: what was received is matched, repeated where nobody answers, answered again where somebody repeats, and forgotten in
 * time (RFC 3261 §17, RFC 6026, RFC 4320).
 *
 * <p>Four pure machines ({@code InviteClient}, {@code NonInviteClient}, {@code InviteServer}, {@code NonInviteServer}) decide;
 * {@link org.strowger.sip.transaction.TransactionLayer} and what it holds per shard do. A transaction knows a {@link
 * org.strowger.sip.transaction.TransactionUser} or a {@link org.strowger.sip.transaction.ClientListener} and nothing above them. This room
 * refuses to know what a proxy, a registrar or a dialog is, to look up names, and to open sockets.
 *
 * <p><b>May import:</b> message, loop, transport. <b>Imported by:</b> proxy, ua, the server.
 */
@NullMarked
package org.strowger.sip.transaction;

import org.jspecify.annotations.NullMarked;
