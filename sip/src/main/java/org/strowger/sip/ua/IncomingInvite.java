package org.strowger.sip.ua;

import java.time.Duration;
import org.strowger.sip.message.Status;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.ua.SessionEnd.Party;

/**
 * What becomes of an INVITE that came (RFC 3261 §13.3), the first of a dialog or a later one.
 *
 * <pre>
 *   Waiting ──ring──▶ Ringing ──answer──▶ Accepted ──ACK──▶ Confirmed
 *      │                 │                    └──no ACK for 64 × T1: BYE──▶ Over
 *      └──refuse, CANCEL, BYE──▶ Over         (hung up before the ACK: BYE when it came)
 * </pre>
 */
record IncomingInvite(State state, Timers timers) {
    /** "This provisional response […] every minute" (§13.3.1.1). */
    static final Duration EVERY_MINUTE = Duration.ofMinutes(1);

    private static final Status REQUEST_TERMINATED = Status.of(487);
    private static final Status TEMPORARILY_UNAVAILABLE = Status.of(480);

    /** Where it stands. */
    sealed interface State {
        record Waiting() implements State {}

        record Ringing() implements State {}

        /**
         * The 2xx is sent until the ACK comes.
         *
         * @param interval until it is sent again
         * @param leaving whether we hung up meanwhile
         */
        record Accepted(Duration interval, boolean leaving) implements State {}

        record Confirmed() implements State {}

        record Over() implements State {}
    }

    /** What can happen to it. */
    sealed interface Event {
        record Ring() implements Event {}

        record Answer() implements Event {}

        /** We refuse it; how that ends the call. */
        record Refuse(Status status, SessionEnd end) implements Event {}

        record Cancelled() implements Event {}

        /** A BYE came, of the early dialog or of the confirmed one. */
        record ByeReceived() implements Event {}

        record Acknowledged() implements Event {}

        record HangUp() implements Event {}

        /** Its timers. */
        enum Timer implements Event {
            REMIND,
            EXPIRE,
            RETRANSMIT,
            GIVE_UP
        }
    }

    /** What it asks for. */
    sealed interface Action {
        /** A provisional response, or the final one above 299. */
        record Respond(Status status) implements Action {}

        /** The 2xx. */
        record Accept() implements Action {}

        /** The 2xx once more. */
        record AcceptAgain() implements Action {}

        record Start(Event.Timer timer, Duration delay) implements Action {}

        /** The session stands. */
        record Confirm() implements Action {}

        /** A BYE, and with its answer the end. */
        record Bye(SessionEnd end) implements Action {}

        record Finish(SessionEnd end) implements Action {}
    }

    static IncomingInvite received(Timers timers) {
        return new IncomingInvite(new State.Waiting(), timers);
    }

    Step<IncomingInvite, Action> on(Event event) {
        return switch (state) {
            case State.Waiting(), State.Ringing() -> open(event);
            case State.Accepted accepted -> accepted(accepted, event);
            case State.Confirmed(), State.Over() -> Step.to(this);
        };
    }

    private Step<IncomingInvite, Action> open(Event event) {
        return switch (event) {
            case Event.Ring() ->
                state instanceof State.Ringing ? Step.to(this) : ringing(new Action.Respond(Status.RINGING));
            case Event.Timer.REMIND ->
                state instanceof State.Ringing ? ringing(new Action.Respond(Status.RINGING)) : Step.to(this);
            case Event.Answer() -> answer();
            case Event.Refuse(var status, var end) -> over(status, end);
            // "The UAS MUST […] respond to any pending requests […] 487" (§15.1.2); §9.2 for the CANCEL
            case Event.Cancelled(), Event.ByeReceived() ->
                over(REQUEST_TERMINATED, new SessionEnd.Cancelled(Party.THEM));
            // "If this timer fires […] before the UAS has generated a final response, a 487" (§13.3.1)
            case Event.Timer.EXPIRE -> over(REQUEST_TERMINATED, new SessionEnd.Cancelled(Party.THEM));
            case Event.HangUp() ->
                over(TEMPORARILY_UNAVAILABLE, new SessionEnd.Refused(Party.US, TEMPORARILY_UNAVAILABLE));
            case Event.Timer.RETRANSMIT, Event.Timer.GIVE_UP -> Step.to(this);
            case Event.Acknowledged() -> Step.to(this);
        };
    }

    private Step<IncomingInvite, Action> ringing(Action respond) {
        return Step.to(in(new State.Ringing()), respond, new Action.Start(Event.Timer.REMIND, EVERY_MINUTE));
    }

    private Step<IncomingInvite, Action> answer() {
        // "an interval that starts at T1 seconds and doubles for each retransmission until it reaches T2" (§13.3.1.4)
        return Step.to(
                in(new State.Accepted(timers.t1(), false)),
                new Action.Accept(),
                new Action.Start(Event.Timer.RETRANSMIT, timers.t1()),
                new Action.Start(Event.Timer.GIVE_UP, timers.giveUp()));
    }

    private Step<IncomingInvite, Action> accepted(State.Accepted accepted, Event event) {
        return switch (event) {
            case Event.Timer.RETRANSMIT -> {
                var doubled = accepted.interval().multipliedBy(2);
                var next = doubled.compareTo(timers.t2()) < 0 ? doubled : timers.t2();
                yield Step.to(
                        in(new State.Accepted(next, accepted.leaving())),
                        new Action.AcceptAgain(),
                        new Action.Start(Event.Timer.RETRANSMIT, next));
            }
            // "the dialog is confirmed, but the session SHOULD be terminated. This is accomplished with a BYE"
            case Event.Timer.GIVE_UP ->
                bye(
                        accepted.leaving()
                                ? new SessionEnd.HungUp(Party.US)
                                : new SessionEnd.Failed("no ACK came for our answer"));
            case Event.Acknowledged() ->
                accepted.leaving()
                        ? bye(new SessionEnd.HungUp(Party.US))
                        : Step.to(in(new State.Confirmed()), new Action.Confirm());
            // "the callee's UA MUST NOT send a BYE on a confirmed dialog until it has received an ACK for its 2xx
            // response or until the server transaction times out" (§15)
            case Event.HangUp() -> Step.to(in(new State.Accepted(accepted.interval(), true)));
            case Event.ByeReceived() ->
                Step.to(in(new State.Over()), new Action.Finish(new SessionEnd.HungUp(Party.THEM)));
            case Event.Ring(), Event.Answer(), Event.Refuse _, Event.Cancelled() -> Step.to(this);
            case Event.Timer.REMIND, Event.Timer.EXPIRE -> Step.to(this);
        };
    }

    private Step<IncomingInvite, Action> bye(SessionEnd end) {
        return Step.to(in(new State.Over()), new Action.Bye(end));
    }

    private Step<IncomingInvite, Action> over(Status status, SessionEnd end) {
        return Step.to(in(new State.Over()), new Action.Respond(status), new Action.Finish(end));
    }

    private IncomingInvite in(State next) {
        return new IncomingInvite(next, timers);
    }
}
