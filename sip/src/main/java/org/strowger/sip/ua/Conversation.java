package org.strowger.sip.ua;

import java.util.Optional;
import org.strowger.sip.media.RtpSession;
import org.strowger.sip.sdp.Negotiated;

/**
 * An answered call.
 *
 * @param agreed what both sides described, and the streams they share
 * @param rtp the audio as it flows; empty if the agent's media is off
 */
public record Conversation(Negotiated.Agreed agreed, Optional<RtpSession> rtp) {

    /** In one line for people, such as {@code PCMU/8000}. */
    public String summary() {
        return agreed.summary();
    }
}
