package org.strowger.sip.transport.framing;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What WebSockets are for.
 *
 * @param origins of pages whose scripts may connect, such as {@code https://phone.example.com}, in lower case; empty: of all pages. What
 *     is no browser sends no Origin and may always connect: who may register and call is the credentials' to say
 * @param ping how long a peer may be silent before it is asked whether it is still there (RFC 7118 §6), which also keeps the bindings of
 *     NATs and HTTP proxies
 */
public record WebSocketSettings(Set<String> origins, Duration ping) {
    /** Pages of all origins, asked every 30 seconds. */
    public static final WebSocketSettings USUAL = new WebSocketSettings(Set.of(), Duration.ofSeconds(30));

    /** Copies the set. */
    public WebSocketSettings {
        origins =
                origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (!ping.isPositive()) {
            throw new IllegalArgumentException("expected a time above zero between pings, found " + ping);
        }
    }
}
