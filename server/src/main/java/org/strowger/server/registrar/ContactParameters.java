package org.strowger.server.registrar;

import java.util.List;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.Parameters.Parameter;
import org.strowger.sip.message.Slice;

/** The parameters of a Contact value that are the user agent's own: all but those that are told anew, or are not the user agent's to say. */
final class ContactParameters {
    /** "If the contact contained a "pub-gruu" Contact header field parameter, the header field parameter MUST be ignored" (RFC 5627 §5.1). */
    private static final List<String> OURS = List.of("q", "expires", "pub-gruu", "temp-gruu");

    private ContactParameters() {}

    /**
     * As they stand, each behind a semicolon; empty if there are none.
     *
     * @param flow whether reg-id means anything: else it is left out
     */
    static Slice of(NameAddr contact, boolean flow) {
        var text = new StringBuilder();
        for (var parameter : contact.parameters()) {
            if (!isOurs(parameter) && (flow || !parameter.name().isIgnoreCase("reg-id"))) {
                append(parameter, text);
            }
        }
        return text.isEmpty() ? Slice.EMPTY : Slice.of(text.toString());
    }

    private static boolean isOurs(Parameter parameter) {
        for (int at = 0; at < OURS.size(); at++) {
            if (parameter.name().isIgnoreCase(OURS.get(at))) {
                return true;
            }
        }
        return false;
    }

    private static void append(Parameter parameter, StringBuilder text) {
        text.append(';').append(parameter.name());
        if (!parameter.value().isEmpty()) {
            // a folded line is white space (RFC 3261 §7.3.1)
            text.append('=')
                    .append(parameter.value().toString().replace('\r', ' ').replace('\n', ' '));
        }
    }
}
