package org.strowger.sip.transaction;

import java.io.ByteArrayOutputStream;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;

/** What is the same in a request and its repetition, and in no other request (RFC 3261 §16.11). */
final class Identity {
    private static final HeaderName[] FIELDS = {
        HeaderName.VIA, HeaderName.TO, HeaderName.FROM, HeaderName.CALL_ID, HeaderName.CSEQ
    };

    private Identity() {}

    /** "the topmost Via […], the tag in the To […], the tag in the From […], the Call-ID, the CSeq […] and the Request-URI" (§16.11). */
    static Slice of(SipRequest request) {
        var text = new ByteArrayOutputStream(256);
        for (var name : FIELDS) {
            request.headers().value(name).ifPresent(value -> append(text, value));
        }
        append(text, request.requestUri().text());
        return Slice.of(text.toByteArray());
    }

    /**
     * What is the same in an INVITE, its CANCEL and the ACK for its failure: the branch of the hop before us, "compared with" what sent it;
     * of a hop that makes no such branches, {@link #of} but for the method. Keyed.
     */
    static long ofHop(SipRequest request, long seed) {
        if (!request.headers().has(HeaderName.VIA)) {
            return of(request).wideHash(seed);
        }
        var via = request.topVia();
        var branch = via.branch();
        return branch.isPresent() && branch.get().isUnique()
                ? ServerKey.Unique.hash(branch.get().value(), via.sentBy(), seed)
                        .upperHalf()
                : ofOldHop(request).wideHash(seed);
    }

    private static Slice ofOldHop(SipRequest request) {
        var text = new ByteArrayOutputStream(256);
        append(text, request.topVia().text());
        request.toTag().ifPresent(tag -> append(text, tag.value()));
        append(text, request.callId().value());
        request.fromTag().ifPresent(tag -> append(text, tag.value()));
        append(text, Slice.of(Long.toString(request.cseq().number())));
        append(text, request.requestUri().text());
        return Slice.of(text.toByteArray());
    }

    private static void append(ByteArrayOutputStream text, Slice part) {
        text.write(part.bytes(), part.start(), part.length());
        text.write('\n');
    }
}
