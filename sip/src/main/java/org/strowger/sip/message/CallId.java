package org.strowger.sip.message;

/** A Call-ID, compared byte by byte (RFC 3261 §20.8). */
public record CallId(Slice value) {
    /** What is neither empty nor has white space or controls in it. */
    static void check(byte[] bytes, int start, int end) throws MalformedMessageException {
        int at = Grammar.findBelow('!', bytes, start, end);
        at = Grammar.find('\u007f', bytes, start, at);
        if (at < end) {
            throw Grammar.malformed("a Call-ID without white space", new Slice(bytes, start, end), at);
        }
        if (start == end) {
            throw Grammar.malformed("a Call-ID", new Slice(bytes, start, end), start);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
