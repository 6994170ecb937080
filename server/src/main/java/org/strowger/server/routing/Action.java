package org.strowger.server.routing;

import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.flow.Edge;

/** What a rule does with a request. */
public sealed interface Action {
    /**
     * To a gateway. A URI with a user replaces the Request-URI; one without lends its host, port and parameters to the user that was
     * called; one with {@code lr} is only the next hop (a Route) and leaves the Request-URI as it is.
     *
     * @param edge how we stand between phones and that registrar
     * @param stateless whether nothing of it is remembered (RFC 3261 §16.11)
     */
    record ForwardTo(SipUri gateway, Edge edge, boolean stateless) implements Action {
        /** To one that is no registrar of phones of ours. */
        public ForwardTo(SipUri gateway) {
            this(gateway, Edge.FLOWS);
        }

        public ForwardTo(SipUri gateway, Edge edge) {
            this(gateway, edge, false);
        }

        /** Whether the gateway is the home of who comes this way, and asks itself who they are. */
        boolean leadsHome() {
            return edge == Edge.SUPPORTED || edge == Edge.REQUIRED;
        }
    }

    /** On to where the Request-URI says: relaying for others. */
    record ForwardToRequestUri() implements Action {}

    /** To the bindings of the Request-URI's address of record (RFC 3261 §16.5). */
    record ToBindings() implements Action {}

    /** The final answer. */
    record Refuse(Status status) implements Action {}

    /** 302 with that Contact (RFC 3261 §8.3, §21.3.3); a URI without user gets the user that was called. */
    record Redirect(SipUri contact) implements Action {}
}
