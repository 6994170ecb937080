package org.strowger.sip.ua;

import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.sdp.Negotiated;
import org.strowger.sip.sdp.SessionDescription;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.ua.IncomingInvite.Event;

/** An INVITE within a dialog: the other side wants the session to be otherwise (RFC 3261 §14.2). Answered at once. */
final class Reinvite implements LiveInvite.Owner {
    private final InviteSession session;
    private final LiveInvite live;
    private final SipRequest request;
    private Optional<Negotiated.Agreed> agreed = Optional.empty();
    private Optional<SessionDescription> said = Optional.empty();
    private Optional<SipRequest> ack = Optional.empty();

    Reinvite(InviteSession session, ServerTransaction transaction) {
        this.session = session;
        this.live = new LiveInvite(session.core().ground(), transaction, this);
        this.request = transaction.request();
    }

    boolean isNumbered(long number) {
        return request.cseq().number() == number;
    }

    boolean awaitsAck() {
        return live.awaitsAck();
    }

    void acknowledged(SipRequest received) {
        ack = Optional.of(received);
        live.on(new Event.Acknowledged());
    }

    void byeReceived() {
        live.on(new Event.ByeReceived());
    }

    /** The revised answer, or an offer if there was none, or a refusal that leaves everything as it was. */
    void answer() throws MalformedMessageException {
        var body = SessionBody.of(request);
        var refusal = Inspection.refusal(request, body);
        if (refusal.isPresent()) {
            session.core().respond(live.transaction(), refusal.get());
            return;
        }
        var refreshed = session.dialog().orElseThrow().refreshed(request);
        if (body instanceof SessionBody.Described(var offer)) {
            if (!(session.audio().answer(offer) instanceof Negotiated.Agreed both)) {
                // "If the new session description is not acceptable, the UAS can reject it by returning a 488" (§14.2)
                session.core().respond(live.transaction(), Inspection.notAcceptable(request));
                return;
            }
            agreed = Optional.of(both);
            said = Optional.of(both.local());
        } else {
            said = Optional.of(session.audio().offer());
        }
        session.in(refreshed);
        live.on(new Event.Answer());
        agreed.ifPresent(session::agreed);
    }

    @Override
    public SipResponse response(Status status) {
        return request.respond(status).write();
    }

    @Override
    public SipResponse acceptance() {
        var response = request.respond(Status.OK)
                .header(HeaderName.CONTACT, "<" + session.core().contact(live.transaction()) + ">");
        return session.core()
                .named(Inspection.withCapabilities(response))
                .body(SessionBody.TYPE, said.orElseThrow().toBytes())
                .write();
    }

    @Override
    public void confirmed() {
        if (agreed.isPresent()) {
            return;
        }
        var answer = ack.flatMap(SessionBody::description);
        if (answer.isPresent() && session.audio().answeredBy(answer.get()) instanceof Negotiated.Agreed both) {
            session.agreed(both);
        } else {
            session.bye(new SessionEnd.Failed("the ACK brought no answer to our offer"));
        }
    }

    @Override
    public void bye(SessionEnd end) {
        session.bye(end);
    }

    @Override
    public void finished(SessionEnd end) {
        // the call goes on, or its own BYE ends it
    }
}
