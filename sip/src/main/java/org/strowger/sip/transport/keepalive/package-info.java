/**
 * Peers that have promised to be heard (RFC 5626 §4.4), and what becomes of their flow when they are not.
 *
 * <p>{@link org.strowger.sip.transport.keepalive.Promises} are those made by UDP, {@link org.strowger.sip.transport.keepalive.Silence} listens
 * on a connection. Whom the end of a flow concerns is not this room's business.
 *
 * <p><b>May import:</b> loop. <b>Imported by:</b> transport.
 */
@NullMarked
package org.strowger.sip.transport.keepalive;

import org.jspecify.annotations.NullMarked;
