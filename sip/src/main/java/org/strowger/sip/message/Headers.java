package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The header fields of one message, in wire order: an index into its bytes, made in one pass. Immutable. */
public final class Headers implements Iterable<HeaderField> {
    private static final int LINE_END = 2;

    private final byte[] bytes;
    private final int[] slots;
    private final long places;
    private final int traces;
    private final int count;
    private final int start;
    private final int end;

    /**
     * @param section all fields with the empty line
     * @param slots as {@link HeaderIndex} has them
     * @param places the same
     * @param traces the same
     */
    Headers(Slice section, int[] slots, long places, int traces, int count) {
        this.bytes = section.bytes();
        this.slots = slots;
        this.places = places;
        this.traces = traces;
        this.count = count;
        this.start = section.start();
        this.end = section.end();
    }

    /** Number of fields. */
    public int size() {
        return count;
    }

    public boolean has(HeaderName name) {
        return next(name, 0) < count;
    }

    /** How many fields have that name. */
    public int count(HeaderName name) {
        int fields = 0;
        for (int field = next(name, 0); field < count; field = next(name, field + 1)) {
            fields++;
        }
        return fields;
    }

    /** The first field of that name, compact form included (RFC 3261 §7.3.3). */
    public Optional<HeaderField> first(HeaderName name) {
        int field = next(name, 0);
        return field < count ? Optional.of(at(field)) : Optional.empty();
    }

    /** The value of the first field of that name. */
    public Optional<Slice> value(HeaderName name) {
        int field = next(name, 0);
        return field < count ? Optional.of(valueAt(field)) : Optional.empty();
    }

    public List<HeaderField> all(HeaderName name) {
        List<HeaderField> fields = new ArrayList<>(4);
        for (int field = next(name, 0); field < count; field = next(name, field + 1)) {
            fields.add(at(field));
        }
        return fields;
    }

    /** The values of all fields of that name, lists taken apart at their commas (not those in quotes or angle brackets), in order. */
    public List<Slice> values(HeaderName name) {
        int first = next(name, 0);
        if (first == count) {
            return List.of();
        }
        List<Slice> values = new ArrayList<>(4);
        for (int field = first; field < count; field = next(name, field + 1)) {
            if (name.isList()) {
                ListValues.addTo(values, valueAt(field));
            } else {
                values.add(valueAt(field));
            }
        }
        return values;
    }

    /** The first of these values. */
    public Optional<Slice> firstValue(HeaderName name) {
        for (int field = next(name, 0); field < count; field = next(name, field + 1)) {
            if (!name.isList()) {
                return Optional.of(valueAt(field));
            }
            if (valueStart(field) < valueEnd(field)) {
                return Optional.of(firstValueAt(field).trimmed());
            }
        }
        return Optional.empty();
    }

    /** Whether the value of one of the fields of that name is such; lists are not taken apart. */
    public boolean anyValue(HeaderName name, Predicate<Slice> test) {
        for (int field = next(name, 0); field < count; field = next(name, field + 1)) {
            if (test.test(valueAt(field))) {
                return true;
            }
        }
        return false;
    }

    /** Hands over the value of each field of that name; lists are not taken apart. */
    public void eachValue(HeaderName name, Consumer<Slice> reader) {
        for (int field = next(name, 0); field < count; field = next(name, field + 1)) {
            reader.accept(valueAt(field));
        }
    }

    /** Whether there is more than one value of that name, in one field or in several. */
    public boolean hasSeveral(HeaderName name) {
        int first = next(name, 0);
        return first < count && (endOfFirst(first) < valueEnd(first) || next(name, first + 1) < count);
    }

    /** Whether all values of that name but the first are the same octets as in those other fields, in lines cut in the same way. */
    public boolean hasSameRest(HeaderName name, Headers other) {
        int mine = next(name, 0);
        int theirs = other.next(name, 0);
        if (mine == count || theirs == other.count) {
            return mine == count && theirs == other.count;
        }
        int from = endOfFirst(mine);
        int otherFrom = other.endOfFirst(theirs);
        while (Arrays.equals(bytes, from, valueEnd(mine), other.bytes, otherFrom, other.valueEnd(theirs))) {
            mine = next(name, mine + 1);
            theirs = other.next(name, theirs + 1);
            if (mine == count || theirs == other.count) {
                return mine == count && theirs == other.count;
            }
            from = valueStart(mine);
            otherFrom = other.valueStart(theirs);
        }
        return false;
    }

