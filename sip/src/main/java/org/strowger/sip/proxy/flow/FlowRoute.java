package org.strowger.sip.proxy.flow;

import java.util.Optional;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;

/** What a URI of ours in Route says about the flow by which the request goes on (RFC 5626 §5.3). */
public sealed interface FlowRoute {
    /** Begins the user of a URI in Path: no phone needs such a name, and no mark of a Record-Route looks so. */
    String PREFIX = "flow.";

    /** By that one. */
    record To(FlowToken token) implements FlowRoute {}

    /** By none: "the flow token has been tampered with" (§5.3.1). */
    record Tampered() implements FlowRoute {}

    /** The user of the URI that leads back by that flow. */
    static Slice user(Flow flow, FlowKey key) {
        return Slice.joined(Slice.of(PREFIX), FlowToken.of(flow).text(key));
    }

    /**
     * What that URI says; empty if it names no flow, or the one that the request came by: "If the flow in the flow token […] matches the source
     * IP address and port of the request, the request is an "outgoing" request" (§5.3).
     */
    static Optional<FlowRoute> in(SipUri uri, Flow source, FlowKey key) {
        var user = uri.user().orElse(Slice.EMPTY);
        if (user.length() <= PREFIX.length() || !user.part(0, PREFIX.length()).is(PREFIX)) {
            return Optional.empty();
        }
        var token = FlowToken.read(user.part(PREFIX.length(), user.length()), key);
        if (token.isEmpty()) {
            return Optional.of(new Tampered());
        }
        return token.get().isOf(source) ? Optional.empty() : Optional.of(new To(token.get()));
    }
}
