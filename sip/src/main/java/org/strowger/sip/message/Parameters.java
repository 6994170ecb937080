package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Parameters that follow a value: {@code ;name=value;flag}. Names are compared without regard to case; of two with the same name
 * the first counts. Immutable, a view of bytes.
 */
public final class Parameters implements Iterable<Parameters.Parameter> {
    /**
     * One parameter behind a value.
     *
     * @param value as it stands, quotes and escapes included; empty for a flag
     */
    public record Parameter(Slice name, Slice value) {}

    public static final Parameters NONE = new Parameters(Slice.EMPTY, false);

    private final Slice text;
    private final boolean inUri;

    /** @param text checked already */
    Parameters(Slice text, boolean inUri) {
        this.text = text;
        this.inUri = inUri;
    }

    /** Reads {@code ;a=b;c="d"}, with white space anywhere but in the names and values. */
    public static Parameters parse(Slice text) throws MalformedMessageException {
        var parameters = text.trimmed();
        var cursor = new Cursor(parameters.bytes(), parameters.start(), parameters.end(), false);
        cursor.countRest();
        if (cursor.at() < parameters.end()) {
            throw Grammar.malformed("a parameter", text, cursor.at());
        }
        return new Parameters(parameters, false);
    }

    public boolean has(String name) {
        return mayHold(name) && cursor().find(name);
    }

    /** The value as it stands, quotes included; empty slice for a flag. */
    public Optional<Slice> value(String name) {
        if (!mayHold(name)) {
            return Optional.empty();
        }
        var cursor = cursor();
        return cursor.find(name) ? Optional.of(cursor.value()) : Optional.empty();
    }

    /** As they stand, with the leading semicolon; empty if there are none. */
    public Slice text() {
        return text;
    }

    @Override
    public Iterator<Parameter> iterator() {
        List<Parameter> all = new ArrayList<>();
        for (var cursor = cursor(); cursor.next(); ) {
            all.add(new Parameter(cursor.name(), cursor.value()));
        }
        return all.iterator();
    }

    /** As they stand. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** Whether the text is long enough for that name and a semicolon. */
    private boolean mayHold(String name) {
        return text.length() > name.length();
    }

    private Cursor cursor() {
        return new Cursor(text.bytes(), text.start(), text.end(), inUri);
    }

    /**
     * Walks over the parameters behind a value, one at a time, and checks each as it comes: {@code ;name=value;flag}. Belongs to the
     * method that made it.
     */
    static final class Cursor {
        private final byte[] bytes;
        private final int end;
        private final boolean inUri;
        private int at;
        private int nameStart;
        private int nameEnd;
        private int valueStart;
        private int valueEnd;

        Cursor(byte[] bytes, int start, int end, boolean inUri) {
            this.bytes = bytes;
            this.end = end;
            this.inUri = inUri;
            this.at = inUri ? start : Grammar.skipSpace(bytes, start, end);
        }

        /** Goes on to the next parameter; false where none stands: at the end, or at something else (see {@link #at()}). */
        boolean next() {
            return at < end && bytes[at] == ';' && (inUri ? nextInUri() : nextInHeader());
        }

        /** Goes on to the first parameter of that name; false if there is none. */
        boolean find(String name) {
            while (next()) {
                if (isNamed(name)) {
                    return true;
                }
            }
            return false;
        }

        /** Goes over all that are left; how many they were. */
        int countRest() {
            int count = 0;
            while (next()) {
                count++;
            }
            return count;
        }

        byte[] bytes() {
            return bytes;
        }

        /** Where the walk ended. */
        int at() {
            return at;
        }

        boolean isNamed(String name) {
            return Grammar.isIgnoreCase(name, bytes, nameStart, nameEnd) || inUri && isNamedInEscapes(name);
        }

        /**
         * Whether it has that name, in a header field.
         *
         * @param small see {@link Grammar#smallWord}
         */
        boolean isNamed(long small) {
            return Grammar.is(small, bytes, nameStart, nameEnd);
        }

        Slice name() {
            return new Slice(bytes, nameStart, nameEnd);
        }

        /** As it stands, quotes included; empty for a flag. */
        Slice value() {
            return valueStart == valueEnd ? Slice.EMPTY : new Slice(bytes, valueStart, valueEnd);
        }

        int nameEnd() {
            return nameEnd;
        }

        /** Whether it has no value. */
        boolean isFlag() {
            return valueStart == nameEnd;
        }

        int valueStart() {
            return valueStart;
        }

        int valueEnd() {
            return valueEnd;
        }

        /** ";%6C%72" is ";lr": what needs no escape is "equivalent to [its] "%" HEX HEX encoding" (RFC 3261 §19.1.4). */
        private boolean isNamedInEscapes(String name) {
            boolean hasEscapes = Grammar.endOf(Grammar.URI_PARAMETER, bytes, nameStart, nameEnd) < nameEnd;
            return hasEscapes && Grammar.unescaped(bytes, nameStart, nameEnd).equalsIgnoreCase(name);
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
}
