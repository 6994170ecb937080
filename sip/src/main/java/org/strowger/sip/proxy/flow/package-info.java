/**
 * Flows as they stand in URIs (RFC 5626 §5): tokens that lead back to a phone by the way it came, and nowhere else.
 *
 * <p>{@link org.strowger.sip.proxy.flow.FlowToken} is a flow in text that nobody else can make; {@link org.strowger.sip.proxy.flow.FlowRoute} is
 * what a Route value of ours says about one. Whether that flow is still there is for the transport to say.
 *
 * <p><b>May import:</b> message, transport. <b>Imported by:</b> proxy, and whoever decides where an edge is.
 */
@NullMarked
package org.strowger.sip.proxy.flow;

import org.jspecify.annotations.NullMarked;
