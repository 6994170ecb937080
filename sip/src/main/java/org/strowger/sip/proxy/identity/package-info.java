/**
 * Who is said to have sent a message, at the border of the Trust Domain (RFC 3325, RFC 3323).
 *
 * <p>What strangers assert ends here; what we or those whom we trust assert goes on, unless its user wants it kept private.
 *
 * <p><b>May import:</b> message, transport. <b>Imported by:</b> sip.proxy; whoever says who is trusted.
 */
@NullMarked
package org.strowger.sip.proxy.identity;

import org.jspecify.annotations.NullMarked;
