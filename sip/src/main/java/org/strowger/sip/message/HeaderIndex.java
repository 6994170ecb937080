package org.strowger.sip.message;

import java.util.Arrays;

/**
 * The index of header fields while it is made, by the parser or by who writes a message. Belongs to the method that made it.
 *
 * <p>A line end is CRLF and nothing else (RFC 3261 §7, §25.1): a CR or LF alone is refused and not read as an end or as a part of a
 * value, because peers that disagree on where a field ends can be made to see different messages. No case of RFC 4475 wants it.
 */
final class HeaderIndex {
    /** Per field: id of its name, start of the name, start of the value, end of the value, end of the field behind its CRLF. */
    static final int SLOTS = 5;

    private static final int FIELDS_TO_BEGIN_WITH = 20;

    private final byte[] bytes;
    private int[] slots;
    private int count;

    /** @param fields how many are expected */
    HeaderIndex(byte[] bytes, int fields) {
        this.bytes = bytes;
        this.slots = new int[fields * SLOTS];
    }

    /** Reads the header fields that begin at {@code start}, and the empty line behind them. */
    static Headers read(byte[] bytes, int start, int end) throws MalformedMessageException {
        var index = new HeaderIndex(bytes, FIELDS_TO_BEGIN_WITH);
        int at = start;
        while (at < end && !isBreak(bytes[at])) {
            at = index.readField(at, end);
        }
        if (at == end) {
            throw malformed("an empty line behind the header fields", bytes, at, end);
        }
        return index.headers(start, endOfLine(bytes, at, end));
    }

    /** Adds a field; {@link #close} tells where it ends. */
    void add(int id, int name, int value, int valueEnd) {
        int slot = count * SLOTS;
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, 2 * slot);
        }
        slots[slot] = id;
        slots[slot + 1] = name;
        slots[slot + 2] = value;
        slots[slot + 3] = valueEnd;
    }

    /** @param end behind the line end of the field that was added last */
    void close(int end) {
        slots[count * SLOTS + 4] = end;
        count++;
    }

    /** @param end behind the empty line */
    Headers headers(int start, int end) {
        return new Headers(bytes, slots, count, start, end);
    }

    private int readField(int name, int end) throws MalformedMessageException {
        if (count == Limits.HEADER_FIELDS) {
            throw tooLarge("at most 256 header fields", name, end);
        }
        int nameEnd = Grammar.endOf(Grammar.TOKEN, bytes, name, end);
        int colon = nameEnd;
        // HCOLON = *( SP / HTAB ) ":" SWS
        while (colon < end && isBlank(bytes[colon])) {
            colon++;
        }
        if (nameEnd == name || colon == end || bytes[colon] != ':') {
            throw malformed("a header field name and a colon", bytes, nameEnd == name ? name : colon, end);
        }
        int fieldEnd = endOfField(bytes, colon + 1, end);
        if (fieldEnd - name > Limits.FIELD_BYTES) {
            throw tooLarge("a header field of at most 16384 bytes", name, end);
        }
        int value = Grammar.skipSpace(bytes, colon + 1, fieldEnd);
        int valueEnd = fieldEnd;
        while (valueEnd > value && Grammar.is(Grammar.SPACE, bytes[valueEnd - 1])) {
            valueEnd--;
        }
        add(HeaderName.idOf(bytes, name, nameEnd), name, value, valueEnd);
        close(fieldEnd + 2);
        return fieldEnd + 2;
    }

    /** Where the CRLF stands that ends the field: the first one that no white space follows (RFC 3261 §7.3.1). */
    private static int endOfField(byte[] bytes, int from, int end) throws MalformedMessageException {
        int at = from;
        while (true) {
            at = breakOrEnd(bytes, at, end);
            int next = endOfLine(bytes, at, end);
            if (next == end || !isBlank(bytes[next])) {
                return at;
            }
            at = next;
        }
    }

    /** Where the first CR or LF stands from {@code from} on. */
    static int breakOrEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && !isBreak(bytes[at])) {
            at++;
        }
        return at;
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

    private MalformedMessageException tooLarge(String expected, int at, int end) {
        return MalformedMessageException.at(Status.of(513), expected, new Slice(bytes, at, end), 0);
    }

    static MalformedMessageException malformed(String expected, byte[] bytes, int at, int end) {
        return MalformedMessageException.at(expected, new Slice(bytes, Math.min(at, end), end), 0);
    }
}
