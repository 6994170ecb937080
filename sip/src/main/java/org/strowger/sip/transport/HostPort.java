package org.strowger.sip.transport;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * {@code host[:port]} as an operator writes it.
 *
 * @param host IPv6 with its brackets
 */
record HostPort(String host, OptionalInt port) {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    /** Throws IllegalArgumentException saying what was expected. */
    static HostPort parse(String text) {
        if (!text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':')) {
            throw new IllegalArgumentException(
                    "expected an IPv6 address in brackets, such as \"[::1]:5060\", found \"" + text + "\"");
        }
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', Math.max(0, bracket));
        var host = colon < 0 ? text : text.substring(0, colon);
        if (!isHost(host)) {
            throw new IllegalArgumentException(
                    "expected a host name or an address (IPv6 in brackets), found \"" + host + "\"");
        }
        return new HostPort(host, colon < 0 ? OptionalInt.empty() : OptionalInt.of(port(text.substring(colon + 1))));
    }

    /** Whether it could be a host name, an IPv4 address or an IPv6 address in brackets. */
    static boolean isHost(String text) {
        if (text.startsWith("[")) {
            return text.endsWith("]") && Addresses.literal(text).isPresent();
        }
        return !text.isEmpty()
                && text.toLowerCase(Locale.ROOT)
                        .chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-');
    }

    private static int port(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= MAX_PORT_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || Integer.parseInt(text) > MAX_PORT) {
            throw new IllegalArgumentException("expected a port from 0 to " + MAX_PORT + ", found \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }
}
