/**
 * What happened: messages as they passed, and the ladder that people draw of a call.
 *
 * <p>This room listens and never steers: it hangs on the tap of the transport layer and on values that it is handed. Drawing is a
 * computation; colours and terminals are room {@code cli}'s.
 *
 * <p><b>May import:</b> sip.message, sip.sdp, sip.transport. <b>Imported by:</b> exchange, cli.
 */
@NullMarked
package org.strowger.server.trace;

import org.jspecify.annotations.NullMarked;
