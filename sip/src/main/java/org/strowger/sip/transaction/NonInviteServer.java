package org.strowger.sip.transaction;

import java.io.IOException;
import java.util.List;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.transaction.ServerMachine.Action.Deliver;
import org.strowger.sip.transaction.ServerMachine.Action.Finish;
import org.strowger.sip.transaction.ServerMachine.Action.Send;
import org.strowger.sip.transaction.ServerMachine.Action.SendAgain;
import org.strowger.sip.transaction.ServerMachine.Action.SendAndKeep;
import org.strowger.sip.transaction.ServerMachine.Action.Start;
import org.strowger.sip.transaction.ServerMachine.Action.TellUnsent;

/**
 * Non-INVITE server transaction (RFC 3261 §17.2.2, as amended by RFC 4320 §4).
 *
 * <pre>
 *   Trying ──100──▶ Proceeding ──200-699──▶ Completed ──J──▶ Terminated
 *     │               │  request: again        request: again
 *     │               └──EXPIRY──▶ Terminated
 *     ├──200-699──▶ Completed
 *     └──EXPIRY──▶ Terminated
 * </pre>
 *
 * <p>The machine, not its user, keeps RFC 4320: it answers 100 itself when the user was silent for as long as a client's timer E needs to
 * reach T2, and drops what the user may not send: provisional responses other than 100, a 100 by UDP before that time, and 408. What nobody
 * answered in 64 × T1 ends without an answer, because by then the client has given up.
 *
 * <p>A response that could not be sent is told to the user and changes no state (RFC 6026 §8.8). A pure function of its events: no clock,
 * no socket, no lock. A timer that no longer matters is ignored. Each state is a machine of its own; all
 * transactions that are answered share one.
 */
sealed interface NonInviteServer extends ServerMachine<NonInviteServer.Timer> {
    /** What can happen to it. */
    sealed interface Event permits Repeated, Responded, TransportFailed, Timer {}

    /** Its timer (RFC 3261 §17.2.2), and the two that RFC 4320 needs and gives no letter. */
    enum Timer implements Event, Letter {
        TRYING(false),
        EXPIRY(true),
        J(true);

        private final boolean isEnd;

        Timer(boolean isEnd) {
            this.isEnd = isEnd;
        }

        @Override
        public boolean isEnd() {
            return isEnd;
        }
    }

    static Step<Timer> start(SipRequest request, Terms terms) {
        return new Step<>(
                new Trying(request, terms),
                // most are answered at once, and need no timer until then
                List.of(
                        new Deliver<>(request),
                        new Start<>(Timer.TRYING, terms.untilEReachesT2()),
                        new Start<>(Timer.EXPIRY, terms.giveUp())));
    }

    Step<Timer> on(Event event);

    /** Nobody has answered yet. */
    record Trying(SipRequest request, Terms terms) implements NonInviteServer {
        @Override
        public Step<Timer> on(Event event) {
            return switch (event) {
                // "MUST respond to a non-INVITE request with a Status-Code of 100 if it has not otherwise responded
                // after the amount of time it takes a client transaction's Timer E to be reset to T2" (RFC 4320 §4.1)
                case Timer.TRYING -> provisional(request.respond(Status.TRYING).write(), terms);
                case Timer.EXPIRY -> Terminated.FINISHED;
                // "MUST NOT respond […] with a Status-Code of 100 over any unreliable transport […] before" that (RFC
                // 4320 §4.1)
                case Responded(var response)
                when isProvisional(response) ->
                    terms.reliable() && isTrying(response) ? provisional(response, terms) : Step.to(this);
                case Responded(var response) -> answered(this, response, terms);
                // "Once in the "Trying" state, any further request retransmissions are discarded" (§17.2.2)
                case Repeated() -> Step.to(this);
                case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
                case Timer.J -> Step.to(this);
            };
        }
    }

