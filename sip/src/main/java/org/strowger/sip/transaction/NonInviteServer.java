package org.strowger.sip.transaction;

import java.io.IOException;
import java.util.List;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.transaction.ServerMachine.Action.Deliver;
import org.strowger.sip.transaction.ServerMachine.Action.Finish;
import org.strowger.sip.transaction.ServerMachine.Action.Send;
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
 * no socket, no lock. A timer that no longer matters is ignored.
 */
record NonInviteServer(State state, Terms terms) implements ServerMachine<NonInviteServer.Timer> {
    private static final NonInviteServer TERMINATED = new NonInviteServer(new State.Terminated(), Terms.NONE);
    private static final Step<Timer> FINISHED = Step.to(TERMINATED, new Finish<>());

    /** Where the machine stands, with what it must remember there and nowhere else. */
    sealed interface State {
        record Trying(SipRequest request) implements State {}

        record Proceeding(SipResponse latest) implements State {}

        /** @param response its bytes alone, for half a minute in which nearly none is asked for again */
        record Completed(byte[] response) implements State {}

        record Terminated() implements State {}
    }

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
        var machine = new NonInviteServer(new State.Trying(request), terms);
        return new Step<>(
                machine,
                // most are answered at once, and need no timer until then
                List.of(
                        new Deliver<>(request),
                        new Start<>(Timer.TRYING, terms.untilEReachesT2()),
                        new Start<>(Timer.EXPIRY, terms.giveUp())));
    }

    Step<Timer> on(Event event) {
        return switch (state) {
            case State.Trying(var request) -> trying(request, event);
            case State.Proceeding(var latest) -> proceeding(latest, event);
            case State.Completed(var response) -> completed(response, event);
            case State.Terminated() -> stay();
        };
    }

    private Step<Timer> trying(SipRequest request, Event event) {
        return switch (event) {
            // "MUST respond to a non-INVITE request with a Status-Code of 100 if it has not otherwise responded after
            // the amount of time it takes a client transaction's Timer E to be reset to T2" (RFC 4320 §4.1)
            case Timer.TRYING -> provisional(request.respond(Status.TRYING).write());
            case Timer.EXPIRY -> FINISHED;
            // "MUST NOT respond […] with a Status-Code of 100 over any unreliable transport […] before" that (RFC 4320
            // §4.1)
            case Responded(var response)
            when isProvisional(response) -> terms.reliable() && isTrying(response) ? provisional(response) : stay();
            case Responded(var response) -> answered(response);
            // "Once in the "Trying" state, any further request retransmissions are discarded" (§17.2.2)
            case Repeated() -> stay();
            case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
            case Timer.J -> stay();
        };
    }

    private Step<Timer> proceeding(SipResponse latest, Event event) {
        return switch (event) {
            case Timer.EXPIRY -> FINISHED;
            case Responded(var response)
            when isProvisional(response) -> isTrying(response) ? provisional(response) : stay();
            case Responded(var response) -> answered(response);
            // "the most recently sent provisional response MUST be passed to the transport layer for retransmission"
            // (§17.2.2)
            case Repeated() -> Step.to(this, new Send<>(latest));
            case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
            case Timer.TRYING, Timer.J -> stay();
        };
    }

    private Step<Timer> completed(byte[] response, Event event) {
        return switch (event) {
            case Timer.J -> FINISHED;
            // "MUST pass the final response to the transport layer for retransmission whenever a retransmission […] is
            // received" (§17.2.2)
            case Repeated() -> Step.to(this, new Send<>(again(response)));
            // "Any other final responses passed by the TU to the server transaction MUST be discarded" (§17.2.2)
            case Responded _ -> stay();
            case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
            case Timer.TRYING, Timer.EXPIRY -> stay();
        };
    }

    /** "MUST NOT send any provisional response with a Status-Code other than 100 to a non-INVITE request" (RFC 4320 §4.1). */
    private static boolean isTrying(SipResponse response) {
        return response.status().code() == Status.TRYING.code();
    }

    private Step<Timer> provisional(SipResponse response) {
        return Step.to(in(new State.Proceeding(response)), new Send<>(response));
    }

    private Step<Timer> answered(SipResponse response) {
        // "MUST NOT send a response with Status-Code of 408 to a non-INVITE request. As a consequence, an element that
        // cannot respond before the transaction expires will not send a final response at all" (RFC 4320 §4.2)
        if (response.status().code() == 408) {
            return stay();
        }
        var wait = terms.unlessReliable(terms.giveUp());
        return Step.to(in(new State.Completed(bytesOf(response))), new Send<>(response), new Start<>(Timer.J, wait));
    }

    private static byte[] bytesOf(SipResponse response) {
        var bytes = response.bytes();
        return bytes.length() == bytes.bytes().length ? bytes.bytes() : bytes.toBytes();
    }

    private static SipResponse again(byte[] response) {
        try {
            return (SipResponse) SipParser.parse(response);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("what went out once is not fit to go out again", e);
        }
    }

    private static boolean isProvisional(SipResponse response) {
        return response.status().isProvisional();
    }

    private Step<Timer> stay() {
        return Step.to(this);
    }

    private NonInviteServer in(State next) {
        return new NonInviteServer(next, terms);
    }

    @Override
    public Step<Timer> repeated() {
        return on(Repeated.AGAIN);
    }

    @Override
    public Step<Timer> acknowledged(SipRequest ack) {
        return stay();
    }

    @Override
    public Step<Timer> responded(SipResponse response) {
        return on(new Responded(response));
    }

    /**
     * "It replies to requests normally, but discards any state that would ordinarily be retained by a UAS after a response has been sent"
     * (RFC 3261 §8.2.7).
     */
    @Override
    public Step<Timer> refused(SipResponse response, boolean kept) {
        var step = responded(response);
        return kept || isAnswered() || !step.machine().isAnswered()
                ? step
                : Step.to(in(new State.Terminated()), new Send<>(response), new Finish<>());
    }

    @Override
    public Step<Timer> transportFailed(IOException cause) {
        return on(new TransportFailed(cause));
    }

    @Override
    public Step<Timer> fired(Timer timer) {
        return on(timer);
    }

    @Override
    public boolean isAnswered() {
        return switch (state) {
            case State.Trying _, State.Proceeding _ -> false;
            case State.Completed _, State.Terminated _ -> true;
        };
    }
}
