package org.strowger.sip.proxy;

import java.util.Optional;
import org.strowger.sip.message.Slice;
import org.strowger.sip.proxy.flow.Edge;

/**
 * How a request is forwarded, beside where to.
 *
 * @param stateless without transactions (RFC 3261 §16.11): to one target only, and nothing is remembered
 * @param caller who its sender has proven to be, as a value of P-Asserted-Identity (RFC 3325 §5)
 * @param growing whether more targets may be found while the request is under way (§16.5): {@link LateTargets} are asked about it
 * @param edge when a REGISTER gets a Path that leads back by us
 */
public record Manner(boolean stateless, Optional<Slice> caller, boolean growing, Edge edge) {
    public static final Manner USUAL = new Manner(false, Optional.empty(), false, Edge.FLOWS);
    public static final Manner GROWING = new Manner(false, Optional.empty(), true, Edge.FLOWS);
    public static final Manner STATELESS = new Manner(true, Optional.empty(), false, Edge.NONE);

    public Manner withCaller(Slice proven) {
        return new Manner(stateless, Optional.of(proven), growing, edge);
    }

    public Manner withEdge(Edge changed) {
        return new Manner(stateless, caller, growing, changed);
    }
}
