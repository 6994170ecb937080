package org.strowger.sip.auth;

import java.util.Optional;
import org.strowger.sip.message.AuthParameters;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;

/** The one authentication scheme of this room, among all that a header field may carry. */
final class Digest {
    private static final String SCHEME = "Digest";
    /** Twice as many as there are; each is compared with each. */
    private static final int MOST_PARAMETERS = 24;

    private Digest() {}

    /** The parameters of a challenge or credentials of this scheme; empty if it is another one, or cannot be read. */
    static Optional<AuthParameters> parse(Slice value) {
        if (!isNamed(value)) {
            return Optional.empty();
        }
        try {
            return Optional.of(AuthParameters.parse(value));
        } catch (MalformedMessageException _) {
            return Optional.empty();
        }
    }

    /** Whether the value begins with the name of the scheme, whatever follows. */
    static boolean isNamed(Slice value) {
        int end = SCHEME.length();
        return value.length() >= end
                && value.part(0, end).isIgnoreCase(SCHEME)
                && (value.length() == end || value.at(end) <= ' ');
    }

    static Optional<String> realm(AuthParameters parameters) {
        return parameters.unquoted("realm");
    }

    /** Whether a parameter is there more than once (readers would disagree about which one counts), or there are too many to tell. */
    static boolean hasTwins(AuthParameters parameters) {
        var all = parameters.parameters();
        if (all.size() > MOST_PARAMETERS) {
            return true;
        }
        for (int at = 1; at < all.size(); at++) {
            for (int before = 0; before < at; before++) {
                if (all.get(at).name().equalsIgnoreCase(all.get(before).name())) {
                    return true;
                }
            }
        }
        return false;
    }
}
