package org.strowger.sip.message;

import java.util.Arrays;

/**
 * Writes a message once, indexing its fields on the way, on paper that is cut to an estimate and grows where that was wrong. Belongs to
 * the method that made it.
 */
final class Pen {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] VERSION_AND_END =
            Slice.of(" " + StartLine.VERSION + "\r\n").bytes();
    private static final int MAX_DIGITS = 10;
    private static final byte[] BRANCH = Slice.of(";branch=").bytes();
    /** Behind a branch of ours: "the client MUST insert an "rport" parameter […] with no value" (RFC 3581 §3). */
    static final byte[] RPORT = Slice.of(";rport").bytes();

    private final HeaderIndex index;
    private byte[] paper;
    private int at;
    private int headersStart;
    private int headersEnd;

    /**
     * @param bytes how long the message is expected to become
     * @param fields how many fields it is expected to have
     */
    Pen(int bytes, int fields) {
        this.paper = new byte[bytes];
        this.index = new HeaderIndex(fields);
    }

    /** The method, the URI and the version; the header fields follow. */
    void requestLine(Method method, Uri uri) {
        copy(Slice.of(method.name()));
        reserve(1);
        paper[at++] = ' ';
        copy(uri.text());
        copy(VERSION_AND_END);
        headersStart = at;
    }

    /** The start line as it stands in another message, with its line end. */
    void startLine(byte[] from, int start, int end) {
        copy(from, start, end);
        headersStart = at;
    }

    void statusLine(Status status) {
        copy(status.line());
        headersStart = at;
    }

    void field(HeaderName name, Slice value) {
        field(name, value, Slice.EMPTY);
    }

    void field(HeaderName name, int number) {
        begin(name);
        digits(number);
        copy(LINE_END);
    }

    /** A field whose value is in two parts. */
    void field(HeaderName name, Slice value, Slice rest) {
        begin(name);
        copy(value);
        copy(rest);
        copy(LINE_END);
    }

    /** The Via of a request of ours: how we are reached, and a branch. */
    void via(Via sentBy, Slice branch) {
        begin(HeaderName.VIA);
        copy(sentBy.text());
        copy(BRANCH);
        copy(branch);
        copy(RPORT);
        copy(LINE_END);
    }

    static int viaLength(Via sentBy, Slice branch) {
        return sentBy.text().length() + BRANCH.length + branch.length() + RPORT.length;
    }

    /** Fields as they stand in another message, from that one to before another. */
    void kept(Headers from, int first, int behind) {
        if (first == behind) {
            return;
        }
        int shift = at - from.nameStart(first);
        from.addTo(index, first, behind, shift);
        copy(from.bytes(), from.nameStart(first), from.fieldEnd(behind - 1));
    }

    /** A field of another message, its value beginning with {@code first} and going on with what stands there from {@code rest} on. */
    void changed(Headers from, int field, Slice first, int rest) {
        begin(from, field);
        copy(first);
        copy(from.bytes(), rest, from.fieldEnd(field));
    }

    /** The same, its value being that number. */
    void changed(Headers from, int field, int number) {
        begin(from, field);
        digits(number);
        copy(from.bytes(), from.valueEnd(field), from.fieldEnd(field));
    }

    /** The empty line and what follows it. */
    void body(Slice body) {
        copy(LINE_END);
        headersEnd = at;
        copy(body);
    }

    /** The fields that were written. */
    Headers headers() {
        return index.headers(paper, headersStart, headersEnd);
    }

    /** All that was written. */
    Slice bytes() {
        return new Slice(paper, 0, at);
    }

    /** Writes the number there; returns the offset behind it. */
    static int digits(int number, byte[] target, int at) {
        int end = at + 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        int rest = number;
        for (int place = end - 1; place >= at; place--) {
            target[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    private void begin(HeaderName name) {
        byte[] wire = name.wire();
        index.add(name.id(), at, at + wire.length);
        copy(wire);
    }

    /** With the name as it is spelled there. */
    private void begin(Headers from, int field) {
        int name = from.nameStart(field);
        int value = from.valueStart(field);
        index.add(from.idAt(field), at, at + value - name);
        copy(from.bytes(), name, value);
    }

    private void digits(int number) {
        reserve(MAX_DIGITS);
        at = digits(number, paper, at);
    }

    private void copy(Slice from) {
        copy(from.bytes(), from.start(), from.end());
    }

    private void copy(byte[] from) {
        copy(from, 0, from.length);
    }

    private void copy(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, paper, at, end - start);
        at += end - start;
    }

    private void reserve(int bytes) {
        if (bytes > paper.length - at) {
            paper = Arrays.copyOf(paper, Math.max(at + bytes, paper.length + paper.length / 2));
        }
    }
}
