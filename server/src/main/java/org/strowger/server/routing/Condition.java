package org.strowger.server.routing;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.strowger.sip.message.Method;

/**
 * When a rule applies: all of what it names must hold; what it leaves empty holds always.
 *
 * @param methods one of these
 * @param user of the Request-URI, one of these patterns; escapes undone, with regard to case (RFC 3261 §19.1.4)
 * @param domain host of the Request-URI, one of these patterns; without regard to case
 * @param sources the address the request came from lies in one of these
 */
public record Condition(Set<Method> methods, List<Glob> user, List<Glob> domain, List<AddressRange> sources) {
    public static final Condition ALWAYS = new Condition(Set.of(), List.of(), List.of(), List.of());

    public Condition {
        methods = Set.copyOf(methods);
        user = List.copyOf(user);
        domain = domain.stream()
                .map(glob -> new Glob(glob.pattern().toLowerCase(Locale.ROOT)))
                .toList();
        sources = List.copyOf(sources);
    }

    /** Whether it holds for a request of that method to {@code user@host} from that address. */
    boolean holds(Method method, String userText, String host, InetAddress source) {
        return (methods.isEmpty() || methods.contains(method))
                && anyMatches(user, userText)
                && anyMatches(domain, host)
                && fromAny(source);
    }

    private boolean fromAny(InetAddress source) {
        if (sources.isEmpty()) {
            return true;
        }
        for (var range : sources) {
            if (range.contains(source)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyMatches(List<Glob> patterns, String text) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (var pattern : patterns) {
            if (pattern.matches(text)) {
                return true;
            }
        }
        return false;
    }
}
