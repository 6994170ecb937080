package org.strowger.sip.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every hop needs of the header fields, read and checked at the door (RFC 3261 §8.1.1, §16.3): each there, and there once.
 *
 * <p>From without a tag and Via without a branch are RFC 2543's, and accepted. Tags are known by their places in the values of From and
 * To, so that the copy that leaves has them without looking.
 *
 * @param topVia null only in a request of our own that was not written with one yet
 * @param fromTag where it starts in the value of From; -1 if there is none
 * @param fromTagBytes how long it is
 * @param maxForwards -1 if there is none
 */
record Essentials(
        @Nullable Via topVia, int fromTag, int fromTagBytes, int toTag, int toTagBytes, CSeq cseq, int maxForwards) {
    static final int ABSENT = -1;

    private static final HeaderName[] REQUIRED = {
        HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ
    };
    private static final int VIA = 1 << HeaderName.VIA.id();

    /** How they are found in fields that were just written. */
    @FunctionalInterface
    interface Reading {
        Essentials of(Headers headers) throws MalformedMessageException;
    }

    static Essentials of(Headers headers) throws MalformedMessageException {
        return of(headers, 0);
    }

    /** Of a request of our own that may have no Via yet. */
    static Essentials withoutVia(Headers headers) throws MalformedMessageException {
        return of(headers, VIA);
    }

    /** Whether a field of that name is one of these and not a Via, of which there may be any number. */
    static boolean areIn(HeaderName name) {
        return name.id() != HeaderName.UNKNOWN
                && name.id() <= HeaderName.LAST_ESSENTIAL
                && name.id() != HeaderName.VIA.id();
    }

    /** Of a copy in which none of these fields was changed but Via and Max-Forwards. */
    Essentials in(Headers copy, int hops) throws MalformedMessageException {
        int via = copy.next(HeaderName.VIA, 0);
        if (via == copy.size()) {
            throw missing(copy, HeaderName.VIA);
        }
        return with(Via.parse(copy.firstValueAt(via)), hops);
    }

    Essentials with(Via via, int hops) {
        return new Essentials(via, fromTag, fromTagBytes, toTag, toTagBytes, cseq, hops);
    }

    /** Of a response to the request that these are of. */
    Essentials answered(Via via) {
        return with(via, ABSENT);
    }

    /** The same where To got a tag. */
    Essentials answered(Via via, int tag, int tagBytes) {
        return new Essentials(via, fromTag, fromTagBytes, tag, tagBytes, cseq, ABSENT);
    }

    Optional<Tag> fromTag(Headers headers) {
        return tag(headers, HeaderName.FROM, fromTag, fromTagBytes);
    }

    Optional<Tag> toTag(Headers headers) {
        return tag(headers, HeaderName.TO, toTag, toTagBytes);
    }

    /** Empty only in the answer to what had none. */
    static CallId callId(Headers headers) {
        int field = headers.next(HeaderName.CALL_ID, 0);
        return new CallId(field == headers.size() ? Slice.EMPTY : headers.valueAt(field));
    }

    private static Optional<Tag> tag(Headers headers, HeaderName name, int start, int bytes) {
        return start == ABSENT
                ? Optional.empty()
                : Optional.of(tagAt(headers, headers.valueStart(headers.next(name, 0)) + start, bytes));
    }

    private static Tag tagAt(Headers headers, int start, int bytes) {
        return new Tag(new Slice(headers.bytes(), start, start + bytes));
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
        return readNumber(headers, first, "a Content-Length", Integer.MAX_VALUE);
    }

    private static Essentials of(Headers headers, int excused) throws MalformedMessageException {
        int seen = excused | check(headers);
        for (var name : REQUIRED) {
            if ((seen & 1 << name.id()) == 0) {
                throw missing(headers, name);
            }
        }
        int via = headers.next(HeaderName.VIA, 0);
        var topVia = via == headers.size() ? null : Via.parse(headers.firstValueAt(via));
        byte[] bytes = headers.bytes();
        int from = headers.next(HeaderName.FROM, 0);
        long fromTag = Tag.find(bytes, headers.valueStart(from), headers.valueEnd(from));
        int to = headers.next(HeaderName.TO, 0);
        long toTag = Tag.find(bytes, headers.valueStart(to), headers.valueEnd(to));
        int callId = headers.next(HeaderName.CALL_ID, 0);
        CallId.check(bytes, headers.valueStart(callId), headers.valueEnd(callId));
        int cseq = headers.next(HeaderName.CSEQ, 0);
        return new Essentials(
                topVia,
                start(fromTag, headers.valueStart(from)),
                Tag.end(fromTag) - Tag.start(fromTag),
                start(toTag, headers.valueStart(to)),
                Tag.end(toTag) - Tag.start(toTag),
                CSeq.parse(bytes, headers.valueStart(cseq), headers.valueEnd(cseq)),
                readMaxForwards(headers));
    }

    private static int start(long tag, int value) {
        return tag == Tag.NONE ? ABSENT : Tag.start(tag) - value;
    }

    /** Which of these fields there are, a bit for each id; they have the lowest ids. */
    private static int check(Headers headers) throws MalformedMessageException {
        int seen = 0;
        for (int field = 0; field < headers.size(); field++) {
            int id = headers.idAt(field);
            if (id == HeaderName.UNKNOWN || id > HeaderName.LAST_ESSENTIAL) {
                continue;
            }
            if ((seen & ~VIA & 1 << id) != 0) {
                throw repeated(headers, field);
            }
            seen |= 1 << id;
        }
        return seen;
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

    private static int readMaxForwards(Headers headers) throws MalformedMessageException {
        int field = headers.next(HeaderName.MAX_FORWARDS, 0);
        return field == headers.size()
                ? ABSENT
                : readNumber(headers, field, "a Max-Forwards of 0 to 255", Limits.MAX_FORWARDS);
    }

    private static int readNumber(Headers headers, int field, String expected, int max)
            throws MalformedMessageException {
        long number = Grammar.number(headers.bytes(), headers.valueStart(field), headers.valueEnd(field), max);
        if (number < 0) {
            throw MalformedMessageException.at(expected, headers.valueAt(field), 0);
        }
        return (int) number;
    }
}
