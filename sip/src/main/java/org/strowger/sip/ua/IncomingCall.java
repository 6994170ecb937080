package org.strowger.sip.ua;

import java.util.List;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;

/** Somebody calls us, and waits for an answer (RFC 3261 §13.3). Its methods may be called on any thread, the first answer counts. */
public final class IncomingCall {
    private final AgentCore core;
    private final Invitation invitation;
    private final NameAddr from;

    IncomingCall(AgentCore core, Invitation invitation, NameAddr from) {
        this.core = core;
        this.invitation = invitation;
        this.from = from;
    }

    /** The INVITE as it came. */
    public SipRequest request() {
        return invitation.request();
    }

    /** Who says to call. */
    public NameAddr from() {
        return from;
    }

    /** Its life; it may end before it is answered, because the caller gives up. */
    public InviteSession session() {
        return invitation.session();
    }

    /** 180 Ringing, again every minute until there is an answer (RFC 3261 §13.3.1.1). */
    public void ring() {
        core.execute(invitation::ring);
    }

    /** Takes it. */
    public InviteSession answer() {
        core.execute(invitation::answer);
        return session();
    }

    /** Takes it, and follows it. */
    public InviteSession answer(SessionListener listener) {
        session().follow(listener);
        return answer();
    }

    /** Refuses it with a status above 299. */
    public void reject(Status status) {
        if (status.code() < 300) {
            throw new IllegalArgumentException("expected a status above 299, found " + status.code());
        }
        core.execute(() -> invitation.reject(status));
    }

    /** Sends the caller elsewhere: 302 Moved Temporarily, with these to try. */
    public void redirect(List<? extends Uri> targets) {
        core.execute(() -> invitation.redirect(targets));
    }
}
