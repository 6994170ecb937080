package org.strowger.sip.ua;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Tag;
import org.strowger.sip.ua.SessionEnd.Party;

/**
 * What becomes of an INVITE of ours (RFC 3261 §9.1, §13.2).
 *
 * <pre>
 *   Calling ──2xx──▶ Answered          (every 2xx after: ACK again, or ACK and BYE for another phone)
 *      │ └──300-699, no answer──▶ Over
 *      └──hang up──▶ Cancelling ──300-699, no answer──▶ Over
 *                        └──2xx: it crossed our CANCEL; ACK and BYE──▶ Over
 * </pre>
 *
 * @param acknowledged the tags of those whose 2xx was acknowledged
 */
record OutgoingInvite(State state, Set<Tag> acknowledged) {
    enum State {
        CALLING,
        CANCELLING,
        ANSWERED,
        OVER
    }

    /** What can happen to it. */
    sealed interface Event {
        record Provisional(SipResponse response) implements Event {}

        record Accepted(SipResponse response) implements Event {}

        record Refused(SipResponse response) implements Event {}

        record Unanswered(String reason) implements Event {}

        record HangUp() implements Event {}
    }

    /** What it asks for. */
    sealed interface Action {
        /** The listener hears how far it is. */
        record Tell(SipResponse response) implements Action {}

        record Cancel() implements Action {}

        /** The dialog of our call: ACK, and media. */
        record Establish(SipResponse response) implements Action {}

        record AckAgain(SipResponse response) implements Action {}

        /** A dialog we do not want. */
        record AckAndBye(SipResponse response) implements Action {}

        record Finish(SessionEnd end) implements Action {}
    }

    OutgoingInvite {
        acknowledged = Set.copyOf(acknowledged);
    }

    static OutgoingInvite sent() {
        return new OutgoingInvite(State.CALLING, Set.of());
    }

    Step<OutgoingInvite, Action> on(Event event) {
        return switch (event) {
            case Event.Provisional(var response) ->
                state == State.CALLING ? Step.to(this, new Action.Tell(response)) : Step.to(this);
            case Event.Accepted(var response) -> accepted(response);
            case Event.Refused(var response) -> over(new SessionEnd.Refused(Party.THEM, response.status()));
            case Event.Unanswered(var reason) -> over(new SessionEnd.Failed(reason));
            case Event.HangUp() ->
                state == State.CALLING ? Step.to(in(State.CANCELLING), new Action.Cancel()) : Step.to(this);
        };
    }

    private Step<OutgoingInvite, Action> accepted(SipResponse response) {
        var tag = response.toTag().orElse(DialogId.NO_TAG);
        // "The UAC core MUST generate an ACK request for each 2xx received from the transaction layer" (§13.2.2.4)
        if (acknowledged.contains(tag)) {
            return Step.to(this, new Action.AckAgain(response));
        }
        var tags = new HashSet<>(acknowledged);
        tags.add(tag);
        return switch (state) {
            case CALLING -> Step.to(new OutgoingInvite(State.ANSWERED, tags), new Action.Establish(response));
            // "terminate the dialog by sending a BYE request" (§13.2.2.4); a CANCEL that came too late (§9.1)
            case CANCELLING ->
                Step.to(
                        new OutgoingInvite(State.OVER, tags),
                        new Action.AckAndBye(response),
                        new Action.Finish(new SessionEnd.Cancelled(Party.US)));
            case ANSWERED, OVER -> Step.to(new OutgoingInvite(state, tags), new Action.AckAndBye(response));
        };
    }

    private Step<OutgoingInvite, Action> over(SessionEnd end) {
        return switch (state) {
            case CALLING -> Step.to(in(State.OVER), new Action.Finish(end));
            case CANCELLING -> Step.to(in(State.OVER), new Action.Finish(new SessionEnd.Cancelled(Party.US)));
            case ANSWERED, OVER -> new Step<>(this, List.of());
        };
    }

    private OutgoingInvite in(State next) {
        return new OutgoingInvite(next, acknowledged);
    }
}
