package org.strowger.server.location;

import java.util.List;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;

/**
 * The REGISTER request that made a binding what it is.
 *
 * @param callId with {@code cseq}, what orders the requests of one user agent (RFC 3261 §10.3 step 7)
 * @param cseq up to 2**32 - 1
 * @param path values of Path, in order (RFC 3327 §5.3)
 * @param source where it came from
 * @param userAgent value of User-Agent, perhaps cut short; empty if there was none
 */
public record Origin(CallId callId, long cseq, List<Slice> path, Source source, Slice userAgent) {
    public Origin {
        path = List.copyOf(path);
    }
}
