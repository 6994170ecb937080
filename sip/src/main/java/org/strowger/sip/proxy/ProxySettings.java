package org.strowger.sip.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator may decide about the proxy core.
 *
 * @param timerC how long an INVITE may go without a final response after its last provisional one; more than 3 minutes (§16.6 step 11)
 * @param recordRoute whether we stay on the path of the dialogs that we forward
 * @param recurse whether we try the contacts of a 3xx ourselves, where the Request-URI is ours, instead of passing it on
 * @param extensions option tags that we understand in Proxy-Require
 * @param supported option tags named in the answer to an OPTIONS that is meant for us
 * @param sessionTimers what is asked of sessions; empty: nothing, that is for user agents
 */
public record ProxySettings(
        Duration timerC,
        boolean recordRoute,
        boolean recurse,
        Set<String> extensions,
        List<String> supported,
        Optional<SessionTimers> sessionTimers) {
    private static final Duration LEAST_TIMER_C = Duration.ofMinutes(3);

    public static final ProxySettings DEFAULT =
            new ProxySettings(Duration.ofSeconds(185), true, false, Set.of(), List.of(), Optional.empty());

    public ProxySettings {
        // "The timer MUST be larger than 3 minutes." (§16.6 step 11)
        if (timerC.compareTo(LEAST_TIMER_C) <= 0) {
            throw new IllegalArgumentException("expected a timer C above 3 minutes, found %s".formatted(timerC));
        }
        extensions = Set.copyOf(extensions);
        supported = List.copyOf(supported);
    }

    public ProxySettings withTimerC(Duration longer) {
        return new ProxySettings(longer, recordRoute, recurse, extensions, supported, sessionTimers);
    }

    public ProxySettings withRecordRoute(boolean on) {
        return new ProxySettings(timerC, on, recurse, extensions, supported, sessionTimers);
    }

    public ProxySettings withRecurse(boolean on) {
        return new ProxySettings(timerC, recordRoute, on, extensions, supported, sessionTimers);
    }

    public ProxySettings withExtensions(Set<String> understood) {
        return new ProxySettings(timerC, recordRoute, recurse, understood, supported, sessionTimers);
    }

    public ProxySettings withSupported(List<String> tags) {
        return new ProxySettings(timerC, recordRoute, recurse, extensions, tags, sessionTimers);
    }

    public ProxySettings withSessionTimers(Optional<SessionTimers> asked) {
        return new ProxySettings(timerC, recordRoute, recurse, extensions, supported, asked);
    }
}
