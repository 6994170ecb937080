package org.strowger.sip.transaction;

import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.Slice;

/**
 * What tells the responses to a request from all others, when the request itself is forgotten: 64 bits that nobody can aim at (see decision
 * 0025).
 *
 * <p>A response has the fingerprint of its request if it stands under its whole branch (RFC 3261 §17.1.3; the part behind what finds the
 * transaction is its user's), with its CSeq number, and with Via values of others below ours just if the request had some ("If no Via
 * header field values remain in the response, the response was intended for this element and MUST NOT be forwarded", §16.7 step 3; and
 * the other way round §8.1.3.3).
 */
final class Fingerprint {
    /** An odd number: two that differ also differ when multiplied by it. */
    private static final long SCATTER = 0x9e3779b97f4a7c15L;

    private Fingerprint() {}

    static long of(SipMessage message, long seed) {
        var branch = message.topVia().branch();
        var text = branch.isPresent() ? branch.get().value() : Slice.EMPTY;
        long rest = message.cseq().number() << 1 | (message.headers().hasSeveral(HeaderName.VIA) ? 1 : 0);
        return text.wideHashIgnoringCase(seed) ^ rest * SCATTER;
    }
}
