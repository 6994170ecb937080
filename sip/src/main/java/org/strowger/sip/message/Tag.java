package org.strowger.sip.message;

/** The tag of a From or To header field (RFC 3261 §19.3). */
public record Tag(Slice value) {
    private static final long TAG = Grammar.smallWord("tag");

    /**
     * The tag of a From or To value, found without reading the address itself (§20.20, §20.39): what stands in a quoted display name or
     * between angle brackets is never taken for it. Checks the shape of the whole value on the way.
     * Empty if there is none.
     */
    static Slice find(Slice value) throws MalformedMessageException {
        int parameters = endOfAddress(value);
        var tag = Slice.EMPTY;
        if (parameters == value.end()) {
            return tag;
        }
        var cursor = new Parameters.Cursor(value.bytes(), parameters, value.end(), false);
        while (cursor.next()) {
            if (!cursor.isNamed(TAG)) {
                continue;
            }
            if (!tag.isEmpty() || !isTag(cursor)) {
                throw Grammar.malformed("one tag with a value", value, cursor.valueStart());
            }
            tag = cursor.value();
        }
        if (cursor.at() < value.end()) {
            throw Grammar.malformed("a parameter of an address", value, cursor.at());
        }
        return tag;
    }

    private static boolean isTag(Parameters.Cursor cursor) {
        return cursor.valueEnd() > cursor.valueStart() && cursor.value().at(0) != '"';
    }

    private static int endOfAddress(Slice value) throws MalformedMessageException {
        byte[] bytes = value.bytes();
        int end = value.end();
        if (value.isEmpty()) {
            throw Grammar.malformed("an address", value, value.start());
        }
        if (bytes[value.start()] == '"') {
            int close = Grammar.endOfQuoted(bytes, value.start(), end);
            if (close < 0) {
                throw Grammar.malformed("a closing quote behind a display name", value, value.start());
            }
            return endOfBrackets(value, Grammar.skipSpace(bytes, close, end));
        }
        // *(token LWS), as a display name without quotes
        int open = Grammar.endOf(Grammar.WORDS, bytes, value.start(), end);
        return open < end && bytes[open] == '<' ? endOfBrackets(value, open) : endOfAddrSpec(value);
    }

    private static int endOfBrackets(Slice value, int open) throws MalformedMessageException {
        byte[] bytes = value.bytes();
        if (open == value.end() || bytes[open] != '<') {
            throw Grammar.malformed("\"<\" behind a display name", value, open);
        }
        int close = Grammar.endOf(Grammar.BRACKETED, bytes, open + 1, value.end());
        if (close == value.end() || bytes[close] != '>' || close == open + 1) {
            throw Grammar.malformed("a URI and \">\"", value, close);
        }
        return close + 1;
    }

    /** "If the URI contains a comma, question mark or semicolon, the URI MUST be enclosed in angle brackets" (§20.10). */
    private static int endOfAddrSpec(Slice value) throws MalformedMessageException {
        byte[] bytes = value.bytes();
        int at = value.start();
        while (at < value.end() && Grammar.is(Grammar.BRACKETED, bytes[at]) && ",?;".indexOf(bytes[at]) < 0) {
            at++;
        }
        if (at == value.start()) {
            throw Grammar.malformed("an address", value, at);
        }
        return at;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
