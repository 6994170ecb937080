package org.strowger.sip.message;

import java.util.Arrays;
import java.util.Optional;

/**
 * What every hop needs of the header fields, read and checked at the door (RFC 3261 §8.1.1, §16.3): each there, and there once.
 *
 * <p>From without a tag and Via without a branch are RFC 2543's, and accepted.
 *
 * @param topVia empty only in a request of our own that was not written with one yet
 * @param maxForwards -1 if there is none
 */
record Essentials(
        Optional<Via> topVia, Optional<Tag> fromTag, Optional<Tag> toTag, CallId callId, CSeq cseq, int maxForwards) {
    static final int ABSENT = -1;

    private static final HeaderName[] REQUIRED = {
        HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ
    };

    /** How they are found in fields that were just written. */
    @FunctionalInterface
    interface Reading {
        Essentials of(Headers headers) throws MalformedMessageException;
    }

    static Essentials of(Headers headers) throws MalformedMessageException {
        int[] fields = find(headers);
        for (var name : REQUIRED) {
            if (fields[name.id()] == ABSENT) {
                throw missing(headers, name);
            }
        }
        return of(headers, fields);
    }

    /** Of a request of our own that may have no Via yet. */
    static Essentials withoutVia(Headers headers) throws MalformedMessageException {
        int[] fields = find(headers);
        for (var name : REQUIRED) {
            if (fields[name.id()] == ABSENT && name.id() != HeaderName.VIA.id()) {
                throw missing(headers, name);
            }
        }
        return of(headers, fields);
    }

    /**
     * Of a copy in which none of these fields was changed but Via and Max-Forwards: read again is only what may differ.
     *
     * @param original the header fields these were read from
     * @param copy those of the copy
     */
    Essentials in(Headers original, Headers copy, int hops) throws MalformedMessageException {
        int via = copy.next(HeaderName.VIA, 0);
        if (via == copy.size()) {
            throw missing(copy, HeaderName.VIA);
        }
        return new Essentials(
                Optional.of(Via.parse(copy.firstValueAt(via))),
                moved(fromTag, HeaderName.FROM, original, copy),
                moved(toTag, HeaderName.TO, original, copy),
                new CallId(copy.valueAt(copy.next(HeaderName.CALL_ID, 0))),
                cseq,
                hops);
    }

    /** The tag at its place in the copy, so that the copy does not keep the bytes of the original alive. */
    private static Optional<Tag> moved(Optional<Tag> tag, HeaderName name, Headers original, Headers copy) {
        if (tag.isEmpty()) {
            return tag;
        }
        var text = tag.get().value();
        int shift = copy.valueStart(copy.next(name, 0)) - original.valueStart(original.next(name, 0));
        return Optional.of(new Tag(new Slice(copy.bytes(), text.start() + shift, text.end() + shift)));
    }

    /** The Content-Length; -1 if there is none. Two that differ are refused (RFC 4475 §3.3.9), the same twice deceives nobody. */
    static int contentLength(Headers headers) throws MalformedMessageException {
        int first = headers.next(HeaderName.CONTENT_LENGTH, 0);
        if (first == headers.size()) {
            return ABSENT;
        }
        for (int field = headers.next(HeaderName.CONTENT_LENGTH, first + 1);
                field < headers.size();
                field = headers.next(HeaderName.CONTENT_LENGTH, field + 1)) {
            if (!headers.valueAt(field).equals(headers.valueAt(first))) {
                throw repeated(headers, field);
            }
        }
        return readNumber(headers.valueAt(first), "a Content-Length", Integer.MAX_VALUE);
    }

    private static Essentials of(Headers headers, int[] fields) throws MalformedMessageException {
        int via = fields[HeaderName.VIA.id()];
        int maxForwards = fields[HeaderName.MAX_FORWARDS.id()];
        return new Essentials(
                via == ABSENT ? Optional.empty() : Optional.of(Via.parse(headers.firstValueAt(via))),
                Tag.find(headers.valueAt(fields[HeaderName.FROM.id()])),
                Tag.find(headers.valueAt(fields[HeaderName.TO.id()])),
                CallId.parse(headers.valueAt(fields[HeaderName.CALL_ID.id()])),
                CSeq.parse(headers.valueAt(fields[HeaderName.CSEQ.id()])),
                maxForwards == ABSENT ? ABSENT : readMaxForwards(headers, maxForwards));
    }

    /** By id: the first field of each name that is read here; they have the lowest ids. */
    private static int[] find(Headers headers) throws MalformedMessageException {
        int[] fields = new int[HeaderName.LAST_ESSENTIAL + 1];
        Arrays.fill(fields, ABSENT);
        for (int field = 0; field < headers.size(); field++) {
            int id = headers.idAt(field);
            if (id == HeaderName.UNKNOWN || id > HeaderName.LAST_ESSENTIAL) {
                continue;
            }
            if (fields[id] == ABSENT) {
                fields[id] = field;
            } else if (id != HeaderName.VIA.id()) {
                throw repeated(headers, field);
            }
        }
        return fields;
    }

    /** What may stand once and does not is refused (RFC 4475 §3.3.8). */
    private static MalformedMessageException repeated(Headers headers, int field) {
        var rest = new Slice(headers.bytes(), headers.nameStart(field), headers.end());
        var name = HeaderName.ofId(headers.idAt(field));
        return MalformedMessageException.at("one " + name + " header field, not several", rest, 0);
    }

    private static MalformedMessageException missing(Headers headers, HeaderName name) {
        var rest = new Slice(headers.bytes(), headers.end(), headers.end());
        return MalformedMessageException.at("a " + name + " header field", rest, 0);
    }

    private static int readMaxForwards(Headers headers, int field) throws MalformedMessageException {
        return readNumber(headers.valueAt(field), "a Max-Forwards of 0 to 255", Limits.MAX_FORWARDS);
    }

    private static int readNumber(Slice value, String expected, int max) throws MalformedMessageException {
        long number = Grammar.number(value.bytes(), value.start(), value.end(), max);
        if (number < 0) {
            throw MalformedMessageException.at(expected, value, 0);
        }
        return (int) number;
    }
}
