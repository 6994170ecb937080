package org.strowger.sip.message;

/** A Call-ID, compared byte by byte (RFC 3261 §20.8). */
public record CallId(Slice value) {
    /** What is neither empty nor has white space or controls in it. */
    static CallId parse(Slice value) throws MalformedMessageException {
        int at = Grammar.findBelow('!', value.bytes(), value.start(), value.end());
        at = Grammar.find('\u007f', value.bytes(), value.start(), at);
        if (at < value.end()) {
            throw Grammar.malformed("a Call-ID without white space", value, at);
        }
        if (value.isEmpty()) {
            throw Grammar.malformed("a Call-ID", value, value.start());
        }
        return new CallId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
