package org.strowger.sip.message;

/**
 * Walks over the parameters behind a value, one at a time, and checks each as it comes: {@code ;name=value;flag}. Belongs to the
 * method that made it.
 */
final class ParameterCursor {
    private final byte[] bytes;
    private final int end;
    private final boolean inUri;
    private int at;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    ParameterCursor(byte[] bytes, int start, int end, boolean inUri) {
        this.bytes = bytes;
        this.end = end;
        this.inUri = inUri;
        this.at = inUri ? start : Grammar.skipSpace(bytes, start, end);
    }

    /** Goes on to the next parameter; false where none stands: at the end, or at something else (see {@link #at()}). */
    boolean next() {
        return at < end && bytes[at] == ';' && (inUri ? nextInUri() : nextInHeader());
    }

    /** Where the walk ended. */
    int at() {
        return at;
    }

    boolean isNamed(String lowerCaseName) {
        return Grammar.isIgnoreCase(lowerCaseName, bytes, nameStart, nameEnd)
                || inUri && isNamedInEscapes(lowerCaseName);
    }

    Slice name() {
        return new Slice(bytes, nameStart, nameEnd);
    }

    /** As it stands, quotes included; empty for a flag. */
    Slice value() {
        return valueStart == valueEnd ? Slice.EMPTY : new Slice(bytes, valueStart, valueEnd);
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return valueEnd;
    }

    /** ";%6C%72" is ";lr": what needs no escape is "equivalent to [its] "%" HEX HEX encoding" (RFC 3261 §19.1.4). */
    private boolean isNamedInEscapes(String lowerCaseName) {
        boolean hasEscapes = Grammar.endOf(Grammar.URI_PARAMETER, bytes, nameStart, nameEnd) < nameEnd;
        return hasEscapes && Grammar.unescaped(bytes, nameStart, nameEnd).equalsIgnoreCase(lowerCaseName);
    }

    private boolean nextInUri() {
        nameStart = at + 1;
        nameEnd = Grammar.endOfEscaped(Grammar.URI_PARAMETER, bytes, nameStart, end);
        valueStart = nameEnd;
        valueEnd = nameEnd;
        if (nameEnd < end && bytes[nameEnd] == '=') {
            valueStart = nameEnd + 1;
            valueEnd = Grammar.endOfEscaped(Grammar.URI_PARAMETER_VALUE, bytes, valueStart, end);
            return accept(nameEnd > nameStart && valueEnd > valueStart);
        }
        return accept(nameEnd > nameStart);
    }

    private boolean nextInHeader() {
        nameStart = Grammar.skipSpace(bytes, at + 1, end);
        nameEnd = Grammar.endOf(Grammar.TOKEN, bytes, nameStart, end);
        valueStart = nameEnd;
        valueEnd = nameEnd;
        int equal = Grammar.skipSpace(bytes, nameEnd, end);
        if (equal == end || bytes[equal] != '=') {
            return accept(nameEnd > nameStart);
        }
        valueStart = Grammar.skipSpace(bytes, equal + 1, end);
        valueEnd = valueStart < end && bytes[valueStart] == '"'
                ? Grammar.endOfQuoted(bytes, valueStart, end)
                : Grammar.endOf(Grammar.VALUE, bytes, valueStart, end);
        return accept(nameEnd > nameStart && valueEnd > valueStart);
    }

    private boolean accept(boolean isParameter) {
        if (isParameter) {
            at = inUri ? valueEnd : Grammar.skipSpace(bytes, valueEnd, end);
        }
        return isParameter;
    }
}
