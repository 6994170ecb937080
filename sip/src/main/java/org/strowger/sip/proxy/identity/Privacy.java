package org.strowger.sip.proxy.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Headers;

/**
 * What the sender of a message wants to be kept private (RFC 3323 §4.2, RFC 3325 §9.3).
 *
 * @param values in lower case, as they came
 */
record Privacy(List<String> values) {
    private static final String NONE = "none";
    private static final String ID = "id";
    private static final String CRITICAL = "critical";

    static Privacy of(Headers headers) {
        if (!headers.has(HeaderName.PRIVACY)) {
            return new Privacy(List.of());
        }
        var values = new ArrayList<String>();
        for (var field : headers.all(HeaderName.PRIVACY)) {
            // the RFC separates by semicolons, and some phones by commas
            for (var value : field.value().toString().split("[;,]", -1)) {
                values.add(value.strip().toLowerCase(Locale.ROOT));
            }
        }
        return new Privacy(List.copyOf(values));
    }

    /**
     * Whether an asserted identity must not be shown: "id" says so, and who asks for more ("header", "user", "session") does not ask for
     * less. "none" asks that nothing be done, whatever stands beside it.
     */
    boolean hidesIdentity() {
        return !values.isEmpty() && !values.contains(NONE);
    }

    /** What is critical and nothing that we do: we hide asserted identities, and are no privacy service beyond that. */
    List<String> unmet() {
        return values.contains(CRITICAL) && !values.contains(NONE)
                ? values.stream()
                        .filter(value -> !value.equals(CRITICAL) && !value.equals(ID))
                        .toList()
                : List.of();
    }
}
