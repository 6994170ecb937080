package org.strowger.sip.sdp;

import java.util.Optional;

/**
 * Parameters of one format, to be handed to whoever speaks it: the "fmtp" attribute (RFC 8866 §6.15).
 *
 * @param format one of the formats of the media description, a payload type for RTP
 * @param parameters as written
 */
public record Fmtp(String format, String parameters) {
    public Fmtp {
        Grammar.expect(Grammar.isToken(format), "a format");
        Grammar.expect(!parameters.isEmpty() && Grammar.isText(parameters), "format parameters on one line");
    }

    /**
     * Reads the value of an attribute.
     *
     * @return empty if it is not an fmtp: then the attribute is not understood, and ignored
     */
    public static Optional<Fmtp> parse(String value) {
        int space = value.indexOf(' ');
        boolean wellFormed = space > 0 && Grammar.isToken(value.substring(0, space)) && space + 1 < value.length();
        return wellFormed
                ? Optional.of(new Fmtp(value.substring(0, space), value.substring(space + 1)))
                : Optional.empty();
    }

    Attribute attribute() {
        return new Attribute("fmtp", format + " " + parameters);
    }
}
