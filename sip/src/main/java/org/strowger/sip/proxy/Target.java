package org.strowger.sip.proxy;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.NextHop;

/**
 * One element of a target set (RFC 3261 §16.5).
 *
 * @param uri becomes the Request-URI
 * @param route put in front of the request's own Route values (a stored Path, a configured outbound proxy); empty mostly
 * @param hop where it goes without asking the resolver (the flow of a registration); empty mostly
 * @param priority q in thousandths: targets of the same priority are tried at once, higher ones first
 * @param otherFlows to the same instance, one after another, each if the one before failed (RFC 5626 §7)
 */
public record Target(Uri uri, List<Slice> route, Optional<NextHop> hop, int priority, List<Target> otherFlows) {
    /** One that is reached in one way only. */
    public Target(Uri uri, List<Slice> route, Optional<NextHop> hop, int priority) {
        this(uri, route, hop, priority, List.of());
    }

    public static Target of(Uri uri) {
        return new Target(uri, List.of(), Optional.empty(), 1000);
    }

    public Target withPriority(int thousandths) {
        return new Target(uri, route, hop, thousandths, otherFlows);
    }

    /** The same, or else by these. */
    public Target orElse(List<Target> others) {
        return new Target(uri, route, hop, priority, others);
    }

    /** What is tried if this one fails. */
    Optional<Target> nextFlow() {
        return otherFlows.isEmpty()
                ? Optional.empty()
                : Optional.of(otherFlows.getFirst().orElse(otherFlows.subList(1, otherFlows.size())));
    }

    /** Whether it goes by a flow that is there already, and in no other way. */
    boolean goesByFlow() {
        return hop.isPresent() && hop.get() instanceof NextHop.Established;
    }

    /** Whether it is the same place, reached in the same way. */
    boolean isSameAs(Target other) {
        return uri.isEquivalentTo(other.uri) && hop.equals(other.hop) && route.equals(other.route);
    }

    /** Whether it goes by its own hop: "if the Request-URI contains a SIPS URI, TLS MUST be used" (§16.6 step 6). */
    boolean hasUsableHop() {
        return hop.isPresent()
                && (hop.get().protocol().isSecure() || !uri.scheme().equals("sips"));
    }
}
