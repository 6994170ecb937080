package org.strowger.sip.message;

import java.util.Locale;

/** A URI of a scheme that we only carry (RFC 3986). */
public record OtherUri(String scheme, Slice text) implements Uri {
    /** @param schemeEnd where the colon stands */
    static OtherUri parse(Slice text, int schemeEnd) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        for (int at = schemeEnd + 1; at < text.end(); at++) {
            byte octet = bytes[at];
            if (octet == ' ' || octet == '<' || octet == '>' || octet == '"' || Grammar.isControl(octet)) {
                throw Grammar.malformed("a URI without white space, quotes and angle brackets", text, at);
            }
        }
        if (schemeEnd + 1 == text.end()) {
            throw Grammar.malformed("something behind the scheme", text, text.end());
        }
        return new OtherUri(text.part(0, schemeEnd - text.start()).toString().toLowerCase(Locale.ROOT), text);
    }

    @Override
    public boolean isEquivalentTo(Uri other) {
        return other instanceof OtherUri theirs && text.equals(theirs.text);
    }

    /** As it stands. */
    @Override
    public String toString() {
        return text.toString();
    }
}
