package org.strowger.sip.proxy;

import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;

/**
 * How many branches a request may have at a time, here and behind us (RFC 5393 §5): each branch gets a share of what the request brought,
 * and has it until its final response.
 */
final class Breadth {
    /** "a value that is RECOMMENDED to be 60", both for a request that brings none and as the most that is accepted (§5.3.3). */
    static final int MOST = 60;

    private static final Slice MOST_TEXT = Slice.of(Integer.toString(MOST));

    private Breadth() {}

    /** What the request brings: at most {@link #MOST}, and that where it brings nothing that can be read. */
    static int of(SipRequest request) {
        var value = request.headers().value(HeaderName.MAX_BREADTH);
        return value.isEmpty() ? MOST : number(value.get());
    }

    /** "All proxied requests MUST contain a single Max-Breadth header field value" (§5.3.3). */
    static void put(int share, RequestEdit copy) {
        var headers = copy.original().headers();
        var value = headers.value(HeaderName.MAX_BREADTH);
        if (value.isEmpty()) {
            copy.append(HeaderName.MAX_BREADTH, text(share));
        } else if (headers.count(HeaderName.MAX_BREADTH) > 1 || !value.get().equals(text(share))) {
            copy.removeAll(HeaderName.MAX_BREADTH);
            copy.append(HeaderName.MAX_BREADTH, text(share));
        }
    }

    private static Slice text(int share) {
        return share == MOST ? MOST_TEXT : Slice.of(Integer.toString(share));
    }

    private static int number(Slice value) {
        int number = 0;
        for (int at = 0; at < value.length(); at++) {
            int digit = value.at(at) - '0';
            if (digit < 0 || digit > 9) {
                return MOST;
            }
            number = Math.min(MOST, 10 * number + digit);
        }
        return number;
    }
}
