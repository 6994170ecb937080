package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.Decision.Reject.Line;

/** The way from a SIPS URI to one that is none, which a proxy must not go (RFC 5630 §5.3). */
final class Downgrade {
    /** "MUST reject it with a 480 […] SHOULD include a Warning header with warn-code 380 "SIPS Not Allowed"" (RFC 5630 §5.3). */
    static final Reject REFUSED = new Reject(
            Status.of(480), List.of(new Line(HeaderName.of("Warning"), Slice.of("380 proxy \"SIPS Not Allowed\""))));

    private Downgrade() {}

    /** Whether a request for that URI can be led down. */
    static boolean threatens(Uri requestUri) {
        return requestUri instanceof SipUri sip && sip.isSecure();
    }

    /** "When a proxy receives a request with a SIP Request-URI, the proxy MUST NOT forward the request to a SIPS Request-URI." */
    static boolean isTheOtherWay(Uri requestUri, Uri target) {
        return requestUri instanceof SipUri sip && !sip.isSecure() && threatens(target);
    }

    /** Whether the way from that Request-URI to that target is one. */
    static boolean isIn(Uri requestUri, Target target) {
        return threatens(requestUri) && !threatens(target.uri());
    }
}
