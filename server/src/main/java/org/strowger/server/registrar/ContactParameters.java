package org.strowger.server.registrar;

import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.Slice;

/** The parameters of a Contact value that are the user agent's own: all but q and expires, which are told anew. */
final class ContactParameters {
    private ContactParameters() {}

    /** As they stand, each behind a semicolon; empty if there are none. */
    static Slice of(NameAddr contact) {
        var text = new StringBuilder();
        for (var parameter : contact.parameters()) {
            boolean ours =
                    parameter.name().isIgnoreCase("q") || parameter.name().isIgnoreCase("expires");
            if (!ours) {
                text.append(';').append(parameter.name());
                if (!parameter.value().isEmpty()) {
                    // a folded line is white space (RFC 3261 §7.3.1)
                    text.append('=')
                            .append(parameter
                                    .value()
                                    .toString()
                                    .replace('\r', ' ')
                                    .replace('\n', ' '));
                }
            }
        }
        return text.isEmpty() ? Slice.EMPTY : Slice.of(text.toString());
    }
}