    /** 100 was the latest that was said. */
    record Proceeding(SipResponse latest, Terms terms) implements NonInviteServer {
        @Override
        public Step<Timer> on(Event event) {
            return switch (event) {
                case Timer.EXPIRY -> Terminated.FINISHED;
                case Responded(var response)
                when isProvisional(response) -> isTrying(response) ? provisional(response, terms) : Step.to(this);
                case Responded(var response) -> answered(this, response, terms);
                // "the most recently sent provisional response MUST be passed to the transport layer for
                // retransmission" (§17.2.2)
                case Repeated() -> Step.to(this, new Send<>(latest));
                case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
                case Timer.TRYING, Timer.J -> Step.to(this);
            };
        }
    }

    /** Answered; the answer's bytes are kept for half a minute in which they are hardly ever asked for. */
    record Completed() implements NonInviteServer {
        private static final Completed ANSWERED = new Completed();

        @Override
        public Step<Timer> on(Event event) {
            return switch (event) {
                case Timer.J -> Terminated.FINISHED;
                // "MUST pass the final response to the transport layer for retransmission whenever a retransmission
                // […] is received" (§17.2.2)
                case Repeated() -> Step.to(this, new SendAgain<>());
                // "Any other final responses passed by the TU to the server transaction MUST be discarded" (§17.2.2)
                case Responded _ -> Step.to(this);
                case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
                case Timer.TRYING, Timer.EXPIRY -> Step.to(this);
            };
        }
    }

    /** It is over. */
    record Terminated() implements NonInviteServer {
        private static final Terminated OVER = new Terminated();
        private static final Step<Timer> FINISHED = Step.to(OVER, new Finish<>());

        @Override
        public Step<Timer> on(Event event) {
            return Step.to(this);
        }
    }

    /** "MUST NOT send any provisional response with a Status-Code other than 100 to a non-INVITE request" (RFC 4320 §4.1). */
    private static boolean isTrying(SipResponse response) {
        return response.status().code() == Status.TRYING.code();
    }

    private static boolean isProvisional(SipResponse response) {
        return response.status().isProvisional();
    }

    private static Step<Timer> provisional(SipResponse response, Terms terms) {
        return Step.to(new Proceeding(response, terms), new Send<>(response));
    }

    private static Step<Timer> answered(NonInviteServer before, SipResponse response, Terms terms) {
        // "MUST NOT send a response with Status-Code of 408 to a non-INVITE request. As a consequence, an element that
        // cannot respond before the transaction expires will not send a final response at all" (RFC 4320 §4.2)
        if (response.status().code() == 408) {
            return Step.to(before);
        }
        var wait = terms.unlessReliable(terms.giveUp());
        return Step.to(
                Completed.ANSWERED,
                wait.isZero() ? new Send<>(response) : new SendAndKeep<>(response),
                new Start<>(Timer.J, wait));
    }

    @Override
    default Step<Timer> repeated() {
        return on(Repeated.AGAIN);
    }

    @Override
    default Step<Timer> acknowledged(SipRequest ack) {
        return Step.to(this);
    }

    @Override
    default Step<Timer> responded(SipResponse response) {
        return on(new Responded(response));
    }

    /**
     * "It replies to requests normally, but discards any state that would ordinarily be retained by a UAS after a response has been sent"
     * (RFC 3261 §8.2.7).
     */
    @Override
    default Step<Timer> refused(SipResponse response, boolean kept) {
        var step = responded(response);
        return kept || isAnswered() || !step.machine().isAnswered()
                ? step
                : Step.to(Terminated.OVER, new Send<>(response), new Finish<>());
    }

    @Override
    default Step<Timer> transportFailed(IOException cause) {
        return on(new TransportFailed(cause));
    }

    @Override
    default Step<Timer> fired(Timer timer) {
        return on(timer);
    }

    @Override
    default boolean isSettled() {
        return this instanceof Completed;
    }

    @Override
    default boolean isAnswered() {
        return switch (this) {
            case Trying _, Proceeding _ -> false;
            case Completed _, Terminated _ -> true;
        };
    }
}
