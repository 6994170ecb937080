/**
 * SIP messages: bytes in, immutable values out, and back again (RFC 3261 §7, §19, §20, §25).
 *
 * <p>{@link org.strowger.sip.message.SipParser} is the one way in. The ways out are {@link org.strowger.sip.message.RequestEdit} and
 * {@link org.strowger.sip.message.ResponseEdit} for what passes through, {@link org.strowger.sip.message.RequestBuilder} and
 * {@link org.strowger.sip.message.ResponseBuilder} for what we say ourselves. A message stays the bytes it came as, with an index of its
 * header fields; what every hop needs is read and checked at the door, everything else is parsed by name by the room that asks.
 *
 * <p><b>Refuses:</b> sockets, time, threads, logs, and deciding anything: what a message means is the business of the rooms above.
 *
 * <p><b>May import:</b> nothing of ours. <b>Imported by:</b> every package.
 */
@NullMarked
package org.strowger.sip.message;

import org.jspecify.annotations.NullMarked;
