package org.strowger.sip.message;

/**
 * A CSeq (RFC 3261 §20.16).
 *
 * @param number below 2**31 in what we make; up to 2**32 - 1 is read
 */
public record CSeq(long number, Method method) {
    public CSeq {
        if (number < 0 || number > Limits.CSEQ_NUMBER) {
            throw new IllegalArgumentException("a sequence number is 0 to 2**32 - 1, not " + number);
        }
    }

    public static CSeq parse(Slice value) throws MalformedMessageException {
        return parse(value.bytes(), value.start(), value.end());
    }

    static CSeq parse(byte[] bytes, int start, int end) throws MalformedMessageException {
        int numberEnd = Grammar.endOf(Grammar.DIGIT, bytes, start, end);
        long number = Grammar.number(bytes, start, numberEnd, Limits.CSEQ_NUMBER);
        if (number < 0) {
            throw HeaderIndex.malformed("a CSeq number below 2**32", bytes, start, end);
        }
        int method = Grammar.skipSpace(bytes, numberEnd, end);
        int methodEnd = Grammar.endOf(Grammar.TOKEN, bytes, method, end);
        if (method == numberEnd || methodEnd == method || methodEnd < end) {
            throw HeaderIndex.malformed("a CSeq method", bytes, method, end);
        }
        return new CSeq(number, Method.of(bytes, method, methodEnd));
    }

    /** As it stands in a message. */
    @Override
    public String toString() {
        return number + " " + method;
    }
}
