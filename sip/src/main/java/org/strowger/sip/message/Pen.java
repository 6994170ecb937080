package org.strowger.sip.message;

/**
 * Writes a message: once without paper, to count its bytes and fields, and once into an array of just that size, indexing the fields on
 * the way. Belongs to the method that made it.
 */
final class Pen {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] SPACE = {' '};
    private static final byte[] NO_PAPER = {};
    private static final int MAX_DIGITS = 10;

    private final byte[] paper;
    private final HeaderIndex index;
    private final boolean isCounting;
    private int at;
    private int fields;
    private int headersStart;
    private int headersEnd;

    private Pen(byte[] paper, int fields, boolean isCounting) {
        this.paper = paper;
        this.index = new HeaderIndex(paper, fields);
        this.isCounting = isCounting;
    }

    static Pen counting() {
        return new Pen(NO_PAPER, 0, true);
    }

    /** A pen that writes the same as this has counted. */
    Pen writing() {
        return new Pen(new byte[at], fields, false);
    }

    /** The method, the URI and the version; the header fields follow. */
    StartLine.Request requestLine(Method method, Uri uri) {
        ascii(method.name());
        copy(SPACE);
        copy(uri.text());
        copy(SPACE);
        ascii(StartLine.VERSION);
        copy(LINE_END);
        headersStart = at;
        return new StartLine.Request(method, uri, at - LINE_END.length);
    }

    /** The start line as it stands in another message, with its line end. */
    void startLine(byte[] from, int start, int end) {
        copy(from, start, end);
        headersStart = at;
    }

    StartLine.Response statusLine(Status status) {
        copy(StartLine.line(status));
        headersStart = at;
        return new StartLine.Response(status, at - LINE_END.length);
    }

    void field(HeaderName name, Slice value) {
        int nameStart = at;
        copy(name.wire());
        int valueStart = at;
        copy(value);
        endField(name.id(), nameStart, valueStart);
    }

    void field(HeaderName name, int number) {
        int nameStart = at;
        copy(name.wire());
        int valueStart = at;
        digits(number);
        endField(name.id(), nameStart, valueStart);
    }

    /** A field whose value is in two parts. */
    void field(HeaderName name, Slice value, Slice rest) {
        int nameStart = at;
        copy(name.wire());
        int valueStart = at;
        copy(value);
        copy(rest);
        endField(name.id(), nameStart, valueStart);
    }

    /** A field as it stands in another message. */
    void kept(Headers from, int field) {
        int start = from.nameStart(field);
        int shift = at - start;
        indexed(from.idAt(field), start + shift, from.valueStart(field) + shift, from.valueEnd(field) + shift);
        copy(from.bytes(), start, from.fieldEnd(field));
        close();
    }

    /** The same, its value beginning with {@code first} and going on with what stands there from {@code rest} on. */
    void changed(Headers from, int field, Slice first, int rest) {
        int nameStart = at;
        copy(from.bytes(), from.nameStart(field), from.valueStart(field));
        int valueStart = at;
        copy(first);
        copy(from.bytes(), rest, from.valueEnd(field));
        endChanged(from, field, nameStart, valueStart);
    }

    /** The same, its value being that number. */
    void changed(Headers from, int field, int number) {
        int nameStart = at;
        copy(from.bytes(), from.nameStart(field), from.valueStart(field));
        int valueStart = at;
        digits(number);
        endChanged(from, field, nameStart, valueStart);
    }

    /** The empty line and what follows it. */
    void body(Slice body) {
        copy(LINE_END);
        headersEnd = at;
        copy(body);
    }

    /** The fields that were written. */
    Headers headers() {
        return index.headers(headersStart, headersEnd);
    }

    /** All that was written. */
    Slice bytes() {
        return Slice.of(paper);
    }

    private void endField(int id, int nameStart, int valueStart) {
        indexed(id, nameStart, valueStart, at);
        copy(LINE_END);
        close();
    }

    private void endChanged(Headers from, int field, int nameStart, int valueStart) {
        indexed(from.idAt(field), nameStart, valueStart, at);
        copy(from.bytes(), from.valueEnd(field), from.fieldEnd(field));
        close();
    }

    private void indexed(int id, int nameStart, int valueStart, int valueEnd) {
        if (!isCounting) {
            index.add(id, nameStart, valueStart, valueEnd);
        }
    }

    private void close() {
        fields++;
        if (!isCounting) {
            index.close(at);
        }
    }

    private void digits(int number) {
        int from = MAX_DIGITS;
        byte[] digits = new byte[MAX_DIGITS];
        int rest = number;
        do {
            digits[--from] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        copy(digits, from, MAX_DIGITS);
    }

    private void ascii(String text) {
        if (!isCounting) {
            for (int i = 0; i < text.length(); i++) {
                paper[at + i] = (byte) text.charAt(i);
            }
        }
        at += text.length();
    }

    private void copy(Slice from) {
        copy(from.bytes(), from.start(), from.end());
    }

    private void copy(byte[] from) {
        copy(from, 0, from.length);
    }

    private void copy(byte[] from, int start, int end) {
        if (!isCounting) {
            System.arraycopy(from, start, paper, at, end - start);
        }
        at += end - start;
    }
}
