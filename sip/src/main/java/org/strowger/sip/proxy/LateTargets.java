package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Uri;

/**
 * What a dynamic source of targets has now: "it SHOULD monitor that source for the duration of processing the request. New locations
 * SHOULD be added to the target set as they become available" (RFC 3261 §16.5).
 *
 * <p>Handed to {@link ProxyCore#found} by whoever knows that the source has something new, and asked about each request under way whose
 * decision said that more may come ({@link Manner#growing}). So a request to which nothing is added pays nothing for it.
 */
@FunctionalInterface
public interface LateTargets {
    /**
     * The targets of that request now; what is known already does no harm. Called inside the shard of the request.
     *
     * @param requestUri after route preprocessing, as it was in the question
     */
    List<Target> of(SipRequest request, Uri requestUri);
}
