package org.strowger.sip.ua;

import java.util.List;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;

/** Somebody calls us, and waits for an answer (RFC 3261 §13.3). Its methods may be called on any thread. */
public final class IncomingCall {
    IncomingCall() {}

    /** The INVITE as it came. */
    public SipRequest request() {
        throw new UnsupportedOperationException();
    }

    /** Who says to call. */
    public NameAddr from() {
        throw new UnsupportedOperationException();
    }

    /** Its life; it may end before it is answered, because the caller gives up. */
    public InviteSession session() {
        throw new UnsupportedOperationException();
    }

    /** 180 Ringing, again every minute until there is an answer (RFC 3261 §13.3.1.1). */
    public void ring() {
        throw new UnsupportedOperationException();
    }

    /** Takes it. */
    public InviteSession answer() {
        throw new UnsupportedOperationException();
    }

    /** Takes it, and follows it. */
    public InviteSession answer(SessionListener listener) {
        throw new UnsupportedOperationException(listener.toString());
    }

    /** Refuses it with a status above 299. */
    public void reject(Status status) {
        throw new UnsupportedOperationException(status.toString());
    }

    /** Sends the caller elsewhere: 302 Moved Temporarily, with these to try. */
    public void redirect(List<? extends Uri> targets) {
        throw new UnsupportedOperationException(targets.toString());
    }
}
