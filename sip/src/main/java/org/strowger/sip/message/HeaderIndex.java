package org.strowger.sip.message;

import java.util.Arrays;

/**
 * The index of header fields while it is made, by the parser or by who writes a message. Belongs to the method that made it.
 *
 * <p>A line end is CRLF and nothing else (RFC 3261 §7, §25.1): a CR or LF alone is refused and not read as an end or as a part of a
 * value, because peers that disagree on where a field ends can be made to see different messages. No case of RFC 4475 wants it.
 */
final class HeaderIndex {
    /**
     * Per field: where its name starts; and the id of its name in the upper byte, with the way from there to its value in the others.
     * Where it ends, the next one tells.
     */
    static final int SLOTS = 2;

    static final int ID_SHIFT = 24;
    static final int WAY_TO_VALUE = (1 << ID_SHIFT) - 1;

    /** The highest place of a field that is kept in {@link #places}. */
    static final int LAST_PLACE = 255;

    private static final int FIELDS_TO_BEGIN_WITH = 16;

    private int[] slots;
    private int count;
    /**
     * For each of the names with the lowest ids, which are asked for at every hop: the place of its first field, counted from 1, in the
     * octet of its id; 0 if there is none.
     */
    private long places;
    /** A bit for each name, by the lowest five bits of its id, so that some share one: where it is not set, the name is not there. */
    private int traces;

    /** @param fields how many are expected */
    HeaderIndex(int fields) {
        this.slots = new int[fields * SLOTS];
    }

    /** Reads the header fields that begin at {@code start}, and the empty line behind them. */
    static Headers read(byte[] bytes, int start, int end) throws MalformedMessageException {
        var index = new HeaderIndex(FIELDS_TO_BEGIN_WITH);
        int at = start;
        while (at < end && !isBreak(bytes[at])) {
            at = index.readField(bytes, at, end);
        }
        if (at == end) {
            throw malformed("an empty line behind the header fields", bytes, at, end);
        }
        return index.headers(bytes, start, endOfLine(bytes, at, end));
    }

    void add(int id, int name, int value) {
        int slot = count * SLOTS;
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, 2 * slot + SLOTS);
        }
        slots[slot] = name;
        slots[slot + 1] = id << ID_SHIFT | value - name;
        count++;
        note(id);
    }

    /** Adds fields as another index has them, whose names stand so far behind. */
    void addAll(int[] others, int from, int to, int shift) {
        int slot = count * SLOTS;
        if (slot + to - from > slots.length) {
            slots = Arrays.copyOf(slots, 2 * (slot + to - from));
        }
        var into = slots;
        for (int other = from; other < to; other += SLOTS) {
            into[slot] = others[other] + shift;
            into[slot + 1] = others[other + 1];
            slot += SLOTS;
            count++;
            note(others[other + 1] >>> ID_SHIFT);
        }
    }

    /** Keeps the place of the field that was added last. */
    private void note(int id) {
        traces |= trace(id);
        if (hasPlace(id) && count <= LAST_PLACE && place(places, id) == 0) {
            places |= (long) count << id * Byte.SIZE;
        }
    }

    /** @param end behind the empty line */
    Headers headers(byte[] bytes, int start, int end) {
        return new Headers(new Slice(bytes, start, end), slots, places, traces, count);
    }

    /** Whether the first field of that name is found in {@link #places}. */
    static boolean hasPlace(int id) {
        return id != HeaderName.UNKNOWN && id < Long.BYTES;
    }

    /** Where it stands, counted from 1; 0 if there is none. */
    static int place(long places, int id) {
        return (int) (places >>> id * Byte.SIZE) & LAST_PLACE;
    }

    /** The bit of that name in {@link #traces}. */
    static int trace(int id) {
        return 1 << id;
    }

    private int readField(byte[] bytes, int name, int end) throws MalformedMessageException {
        if (count == Limits.HEADER_FIELDS) {
            throw tooLarge("at most 256 header fields", bytes, name, end);
        }
        int colon = Grammar.find(':', bytes, name, Math.min(name + HeaderName.LONGEST + 1, end));
        int id = HeaderName.idOf(bytes, name, colon);
        if (id == HeaderName.UNKNOWN || colon == end) {
            int nameEnd = Grammar.endOf(Grammar.TOKEN, bytes, name, end);
            colon = colonBehind(bytes, name, nameEnd, end);
            id = HeaderName.idOf(bytes, name, nameEnd);
        }
        int fieldEnd = endOfField(bytes, colon + 1, end);
        if (fieldEnd - name > Limits.FIELD_BYTES) {
            throw tooLarge("a header field of at most 16384 bytes", bytes, name, end);
        }
        add(id, name, Grammar.skipSpace(bytes, colon + 1, fieldEnd));
        return fieldEnd + 2;
    }

    /** HCOLON = *( SP / HTAB ) ":" SWS */
    private static int colonBehind(byte[] bytes, int name, int nameEnd, int end) throws MalformedMessageException {
        int colon = nameEnd;
        while (colon < end && isBlank(bytes[colon])) {
            colon++;
        }
        if (nameEnd == name || colon == end || bytes[colon] != ':') {
            throw malformed("a header field name and a colon", bytes, nameEnd == name ? name : colon, end);
        }
        return colon;
    }

    /** Where the CRLF stands that ends the field: the first one that no white space follows (RFC 3261 §7.3.1). */
    private static int endOfField(byte[] bytes, int from, int end) throws MalformedMessageException {
        int at = from;
        while (true) {
            at = Grammar.findBreak(bytes, at, end);
            int next = endOfLine(bytes, at, end);
            if (next == end || !isBlank(bytes[next])) {
                return at;
            }
            at = next;
        }
    }

    /** Behind the CRLF that stands there. */
    static int endOfLine(byte[] bytes, int at, int end) throws MalformedMessageException {
        if (at + 1 >= end || bytes[at] != '\r' || bytes[at + 1] != '\n') {
            throw malformed("CRLF at the end of a line", bytes, at, end);
        }
        return at + 2;
    }

    /** CR or LF. */
    static boolean isBreak(byte octet) {
        return octet == '\r' || octet == '\n';
    }

    /** SP or HTAB. */
    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static MalformedMessageException tooLarge(String expected, byte[] bytes, int at, int end) {
        return MalformedMessageException.at(Status.of(513), expected, new Slice(bytes, at, end), 0);
    }

    static MalformedMessageException malformed(String expected, byte[] bytes, int at, int end) {
        return MalformedMessageException.at(expected, new Slice(bytes, Math.min(at, end), end), 0);
    }
}
