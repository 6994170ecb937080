package org.strowger.server.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Reach;
import org.strowger.server.location.Source;
import org.strowger.sip.message.Slice;
import org.strowger.sip.proxy.Target;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** Makes targets of bindings: the contact, and where it is not to be taken literally ({@link Reach}), the flow of its registration. */
public final class BindingTargets {
    private final Flows flows;

    /** The ways that are there: {@link org.strowger.sip.transport.Transport#flow}. */
    @FunctionalInterface
    public interface Flows {
        Optional<Flow> between(Protocol protocol, InetSocketAddress local, InetSocketAddress remote);
    }

    public BindingTargets(Flows flows) {
        this.flows = flows;
    }

    /** Empty if nothing leads there any more. */
    Optional<Target> target(Binding binding) {
        var path = binding.path();
        if (!path.isEmpty() || binding.reach() == Reach.CONTACT) {
            return Optional.of(target(binding, path, Optional.empty()));
        }
        var hop = wayBack(binding.source());
        return hop.isEmpty() && binding.reach() == Reach.FLOW
                ? Optional.empty()
                : Optional.of(target(binding, path, hop));
    }

    /**
     * One target for all bindings of one instance: "The proxy MUST NOT populate the target set with more than one contact with the same AOR
     * and instance-id at a time" (RFC 5626 §7). Of flows the preferred one is first, else the most recently refreshed (RFC 5627 §6.1). Empty
     * if nothing leads there any more.
     *
     * @param bindings the most recently refreshed last
     */
    Optional<Target> oneOf(List<Binding> bindings) {
        var ordered = new ArrayList<>(bindings.reversed());
        if (ordered.getFirst().isFlow()) {
            ordered.sort(Comparator.comparingInt(Binding::qThousandths).reversed());
        }
        var targets = new ArrayList<Target>();
        for (var binding : ordered) {
            target(binding).ifPresent(targets::add);
        }
        return targets.isEmpty()
                ? Optional.empty()
                : Optional.of(targets.getFirst().orElse(List.copyOf(targets.subList(1, targets.size()))));
    }

    private static Target target(Binding binding, List<Slice> path, Optional<NextHop> hop) {
        return new Target(binding.contact(), path, hop, binding.qThousandths());
    }

    private Optional<NextHop> wayBack(Source source) {
        var protocol = Protocol.of(Slice.of(source.protocol()));
        var from = literal(source.host());
        if (protocol.isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        var remote = new InetSocketAddress(from.get(), source.port());
        var local = local(source.local());
        if (!protocol.get().isReliable() && local.isEmpty()) {
            // an older version did not write it; any socket of ours may be right
            return Optional.of(new NextHop.Address(protocol.get(), remote));
        }
        return flows.between(protocol.get(), local.orElse(remote), remote).map(NextHop.Established::new);
    }

    private static Optional<InetSocketAddress> local(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? Optional.empty()
                : literal(text.substring(0, colon))
                        .map(address -> new InetSocketAddress(address, Integer.parseInt(text.substring(colon + 1))));
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
