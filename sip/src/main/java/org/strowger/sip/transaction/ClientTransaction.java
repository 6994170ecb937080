package org.strowger.sip.transaction;

import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;

/** A client transaction as its user sees it (RFC 3261 §17.1). Only inside its shard. */
public interface ClientTransaction {
    /** As it went out, our Via on top. Throws IllegalStateException once its user has {@linkplain #letGo let go} of it. */
    SipRequest request();

    /**
     * Cancels an INVITE (RFC 3261 §9.1): held until the first provisional response, then sent once, with the same branch, to the same next
     * hop. Without effect once a final response came. What ends the INVITE is its own final response; if none comes within 64 × T1
     * of the CANCEL, its listener hears that it timed out. Without effect on other methods than INVITE.
     *
     * @param reasons fields to copy into the CANCEL (Reason, RFC 3326)
     */
    void cancel(List<HeaderField> reasons);

    /**
     * Lets go of the request, which its user will not ask for again. Only after a final response, without effect before: from then on
     * nothing is needed but what tells its responses from others.
     */
    void letGo();

    /**
     * The same of an INVITE that was answered with a 2xx. Any further 2xx is told to that listener, with these bytes, and nothing more to the one
     * it was started with.
     */
    void letGo(Slice remembered, SuccessListener listener);
}
