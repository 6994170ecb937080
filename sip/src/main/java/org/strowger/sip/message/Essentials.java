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
 * @param contentLength -1 if there is none
 */
record Essentials(
        Optional<Via> topVia,
        Optional<Tag> fromTag,
        Optional<Tag> toTag,
        CallId callId,
        CSeq cseq,
        int maxForwards,
        int contentLength) {
    static final int ABSENT = -1;

    private static final HeaderName[] REQUIRED = {
        HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ
    };

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
            if (fields[name.id()] == ABSENT && name != HeaderName.VIA) {
                throw missing(headers, name);
            }
        }
        return of(headers, fields);
    }

    /** The Content-Length alone, to frame a message of a stream. */
    static int contentLength(Headers headers) throws MalformedMessageException {
        int first = headers.next(HeaderName.CONTENT_LENGTH, 0);
        for (int field = headers.next(HeaderName.CONTENT_LENGTH, first + 1);
                field < headers.size();
                field = headers.next(HeaderName.CONTENT_LENGTH, field + 1)) {
            checkRepeated(headers, first, field);
        }
        return first == headers.size() ? ABSENT : readContentLength(headers, first);
    }

    private static Essentials of(Headers headers, int[] fields) throws MalformedMessageException {
        int via = fields[HeaderName.VIA.id()];
        int maxForwards = fields[HeaderName.MAX_FORWARDS.id()];
        int contentLength = fields[HeaderName.CONTENT_LENGTH.id()];
        return new Essentials(
                via == ABSENT ? Optional.empty() : Optional.of(Via.parse(headers.firstValueAt(via))),
                AddressTag.of(headers.valueAt(fields[HeaderName.FROM.id()])),
                AddressTag.of(headers.valueAt(fields[HeaderName.TO.id()])),
                CallId.parse(headers.valueAt(fields[HeaderName.CALL_ID.id()])),
                CSeq.parse(headers.valueAt(fields[HeaderName.CSEQ.id()])),
                maxForwards == ABSENT ? ABSENT : readMaxForwards(headers, maxForwards),
                contentLength == ABSENT ? ABSENT : readContentLength(headers, contentLength));
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
                checkRepeated(headers, fields[id], field);
            }
        }
        return fields;
    }

    /** What may stand once and does not is refused (RFC 4475 §3.3.8, §3.3.9); the same Content-Length twice deceives nobody. */
    private static void checkRepeated(Headers headers, int first, int field) throws MalformedMessageException {
        int id = headers.idAt(field);
        boolean isHarmless =
                id == HeaderName.CONTENT_LENGTH.id() && headers.valueAt(field).equals(headers.valueAt(first));
        if (!isHarmless) {
            var rest = new Slice(headers.bytes(), headers.nameStart(field), headers.end());
            throw MalformedMessageException.at("one " + HeaderName.ofId(id) + " header field, not several", rest, 0);
        }
    }

    private static MalformedMessageException missing(Headers headers, HeaderName name) {
        var rest = new Slice(headers.bytes(), headers.end(), headers.end());
        return MalformedMessageException.at("a " + name + " header field", rest, 0);
    }

    private static int readMaxForwards(Headers headers, int field) throws MalformedMessageException {
        return readNumber(headers.valueAt(field), "a Max-Forwards of 0 to 255", Limits.MAX_FORWARDS);
    }

    private static int readContentLength(Headers headers, int field) throws MalformedMessageException {
        return readNumber(headers.valueAt(field), "a Content-Length", Integer.MAX_VALUE);
    }

    private static int readNumber(Slice value, String expected, int max) throws MalformedMessageException {
        long number = Grammar.number(value.bytes(), value.start(), value.end(), max);
        if (number < 0) {
            throw MalformedMessageException.at(expected, value, 0);
        }
        return (int) number;
    }
}