    @Override
    public Iterator<HeaderField> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public HeaderField next() {
                if (next == count) {
                    throw new NoSuchElementException();
                }
                return at(next++);
            }
        };
    }

    /** As they stand, with the empty line. */
    @Override
    public String toString() {
        return new Slice(bytes, start, end).toString();
    }

    /** The first field of that name from {@code from} on; {@link #size()} if there is none. */
    int next(HeaderName name, int from) {
        int id = name.id();
        if (from == 0 && HeaderIndex.hasPlace(id) && count <= HeaderIndex.LAST_PLACE) {
            int place = HeaderIndex.place(places, id);
            return place == 0 ? count : place - 1;
        }
        if ((traces & HeaderIndex.trace(id)) == 0) {
            return count;
        }
        for (int field = from; field < count; field++) {
            if (idAt(field) == id && (id != HeaderName.UNKNOWN || isNamed(field, name))) {
                return field;
            }
        }
        return count;
    }

    private boolean isNamed(int field, HeaderName name) {
        return nameAt(field).isIgnoreCase(name.text());
    }

    private HeaderField at(int field) {
        var name = idAt(field) == HeaderName.UNKNOWN ? HeaderName.of(nameAt(field)) : HeaderName.ofId(idAt(field));
        return new HeaderField(name, new Slice(bytes, nameStart(field), fieldEnd(field)), valueAt(field));
    }

    private Slice nameAt(int field) {
        return new Slice(bytes, nameStart(field), Grammar.endOf(Grammar.TOKEN, bytes, nameStart(field), end));
    }

    Slice valueAt(int field) {
        return new Slice(bytes, valueStart(field), valueEnd(field));
    }

    /** The first of the values that stand in the field, as it stands. */
    Slice firstValueAt(int field) {
        return new Slice(bytes, valueStart(field), endOfFirst(field));
    }

    private int endOfFirst(int field) {
        return ListValues.endOfFirst(bytes, valueStart(field), valueEnd(field));
    }

    /** Adds the fields from that one to before another to an index of bytes in which they stand so far behind their place here. */
    void addTo(HeaderIndex index, int first, int behind, int shift) {
        index.addAll(slots, first * HeaderIndex.SLOTS, behind * HeaderIndex.SLOTS, shift);
    }

    int idAt(int field) {
        return slots[field * HeaderIndex.SLOTS + 1] >>> HeaderIndex.ID_SHIFT;
    }

    int nameStart(int field) {
        return slots[field * HeaderIndex.SLOTS];
    }

    int valueStart(int field) {
        return nameStart(field) + (slots[field * HeaderIndex.SLOTS + 1] & HeaderIndex.WAY_TO_VALUE);
    }

    /** Before the line end and the white space before it. */
    int valueEnd(int field) {
        int start = valueStart(field);
        int end = fieldEnd(field) - LINE_END;
        while (end > start && Grammar.is(Grammar.SPACE, bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /** Behind its line end: where the next one stands, or the empty line. */
    int fieldEnd(int field) {
        return field + 1 < count ? nameStart(field + 1) : end - LINE_END;
    }

    /** Where the first field stands. */
    int start() {
        return start;
    }

    /** Behind the empty line: where the body begins. */
    int end() {
        return end;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Field values that are lists: their parts end at commas, but not at those in quotes or angle brackets (RFC 3261 §7.3.1). */
    static final class ListValues {
        private ListValues() {}

        /** All parts, trimmed. An empty value has none; an empty part is a part, which its own grammar will refuse. */
        static List<Slice> of(Slice value) {
            List<Slice> parts = new ArrayList<>(4);
            addTo(parts, value);
            return parts;
        }

        static void addTo(List<Slice> parts, Slice value) {
            if (value.trimmed().isEmpty()) {
                return;
            }
            byte[] bytes = value.bytes();
            int from = value.start();
            int end = value.end();
            while (true) {
                int to = endOfFirst(bytes, from, end);
                parts.add(new Slice(bytes, from, to).trimmed());
                if (to == end) {
                    return;
                }
                from = to + 1;
            }
        }

        /** How many parts there are from {@code from} to {@code end}, where one is at least. */
        static int count(byte[] bytes, int from, int end) {
            int parts = 1;
            for (int at = endOfFirst(bytes, from, end); at < end; at = endOfFirst(bytes, at + 1, end)) {
                parts++;
            }
            return parts;
        }

        /** Where the part that starts at {@code from} ends: at its comma, or at the end. */
        static int endOfFirst(byte[] bytes, int from, int end) {
            if (Grammar.find(',', bytes, from, end) == end) {
                return end;
            }
            for (int at = from; at < end; at++) {
                switch (bytes[at]) {
                    case ',' -> {
                        return at;
                    }
                    case '"' -> at = endOfQuotes(bytes, at, end);
                    case '<' -> at = endOfBrackets(bytes, at, end);
                    default -> {
                        continue;
                    }
                }
            }
            return end;
        }

        /** The closing quote; the last byte if there is none. */
        private static int endOfQuotes(byte[] bytes, int from, int end) {
            for (int at = from + 1; at < end; at++) {
                if (bytes[at] == '"') {
                    return at;
                }
                if (bytes[at] == '\\') {
                    at++;
                }
            }
            return end - 1;
        }

        private static int endOfBrackets(byte[] bytes, int from, int end) {
            for (int at = from + 1; at < end; at++) {
                if (bytes[at] == '>') {
                    return at;
                }
            }
            return end - 1;
        }
    }
}
