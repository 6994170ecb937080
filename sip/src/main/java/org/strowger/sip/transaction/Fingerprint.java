package org.strowger.sip.transaction;

import org.strowger.sip.message.Branch;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;

/**
 * What tells the responses to a request from all others, when the request itself is forgotten.
 *
 * @param branch of our Via, whole: the part behind what finds the transaction is its user's
 * @param hasOtherVias whether others' Via values stood below ours
 */
record Fingerprint(Method method, long sequenceNumber, Slice branch, boolean hasOtherVias) {
    static Fingerprint of(SipRequest request) {
        return new Fingerprint(
                request.method(),
                request.cseq().number(),
                request.topVia().branch().map(Branch::value).orElse(Slice.EMPTY),
                request.headers().hasSeveral(HeaderName.VIA));
    }

    /** The same without the bytes of the request. */
    Fingerprint kept() {
        return new Fingerprint(method, sequenceNumber, Slice.of(branch.toBytes()), hasOtherVias);
    }

    /**
     * Whether the response is to that request: under its whole branch (RFC 3261 §17.1.3), with its CSeq number, and with Via values of
     * others below ours just if the request had some ("If no Via header field values remain in the response, the response was intended for
     * this element and MUST NOT be forwarded", §16.7 step 3; and the other way round §8.1.3.3).
     */
    boolean fits(SipResponse response) {
        return response.cseq().number() == sequenceNumber
                && response.topVia()
                        .branch()
                        .map(Branch::value)
                        .orElse(Slice.EMPTY)
                        .equals(branch)
                && response.headers().hasSeveral(HeaderName.VIA) == hasOtherVias;
    }
}
