package org.strowger.sip.ua;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.strowger.sip.message.CSeq;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;
import org.strowger.sip.sdp.Negotiated;
import org.strowger.sip.transport.SentBy;
import org.strowger.sip.ua.OutgoingInvite.Action;
import org.strowger.sip.ua.OutgoingInvite.Event;

/** A call that we place: carries out what its {@link OutgoingInvite} asks for (RFC 3261 §13.2). Belongs to the agent's shard. */
final class OutgoingCall implements Beginning, ClientRequest.Outcome {
    private static final Status REQUEST_PENDING = Status.of(491);
    private static final Status NO_DIALOG = Status.of(481);

    private final AgentCore core;
    private final InviteSession session;
    private final Uri called;
    private final Tag tag;
    private final ClientRequest request;
    private final Map<Tag, Acknowledgement> acknowledgements = new HashMap<>();
    /** What provisional responses answered to our offer, by who did: what he says later is no answer any more (§13.2.1). */
    private final Map<Tag, Negotiated.Agreed> early = new HashMap<>();

    private OutgoingInvite machine = OutgoingInvite.sent();
    private Optional<SipRequest> sent = Optional.empty();
    private long sequence;

    OutgoingCall(AgentCore core, InviteSession session, Uri target) {
        this.core = core;
        this.session = session;
        this.called = target;
        this.tag = core.ground().newTag();
        this.request = ClientRequest.outside(core.ground(), session.login(), target, this::invite, this);
    }

    void start() {
        request.start();
    }

    @Override
    public void hangUp() {
        on(new Event.HangUp());
    }

    @Override
    public void byeReceived() {
        // the session knows
    }

    @Override
    public void acknowledged(SipRequest ack) {
        // we sent the INVITE: there is nothing to acknowledge to us
    }

    @Override
    public Status readiness() {
        // "A UAS that receives an INVITE on a dialog while an INVITE it had sent on that dialog is in progress MUST
        // return a 491" (§14.2)
        return switch (machine.state()) {
            case CALLING, CANCELLING -> REQUEST_PENDING;
            case ANSWERED -> Status.OK;
            case OVER -> NO_DIALOG;
        };
    }

    @Override
    public void provisional(SipRequest request, SipResponse response) {
        sent = Optional.of(request);
        on(new Event.Provisional(response));
    }

    @Override
    public void answered(SipRequest request, SipResponse response) {
        sent = Optional.of(request);
        on(response.status().isSuccess() ? new Event.Accepted(response) : new Event.Refused(response));
    }

    @Override
    public void unanswered(String reason) {
        on(new Event.Unanswered(reason));
    }

    /** The INVITE, with our offer (§13.2.1). */
    private RequestBuilder invite(Uri target, SentBy local) throws IOException {
        var offer = session.audio(local).offer();
        sequence++;
        return core.fromUs(Method.INVITE, target, called, tag)
                .header(HeaderName.CALL_ID, session.callId().value())
                .header(HeaderName.CSEQ, new CSeq(sequence, Method.INVITE).toString())
                .header(HeaderName.CONTACT, "<" + core.ground().contact(local) + ">")
                .header(HeaderName.ALLOW, Inspection.allow())
                .header(HeaderName.ACCEPT, SessionBody.TYPE)
                .header(HeaderName.SUPPORTED, "")
                .body(SessionBody.TYPE, offer.toBytes());
    }

    private void on(Event event) {
        var step = machine.on(event);
        machine = step.machine();
        for (var action : step.actions()) {
            carryOut(action);
        }
    }

    private void carryOut(Action action) {
        switch (action) {
            case Action.Tell(var response) -> tell(response);
            case Action.Cancel() -> request.cancel();
            case Action.Establish(var response) -> establish(response);
            case Action.AckAgain(var response) -> {
                var known = acknowledgements.get(tagOf(response));
                if (known != null) {
                    known.send();
                }
            }
            case Action.AckAndBye(var response) -> acknowledged(response).ifPresent(this::byeAnother);
            case Action.Finish(var end) -> session.finish(end);
        }
    }

    private void tell(SipResponse response) {
        if (response.status().code() == Status.TRYING.code()) {
            session.listener().trying(session);
            return;
        }
        response.toTag().ifPresent(_ -> core.dialogs().put(DialogId.ofSent(response), session));
        SessionBody.description(response).ifPresent(answer -> {
            if (!early.containsKey(tagOf(response))
                    && session.audio().answeredBy(answer) instanceof Negotiated.Agreed agreed) {
                early.put(tagOf(response), agreed);
                session.audio().flow(agreed);
            }
        });
        session.listener().ringing(session, response);
    }

    private void establish(SipResponse response) {
        var dialog = acknowledged(response);
        if (dialog.isEmpty()) {
            session.finish(new SessionEnd.Failed("the answer says nowhere to send requests to"));
            return;
        }
        session.in(dialog.get());
        var answer = Optional.<Negotiated>ofNullable(early.get(tagOf(response)))
                .or(() -> SessionBody.description(response)
                        .map(description -> session.audio().answeredBy(description)));
        // "If the offer in the 2xx response is not acceptable […] the UAC core MUST […] an ACK, and then send a BYE"
        // (§13.2.2.4)
        switch (answer.orElse(new Negotiated.InvalidAnswer("the answer describes no session"))) {
            case Negotiated.Agreed agreed -> session.agreed(agreed);
            case Negotiated.NothingInCommon(var why) -> session.bye(new SessionEnd.Failed(why));
            case Negotiated.InvalidAnswer(var why) -> session.bye(new SessionEnd.Failed(why));
        }
    }

    /** The dialog of that 2xx, which is acknowledged; empty if it cannot be. */
    private Optional<Dialog> acknowledged(SipResponse response) {
        var invite = sent.orElseThrow();
        try {
            var dialog = Dialog.ofCaller(invite, response);
            var ack = dialog.request(Method.ACK, response.cseq().number());
            var acknowledgement = new Acknowledgement(core.ground(), dialog, Login.withCredentialsOf(invite, ack));
            acknowledgements.put(tagOf(response), acknowledgement);
            acknowledgement.send();
            return Optional.of(dialog);
        } catch (MalformedMessageException _) {
            return Optional.empty();
        }
    }

    /** Another phone answered too, or ours answered too late. */
    private void byeAnother(Dialog dialog) {
        var bye = new Farewell(core.ground(), session.login(), dialog);
        bye.send(() -> {});
    }

    private static Tag tagOf(SipResponse response) {
        return response.toTag().orElse(DialogId.NO_TAG);
    }
}
