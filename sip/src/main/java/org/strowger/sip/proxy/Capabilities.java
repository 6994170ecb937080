package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.Decision.Reject.Line;

/**
 * The answer to an OPTIONS that is meant for the proxy itself (RFC 3261 §11.2). Without Allow: "it is ambiguous since a proxy is method
 * agnostic".
 */
final class Capabilities {
    private static final Line ANYTHING = new Line(HeaderName.ACCEPT, Slice.of("*/*"));
    private static final Line AS_IT_IS = new Line(HeaderName.of("Accept-Encoding"), Slice.of("identity"));
    private static final Line ENGLISH = new Line(HeaderName.of("Accept-Language"), Slice.of("en"));

    private Capabilities() {}

    static Reject answer(SipRequest request, ProxySettings settings) {
        // "If a UAS does not understand an option-tag listed in a Require header field, it MUST respond by generating a
        // response with status code 420" (§8.2.2.3)
        var unsupported = Validation.notUnderstood(request.headers().values(HeaderName.REQUIRE), settings.supported());
        if (!unsupported.isEmpty()) {
            return new Reject(Status.of(420), unsupported);
        }
        return new Reject(
                Status.OK,
                List.of(
                        ANYTHING,
                        AS_IT_IS,
                        ENGLISH,
                        new Line(HeaderName.SUPPORTED, Slice.of(String.join(", ", settings.supported())))));
    }
}
