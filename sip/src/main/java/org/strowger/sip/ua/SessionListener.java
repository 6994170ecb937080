package org.strowger.sip.ua;

import org.strowger.sip.message.SipResponse;

/** Who follows a call. Called inside the agent's shard, in this order; {@link #ended} comes once, always, and last. */
public interface SessionListener {
    /** Follows nothing. */
    SessionListener NONE = new SessionListener() {};

    /** A 100 came: somebody works on our call. */
    default void trying(InviteSession session) {}

    /** A provisional response above 100 came to our call: 180, 183 and so on; perhaps several, perhaps from several phones. */
    default void ringing(InviteSession session, SipResponse response) {}

    /** Both sides agreed, and media flows; also when the other side changed what was agreed on. */
    default void answered(InviteSession session, Conversation conversation) {}

    /** It is over, or never came about. */
    default void ended(InviteSession session, SessionEnd end) {}
}
