package org.strowger.sip.auth;

import java.util.List;
import org.strowger.sip.message.HeaderField;

/** What the server's side makes of the credentials of a request. */
public sealed interface Verdict {
    /**
     * The user is who it says.
     *
     * @param user the user name of the credentials
     * @param fields all credentials for our realm in the request: they end here (RFC 3261 §22.3)
     */
    record Accepted(String user, List<HeaderField> fields) implements Verdict {}

    /**
     * To be answered 401 or 407 with these, in this order.
     *
     * @param stale the password was right, only the nonce was too old, used before, or issued for another Call-ID
     */
    record Challenged(List<Challenge> challenges, boolean stale) implements Verdict {}

    /** Wrong answers one after another, as often as the policy allows: 403, no new challenge (RFC 3261 §22.1). */
    record Refused(String reason) implements Verdict {}

    /** Credentials that cannot be read, or are for another resource: 400 (RFC 7616 §3.4.6). */
    record Malformed(String reason) implements Verdict {}
}
