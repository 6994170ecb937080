package org.strowger.sip.ua;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.strowger.sip.media.RtpStatistics;
import org.strowger.sip.message.CallId;

/** A call, placed or taken, from its beginning to its end (RFC 3261 §13 to §15). Its methods may be called on any thread. */
public final class InviteSession {
    InviteSession() {}

    /** Who is told from now on what happens to it. */
    public void follow(SessionListener listener) {
        throw new UnsupportedOperationException(listener.toString());
    }

    public CallId callId() {
        throw new UnsupportedOperationException();
    }

    /** Done when it is answered; fails with a {@link SessionEndedException} if it ends before. */
    public CompletableFuture<Conversation> answered() {
        throw new UnsupportedOperationException();
    }

    /** Done when it is over, however it ended; never fails. */
    public CompletableFuture<SessionEnd> ended() {
        throw new UnsupportedOperationException();
    }

    /** Ends it in the way its state asks for: CANCEL, BYE, or a 487 to the caller. Without effect on what has ended. */
    public void hangUp() {
        throw new UnsupportedOperationException();
    }

    /** What went out and came in so far, also when it is over; empty if there never was media. */
    public CompletableFuture<Optional<RtpStatistics>> statistics() {
        throw new UnsupportedOperationException();
    }
}
