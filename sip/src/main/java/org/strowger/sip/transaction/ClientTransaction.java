package org.strowger.sip.transaction;

import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipRequest;

/** A client transaction as its user sees it (RFC 3261 §17.1). Only inside its shard. */
public interface ClientTransaction {
    /** As it went out, our Via on top. */
    SipRequest request();

    /**
     * Cancels an INVITE (RFC 3261 §9.1): held until the first provisional response, then sent once, with the same branch, to the same next
     * hop. Without effect once a final response came. What ends the INVITE is its own final response; if none comes within 64 × T1
     * of the CANCEL, its listener hears that it timed out. Without effect on other methods than INVITE.
     *
     * @param reasons fields to copy into the CANCEL (Reason, RFC 3326)
     */
    void cancel(List<HeaderField> reasons);
}
