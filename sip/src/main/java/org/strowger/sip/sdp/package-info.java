/**
 * Session descriptions (RFC 8866) and the offer/answer model (RFC 3264): bytes in, immutable values out, and back again.
 *
 * <p>{@link org.strowger.sip.sdp.SessionDescription#parse(byte[])} is the one way in and {@link
 * org.strowger.sip.sdp.SessionDescription#toBytes()} the one way out. {@link org.strowger.sip.sdp.Offer} and {@link
 * org.strowger.sip.sdp.Answer} decide; {@link org.strowger.sip.sdp.Negotiated} says what came of it.
 *
 * <p>This room refuses sockets, time, randomness, name resolution and logging: session identifiers and addresses come
 * from the caller, and what cannot be agreed is a value, not a status code.
 *
 * <p><b>May import:</b> nothing of ours. <b>Imported by:</b> media, ua, trace.
 */
@NullMarked
package org.strowger.sip.sdp;

import org.jspecify.annotations.NullMarked;
