/**
 * Streams of bytes cut into SIP messages: by Content-Length (RFC 3261 §18.3), or by the messages of a WebSocket (RFC 6455, RFC 7118).
 *
 * <p>{@link org.strowger.sip.transport.framing.StreamFramer} is for TCP and TLS,
 * {@link org.strowger.sip.transport.framing.WebSocketFramer} for WS and WSS; both are bytes in, bytes out, and know no socket.
 *
 * <p><b>Refuses:</b> to read a message, to know a time. <b>May import:</b> message. <b>Imported by:</b> transport.
 */
@NullMarked
package org.strowger.sip.transport.framing;

import org.jspecify.annotations.NullMarked;
