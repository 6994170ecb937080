package org.strowger.sip.message;

/** The tag of a From or To header field (RFC 3261 §19.3). */
public record Tag(Slice value) {
    private static final long TAG = Grammar.smallWord("tag");
    private static final long TAG_EQUALS = Grammar.smallWord(";tag=");
    private static final int TAG_EQUALS_BYTES = 5;
    /** What {@link #find} says where there is none. */
    static final long NONE = 0;

    /**
     * The tag of a From or To value, found without reading the address itself (§20.20, §20.39): what stands in a quoted display name or
     * between angle brackets is never taken for it. Checks the shape of the whole value on the way.
     *
     * @return its {@link #start} and {@link #end} as one number, or {@link #NONE}
     */
    static long find(byte[] bytes, int from, int end) throws MalformedMessageException {
        int parameters = endOfAddress(bytes, from, end);
        if (parameters == end) {
            return NONE;
        }
        int tag = parameters + TAG_EQUALS_BYTES;
        boolean isUsual = Grammar.is(TAG_EQUALS, bytes, parameters, Math.min(tag, end))
                && tag < end
                && Grammar.endOf(Grammar.VALUE, bytes, tag, end) == end;
        return isUsual ? place(tag, end) : find(new Parameters.Cursor(bytes, parameters, end, false), end);
    }

    private static long find(Parameters.Cursor cursor, int end) throws MalformedMessageException {
        long tag = NONE;
        while (cursor.next()) {
            if (!cursor.isNamed(TAG)) {
                continue;
            }
            if (tag != NONE || !isTag(cursor)) {
                throw malformed("one tag with a value", cursor.bytes(), cursor.valueStart(), end);
            }
            tag = place(cursor.valueStart(), cursor.valueEnd());
        }
        if (cursor.at() < end) {
            throw malformed("a parameter of an address", cursor.bytes(), cursor.at(), end);
        }
        return tag;
    }

    private static boolean isTag(Parameters.Cursor cursor) {
        return cursor.valueEnd() > cursor.valueStart() && cursor.bytes()[cursor.valueStart()] != '"';
    }

    private static long place(int start, int end) {
        return (long) start << Integer.SIZE | end;
    }

    static int start(long place) {
        return (int) (place >>> Integer.SIZE);
    }

    static int end(long place) {
        return (int) place;
    }

    private static int endOfAddress(byte[] bytes, int from, int end) throws MalformedMessageException {
        if (from == end) {
            throw malformed("an address", bytes, from, end);
        }
        if (bytes[from] == '"') {
            int close = Grammar.endOfQuoted(bytes, from, end);
            if (close < 0) {
                throw malformed("a closing quote behind a display name", bytes, from, end);
            }
            return endOfBrackets(bytes, Grammar.skipSpace(bytes, close, end), end);
        }
        // *(token LWS), as a display name without quotes
        int open = Grammar.endOf(Grammar.WORDS, bytes, from, end);
        return open < end && bytes[open] == '<' ? endOfBrackets(bytes, open, end) : endOfAddrSpec(bytes, from, end);
    }

    private static int endOfBrackets(byte[] bytes, int open, int end) throws MalformedMessageException {
        if (open == end || bytes[open] != '<') {
            throw malformed("\"<\" behind a display name", bytes, open, end);
        }
        int close = Grammar.endOf(Grammar.BRACKETED, bytes, open + 1, end);
        if (close == end || bytes[close] != '>' || close == open + 1) {
            throw malformed("a URI and \">\"", bytes, close, end);
        }
        return close + 1;
    }

    /** "If the URI contains a comma, question mark or semicolon, the URI MUST be enclosed in angle brackets" (§20.10). */
    private static int endOfAddrSpec(byte[] bytes, int from, int end) throws MalformedMessageException {
        int at = from;
        while (at < end && Grammar.is(Grammar.BRACKETED, bytes[at]) && ",?;".indexOf(bytes[at]) < 0) {
            at++;
        }
        if (at == from) {
            throw malformed("an address", bytes, at, end);
        }
        return at;
    }

    private static MalformedMessageException malformed(String expected, byte[] bytes, int at, int end) {
        return HeaderIndex.malformed(expected, bytes, at, end);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
