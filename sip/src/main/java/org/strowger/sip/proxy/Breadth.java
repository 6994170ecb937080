package org.strowger.sip.proxy;

import java.util.Arrays;
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

    private static final Slice[] TEXTS = texts();

    private Breadth() {}

    /** What the request brings: at most {@link #MOST}, and that where it brings nothing that can be read. */
    static int of(SipRequest request) {
        var value = request.headers().value(HeaderName.MAX_BREADTH);
        return value.isEmpty() ? MOST : number(value.get());
    }

    /**
     * What is kept back of it while more targets may come: a fifth, but nothing that those of now need. Else the first target had all of it,
     * and none were left for a phone that registers while another rings; see decision 0034.
     */
    static int held(int free, int targets) {
        return Math.min(free / 5, free - targets);
    }

    /** The share of a target that came late: a quarter of what is left, so that something remains for the next. */
    static int ofLate(int free) {
        return Math.ceilDiv(free, 4);
    }

    /** "All proxied requests MUST contain a single Max-Breadth header field value" (§5.3.3). */
    static void put(int share, RequestEdit copy) {
        var headers = copy.original().headers();
        var value = headers.value(HeaderName.MAX_BREADTH);
        if (value.isEmpty()) {
            copy.append(HeaderName.MAX_BREADTH, TEXTS[share]);
        } else if (headers.count(HeaderName.MAX_BREADTH) > 1 || !value.get().equals(TEXTS[share])) {
            copy.removeAll(HeaderName.MAX_BREADTH);
            copy.append(HeaderName.MAX_BREADTH, TEXTS[share]);
        }
    }

    private static Slice[] texts() {
        var texts = new Slice[MOST + 1];
        Arrays.setAll(texts, share -> Slice.of(Integer.toString(share)));
        return texts;
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
