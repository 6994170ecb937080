package org.strowger.sip.proxy;

import java.util.Optional;
import org.strowger.sip.message.Slice;

/**
 * How a request is forwarded, beside where to.
 *
 * @param stateless without transactions (RFC 3261 §16.11): to one target only, and nothing is remembered
 * @param caller who its sender has proven to be, as a value of P-Asserted-Identity (RFC 3325 §5)
 * @param late where more targets come from while the request is under way (§16.5)
 */
public record Manner(boolean stateless, Optional<Slice> caller, Optional<LateTargets> late) {
    public static final Manner USUAL = new Manner(false, Optional.empty(), Optional.empty());
    public static final Manner STATELESS = new Manner(true, Optional.empty(), Optional.empty());

    public Manner withCaller(Slice proven) {
        return new Manner(stateless, Optional.of(proven), late);
    }

    public Manner withLate(LateTargets source) {
        return new Manner(stateless, caller, Optional.of(source));
    }
}
