package org.strowger.sip.ua;

import org.strowger.sip.message.Status;

/** Who decides about calls that come in. Called inside the agent's shard. */
@FunctionalInterface
public interface UserAgentListener {
    /** Takes no calls: 480 Temporarily Unavailable. */
    UserAgentListener ABSENT = call -> call.reject(Status.of(480));

    /** Somebody calls. Nothing but a 100 was said so far; ring, answer, reject or redirect, now or later. */
    void incoming(IncomingCall call);
}
