package org.strowger.server.registrar;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Slice;

/**
 * What the registrar grants.
 *
 * @param standard expiration of a binding that asks for none (RFC 3261 §10.3 step 7)
 * @param shortest who asks for less gets 423; without effect above an hour, because the RFC forbids it there
 * @param longest who asks for more gets this
 * @param mostBindings of one address-of-record
 * @param flowTimer how often a phone that registers a flow must be heard, else the flow is closed (RFC 5626 §4.4); empty: as it likes
 * @param serviceRoute values of Service-Route, by which phones are to send what is not for us either (RFC 3608); empty mostly
 */
public record RegistrarPolicy(
        Duration standard,
        Duration shortest,
        Duration longest,
        int mostBindings,
        Optional<Duration> flowTimer,
        List<Slice> serviceRoute) {
    public static final RegistrarPolicy DEFAULT =
            new RegistrarPolicy(Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofHours(2), 20);

    public RegistrarPolicy {
        serviceRoute = List.copyOf(serviceRoute);
        if (shortest.isNegative() || shortest.compareTo(longest) > 0 || standard.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "expected 0 <= shortest <= longest and standard <= longest, found %s, %s, %s"
                            .formatted(shortest, longest, standard));
        }
        if (mostBindings < 1) {
            throw new IllegalArgumentException("expected at least one binding, found " + mostBindings);
        }
    }

    /** Without Flow-Timer and Service-Route. */
    public RegistrarPolicy(Duration standard, Duration shortest, Duration longest, int mostBindings) {
        this(standard, shortest, longest, mostBindings, Optional.empty(), List.of());
    }

    public RegistrarPolicy withFlowTimer(Duration time) {
        return new RegistrarPolicy(standard, shortest, longest, mostBindings, Optional.of(time), serviceRoute);
    }

    public RegistrarPolicy withServiceRoute(List<Slice> values) {
        return new RegistrarPolicy(standard, shortest, longest, mostBindings, flowTimer, values);
    }
}
