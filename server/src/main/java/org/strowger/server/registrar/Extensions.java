package org.strowger.server.registrar;

import java.util.List;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Headers;

/**
 * The extensions to registration that a phone supports, or even requires.
 *
 * @param path RFC 3327
 * @param outbound RFC 5626
 * @param gruu RFC 5627
 */
record Extensions(boolean path, boolean outbound, boolean gruu) {
    private static final String PATH = "path";
    private static final String OUTBOUND = "outbound";
    private static final String GRUU = "gruu";

    /** Those that may stand in a Require. */
    static final List<String> UNDERSTOOD = List.of(PATH, OUTBOUND, GRUU);

    private static final Extensions NONE = new Extensions(false, false, false);

    static Extensions of(Headers headers) {
        boolean saysNothing = !headers.has(HeaderName.SUPPORTED) && !headers.has(HeaderName.REQUIRE);
        return saysNothing
                ? NONE
                : new Extensions(names(headers, PATH), names(headers, OUTBOUND), names(headers, GRUU));
    }

    static boolean isUnderstood(String tag) {
        return UNDERSTOOD.stream().anyMatch(tag::equalsIgnoreCase);
    }

    private static boolean names(Headers headers, String extension) {
        return names(headers, HeaderName.SUPPORTED, extension) || names(headers, HeaderName.REQUIRE, extension);
    }

    private static boolean names(Headers headers, HeaderName field, String extension) {
        for (var tag : headers.values(field)) {
            if (tag.isIgnoreCase(extension)) {
                return true;
            }
        }
        return false;
    }
}
