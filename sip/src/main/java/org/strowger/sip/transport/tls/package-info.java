/**
 * TLS for connections (RFC 8996: 1.2 and 1.3): certificates as they stand on the disk, who a peer is by its own (RFC 5922), which of ours
 * a peer is shown (SNI).
 *
 * <p>{@link org.strowger.sip.transport.tls.Tls} makes the handlers that go in front of a connection's framing.
 *
 * <p><b>Refuses:</b> to know a message, a flow or a connection. <b>May import:</b> nothing of ours. <b>Imported by:</b> transport.
 */
@NullMarked
package org.strowger.sip.transport.tls;

import org.jspecify.annotations.NullMarked;
