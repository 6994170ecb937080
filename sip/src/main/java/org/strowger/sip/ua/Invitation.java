package org.strowger.sip.ua;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipTime;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.sdp.Negotiated;
import org.strowger.sip.sdp.SessionDescription;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.ua.IncomingInvite.Event;
import org.strowger.sip.ua.SessionEnd.Party;

/** The INVITE of a call that comes to us (RFC 3261 §13.3). Belongs to the agent's shard. */
final class Invitation implements Beginning, LiveInvite.Owner {
    private static final Status SERVER_ERROR = Status.of(500);
    private static final Status NOT_ACCEPTABLE = Status.of(488);
    private static final Status MOVED = Status.of(302);

    private final AgentCore core;
    private final InviteSession session;
    private final SipRequest request;
    private final LiveInvite live;
    private Optional<Negotiated.Agreed> agreed = Optional.empty();
    private Optional<SessionDescription> said = Optional.empty();
    private Optional<SipRequest> ack = Optional.empty();
    private List<Uri> elsewhere = List.of();

    Invitation(AgentCore core, InviteSession session, ServerTransaction transaction) {
        this.core = core;
        this.session = session;
        this.request = transaction.request();
        this.live = new LiveInvite(core.ground(), transaction, this);
    }

    InviteSession session() {
        return session;
    }

    SipRequest request() {
        return request;
    }

    /** "If the request is an INVITE that contains an Expires header field, the UAS core sets a timer" (§13.3.1). */
    void watchExpiry() {
        var seconds = request.headers().value(HeaderName.EXPIRES).map(SipTime::seconds);
        if (seconds.isPresent() && seconds.get().isPresent()) {
            var expires = Duration.ofSeconds(seconds.get().getAsLong());
            core.ground().shard().schedule(expires, () -> live.on(Event.Timer.EXPIRE));
        }
    }

    void ring() {
        live.on(new Event.Ring());
    }

    void answer() {
        if (!live.isOpen()) {
            return;
        }
        try {
            var audio = session.audio(
                    core.ground().transport().sentBy(live.transaction().flow()));
            var offer = SessionBody.description(request);
            if (offer.isEmpty()) {
                said = Optional.of(audio.offer());
                live.on(new Event.Answer());
            } else {
                answer(audio.answer(offer.get()));
            }
        } catch (IOException e) {
            live.on(new Event.Refuse(SERVER_ERROR, new SessionEnd.Failed(String.valueOf(e.getMessage()))));
        }
    }

    private void answer(Negotiated outcome) {
        switch (outcome) {
            case Negotiated.Agreed both -> {
                agreed = Optional.of(both);
                said = Optional.of(both.local());
                session.audio().flow(both);
                live.on(new Event.Answer());
            }
            case Negotiated.NothingInCommon(var why) -> refuse(NOT_ACCEPTABLE, new SessionEnd.Failed(why));
            case Negotiated.InvalidAnswer(var why) -> refuse(NOT_ACCEPTABLE, new SessionEnd.Failed(why));
        }
    }

    void reject(Status status) {
        refuse(status, new SessionEnd.Refused(Party.US, status));
    }

    void redirect(List<? extends Uri> targets) {
        elsewhere = List.copyOf(targets);
        reject(MOVED);
    }

    private void refuse(Status status, SessionEnd end) {
        live.on(new Event.Refuse(status, end));
    }

    void cancelled() {
        live.on(new Event.Cancelled());
    }

    @Override
    public void hangUp() {
        live.on(new Event.HangUp());
    }

    @Override
    public void byeReceived() {
        live.on(new Event.ByeReceived());
    }

    @Override
    public void acknowledged(SipRequest received) {
        if (received.cseq().number() == request.cseq().number()) {
            ack = Optional.of(received);
            live.on(new Event.Acknowledged());
        }
    }

    /**
     * "A UAS that receives a second INVITE before it sends the final response to a first INVITE with a lower CSeq sequence number on the
     * same dialog MUST return a 500" (§14.2); while our answer is not acknowledged, an offer may be under way.
     */
    @Override
    public Status readiness() {
        if (live.isOpen()) {
            return SERVER_ERROR;
        }
        return live.awaitsAck() ? Status.of(491) : Status.OK;
    }

    @Override
    public SipResponse response(Status status) {
        var response =
                core.named(request.respond(status).toTag(live.transaction().tag()));
        if (status.isProvisional()) {
            // "the UAS MUST copy all Record-Route header field values from the request into the response" (§12.1.1)
            response.copy(HeaderName.RECORD_ROUTE).header(HeaderName.CONTACT, ourContact());
        }
        for (var uri : elsewhere) {
            response.header(HeaderName.CONTACT, "<" + uri.text() + ">");
        }
        return response.write();
    }

    @Override
    public SipResponse acceptance() {
        var response = request.respond(Status.OK)
                .toTag(live.transaction().tag())
                .copy(HeaderName.RECORD_ROUTE)
                .header(HeaderName.CONTACT, ourContact());
        return core.named(Inspection.withCapabilities(response))
                .body(SessionBody.TYPE, said.orElseThrow().toBytes())
                .write();
    }

    /** The ACK is there: it brings the answer if the offer was ours. */
    @Override
    public void confirmed() {
        var both = agreed.or(() -> ack.flatMap(SessionBody::description)
                .map(answer -> session.audio().answeredBy(answer))
                .filter(Negotiated.Agreed.class::isInstance)
                .map(Negotiated.Agreed.class::cast));
        if (both.isPresent()) {
            session.agreed(both.get());
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
        session.finish(end);
    }

    private String ourContact() {
        return "<" + core.contact(live.transaction()) + ">";
    }
}
