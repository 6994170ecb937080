package org.strowger.server.location;

import java.util.Locale;
import java.util.Optional;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Parameters;
import org.strowger.sip.message.Slice;

/**
 * The URN by which a phone names itself, whatever its addresses are (RFC 5626 §4.1), in the spelling that all lexically equivalent ones
 * share (RFC 2141 §5): the scheme, the namespace, the digits of escapes and all of a UUID in lower case.
 */
public record InstanceId(String urn) {
    private static final String PARAMETER = "+sip.instance";
    private static final String UUID = "urn:uuid:";

    /** The one that stands among those parameters of a Contact; empty if there is none, or none in quotes and angle brackets. */
    public static Optional<InstanceId> in(Parameters contact) {
        return contact.value(PARAMETER).flatMap(InstanceId::quoted);
    }

    /** The same, of parameters that were read before. */
    static Optional<InstanceId> in(Slice parameters) {
        return parameters.isEmpty() ? Optional.empty() : in(parsed(parameters));
    }

    static Parameters parsed(Slice parameters) {
        try {
            return Parameters.parse(parameters);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("expected parameters that were read before", e);
        }
    }

    private static Optional<InstanceId> quoted(Slice value) {
        var text = value.toString();
        boolean hasForm = text.length() > 4 && text.startsWith("\"<") && text.endsWith(">\"");
        return hasForm ? Optional.of(of(text.substring(2, text.length() - 2))) : Optional.empty();
    }

    /** Of a URN without brackets, however it is spelt. */
    public static InstanceId of(String urn) {
        var lower = urn.toLowerCase(Locale.ROOT);
        int namespaceEnd = lower.startsWith("urn:") ? lower.indexOf(':', "urn:".length()) : -1;
        if (namespaceEnd < 0) {
            return new InstanceId(urn);
        }
        if (lower.startsWith(UUID)) {
            return new InstanceId(lower);
        }
        return new InstanceId(lower.substring(0, namespaceEnd) + withLowerEscapes(urn.substring(namespaceEnd)));
    }

    private static String withLowerEscapes(String specific) {
        var text = new StringBuilder(specific);
        for (int at = text.indexOf("%"); at >= 0 && at + 2 < text.length(); at = text.indexOf("%", at + 1)) {
            text.replace(at, at + 3, text.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "<" + urn + ">";
    }
}
