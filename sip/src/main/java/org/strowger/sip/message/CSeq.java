package org.strowger.sip.message;

/**
 * A CSeq (RFC 3261 §20.16).
 *
 * @param number below 2**31 in what we make; up to 2**32 - 1 is read
 */
public record CSeq(long number, Method method) {
    public static CSeq parse(Slice value) throws MalformedMessageException {
        throw new UnsupportedOperationException();
    }
}
