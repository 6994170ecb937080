/**
 * The transport layer (RFC 3261 §18): sockets, framing, flows, received and rport (RFC 3581), keep-alives (RFC 5626 §3.5.1).
 *
 * <p>{@link org.strowger.sip.transport.TransportLayer} brings what was received to the shard of its Call-ID and sends what it is given.
 * UDP is read by our own loop, which also works on what it reads; TCP rides on Netty.
 *
 * <p><b>Refuses:</b> to change a message, to know a transaction, to look a name up. Nothing here blocks but the start.
 *
 * <p><b>May import:</b> message, loop. <b>Imported by:</b> every room that sends or is handed messages.
 */
@NullMarked
package org.strowger.sip.transport;

import org.jspecify.annotations.NullMarked;
