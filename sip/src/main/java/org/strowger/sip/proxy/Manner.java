package org.strowger.sip.proxy;

import java.util.Optional;
import org.strowger.sip.message.Slice;

/**
 * How a request is forwarded, beside where to.
 *
 * @param stateless without transactions (RFC 3261 §16.11): to one target only, and nothing is remembered
 * @param caller who its sender has proven to be, as a value of P-Asserted-Identity (RFC 3325 §5)
 * @param growing whether more targets may be found while the request is under way (§16.5): {@link LateTargets} are asked about it
 */
public record Manner(boolean stateless, Optional<Slice> caller, boolean growing) {
    public static final Manner USUAL = new Manner(false, Optional.empty(), false);
    public static final Manner GROWING = new Manner(false, Optional.empty(), true);
    public static final Manner STATELESS = new Manner(true, Optional.empty(), false);

    public Manner withCaller(Slice proven) {
        return new Manner(stateless, Optional.of(proven), growing);
    }
}
