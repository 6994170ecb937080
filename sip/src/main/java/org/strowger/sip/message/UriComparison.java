package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whether two SIP URIs mean the same (RFC 3261 §19.1.4, RFC 5954 §4.2); and the comparison of escaped text that it needs. */
final class UriComparison {
    /** Added to what an escape stands for where it differs from the plain character. */
    private static final int ESCAPED = 256;

    /**
     * "A user, ttl, or method uri-parameter appearing in only one URI never matches"; "a URI that includes an maddr parameter will
     * not match a URI that contains no maddr parameter"; and "the same is true for the transport-parameter"
     */
    private static final List<String> NEVER_IGNORED = List.of("transport", "user", "ttl", "method", "maddr");

    private UriComparison() {}

    static boolean matches(SipUri one, SipUri other) {
        // "A SIP and SIPS URI are never equivalent"
        return one.isSecure() == other.isSecure()
                && one.port().equals(other.port())
                && Host.matches(one.host(), other.host())
                // "Comparison of the userinfo of SIP and SIPS URIs is case-sensitive"
                && matches(one.user(), other.user(), false)
                && matches(one.password(), other.password(), false)
                && parametersMatch(one.parameters(), other.parameters())
                && parametersMatch(other.parameters(), one.parameters())
                && headers(one).equals(headers(other));
    }

    /** Whether the texts are the same, but for the escapes of characters that need none, and for the case of letters if that is so. */
    static boolean matches(Slice one, Slice other, boolean ignoresCase) {
        int i = 0;
        int j = 0;
        while (i < one.length() && j < other.length()) {
            if (character(one, i, ignoresCase) != character(other, j, ignoresCase)) {
                return false;
            }
            i += width(one, i);
            j += width(other, j);
        }
        return i == one.length() && j == other.length();
    }

    private static boolean matches(Optional<Slice> one, Optional<Slice> other, boolean ignoresCase) {
        return one.isPresent() == other.isPresent() && (one.isEmpty() || matches(one.get(), other.get(), ignoresCase));
    }

    private static boolean parametersMatch(Parameters some, Parameters others) {
        for (var parameter : some) {
            var match = find(parameter.name(), others);
            // "Any uri-parameter appearing in both URIs must match"
            boolean differs =
                    match.isPresent() && !matches(parameter.value(), match.get().value(), true);
            if (differs || match.isEmpty() && isNeverIgnored(parameter.name())) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Parameters.Parameter> find(Slice name, Parameters parameters) {
        for (var parameter : parameters) {
            if (matches(name, parameter.name(), true)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }

    private static boolean isNeverIgnored(Slice name) {
        for (var known : NEVER_IGNORED) {
            if (matches(name, Slice.of(known), true)) {
                return true;
            }
        }
        return false;
    }

    /** "URI header components are never ignored": all of them in one spelling and one order. */
    private static List<String> headers(SipUri uri) {
        if (uri.headers().isEmpty()) {
            return List.of();
        }
        List<String> headers = new ArrayList<>();
        var header = new StringBuilder();
        var text = uri.headers();
        for (int i = 0; i < text.length(); i += width(text, i)) {
            if (text.at(i) == '&') {
                headers.add(header.toString());
                header.setLength(0);
            } else {
                header.append((char) character(text, i, true));
            }
        }
        headers.add(header.toString());
        Collections.sort(headers);
        return headers;
    }

    /** "Characters other than those in the "reserved" set are equivalent to their "%" HEX HEX encoding" */
    private static int character(Slice text, int index, boolean ignoresCase) {
        int octet = text.at(index);
        boolean isEscape = octet == '%';
        if (isEscape) {
            octet = Grammar.unescape(text.bytes(), text.start() + index);
        }
        if (isEscape && Grammar.is(Grammar.RESERVED, (byte) octet)) {
            return ESCAPED + octet;
        }
        return ignoresCase ? Grammar.lower(octet) : octet;
    }

    private static int width(Slice text, int index) {
        return text.at(index) == '%' ? 3 : 1;
    }
}
