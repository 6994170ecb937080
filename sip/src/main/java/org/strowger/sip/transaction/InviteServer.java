package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.transaction.ServerMachine.Action.Deliver;
import org.strowger.sip.transaction.ServerMachine.Action.Finish;
import org.strowger.sip.transaction.ServerMachine.Action.GiveUp;
import org.strowger.sip.transaction.ServerMachine.Action.Send;
import org.strowger.sip.transaction.ServerMachine.Action.Start;
import org.strowger.sip.transaction.ServerMachine.Action.TellUnsent;

/**
 * INVITE server transaction (RFC 3261 §17.2.1, as amended by RFC 6026 §7.1).
 *
 * <pre>
 *   Proceeding ──300-699──▶ Completed ──ACK──▶ Confirmed ──I──▶ Terminated
 *     │  │ 200 ms: 100        │  G: again
 *     │  │ INVITE: again      └──H──▶ Terminated
 *     │  └──2xx──▶ Accepted ──L──▶ Terminated
 *     ├─ 101-199     2xx: sent; ACK: to the user; INVITE: absorbed
 *     └──refused──▶ Completed without G, or Terminated
 * </pre>
 *
 * <p>A response that could not be sent is told to the user and changes no state. A pure function of its events: no clock, no socket, no
 * lock. A timer that no longer matters is ignored.
 */
record InviteServer(State state, Terms terms) implements ServerMachine<InviteServer.Timer> {
    /** How long the user may be silent before we answer 100 for it (RFC 3261 §17.2.1). */
    static final Duration SILENCE = Duration.ofMillis(200);

    private static final InviteServer CONFIRMED = new InviteServer(new State.Confirmed(), Terms.NONE);
    private static final InviteServer ACCEPTED = new InviteServer(new State.Accepted(), Terms.NONE);
    private static final InviteServer TERMINATED = new InviteServer(new State.Terminated(), Terms.NONE);
    private static final Step<Timer> FINISHED = Step.to(TERMINATED, new Finish<>());

    /** Where the machine stands, with what it must remember there and nowhere else. */
    sealed interface State {
        /** @param latest the provisional response that answers a retransmission */
        record Proceeding(SipRequest invite, @Nullable SipResponse latest) implements State {}

        record Completed(SipResponse response, Duration nextG) implements State {}

        record Confirmed() implements State {}

        record Accepted() implements State {}

        record Terminated() implements State {}
    }

    /** What can happen to it. */
    sealed interface Event permits Repeated, Acknowledged, Responded, Refused, TransportFailed, Timer {}

    /** Its timers (RFC 3261 §17.2.1, RFC 6026 §7.1); TRYING is the 200 ms that have no letter. */
    enum Timer implements Event, Letter {
        TRYING(false),
        G(false),
        H(true),
        I(true),
        L(true);

        private final boolean isEnd;

        Timer(boolean isEnd) {
            this.isEnd = isEnd;
        }

        @Override
        public boolean isEnd() {
            return isEnd;
        }
    }

    static Step<Timer> start(SipRequest invite, Terms terms) {
        var machine = new InviteServer(new State.Proceeding(invite, null), terms);
        return new Step<>(machine, List.of(new Deliver<>(invite), new Start<>(Timer.TRYING, SILENCE)));
    }

    Step<Timer> on(Event event) {
        return switch (state) {
            case State.Proceeding proceeding -> proceeding(proceeding, event);
            case State.Completed(var response, var nextG) -> completed(response, nextG, event);
            case State.Confirmed() -> confirmed(event);
            case State.Accepted() -> accepted(event);
            case State.Terminated() -> stay();
        };
    }

    private Step<Timer> proceeding(State.Proceeding now, Event event) {
        var latest = now.latest();
        return switch (event) {
            // "MUST generate a 100 (Trying) response unless it knows that the TU will generate a […] response within
            // 200 ms" (§17.2.1)
            case Timer.TRYING -> latest == null ? provisional(now, trying(now.invite())) : stay();
            // "the most recent provisional response […] MUST be passed to the transport layer for retransmission"
            // (§17.2.1)
            case Repeated() -> latest == null ? stay() : Step.to(this, new Send<>(latest));
            case Responded(var response) when isProvisional(response) -> provisional(now, response);
            case Responded(var response)
            when isSuccess(response) -> Step.to(ACCEPTED, new Start<>(Timer.L, terms.giveUp()), new Send<>(response));
            case Responded(var response) -> failure(response);
            case Refused(var response, boolean kept) -> latest == null ? refusal(response, kept) : failure(response);
            case Acknowledged _ -> stay();
            case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
            case Timer.G, Timer.H, Timer.I, Timer.L -> stay();
        };
    }

    private Step<Timer> completed(SipResponse response, Duration nextG, Event event) {
        return switch (event) {
            case Timer.G -> {
                var doubled = terms.timers().doubledUpToT2(nextG);
                var next = new State.Completed(response, doubled);
                yield Step.to(in(next), new Send<>(response), new Start<>(Timer.G, doubled));
            }
            case Repeated() -> Step.to(this, new Send<>(response));
            case Acknowledged _ ->
                Step.to(
                        CONFIRMED,
                        new Start<>(Timer.I, terms.unlessReliable(terms.timers().t4())));
            // "it implies that the ACK was never received" (§17.2.1)
            case Timer.H -> Step.to(TERMINATED, new GiveUp<>());
            case Responded _, Refused _ -> stay();
            case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
            case Timer.TRYING, Timer.I, Timer.L -> stay();
        };
    }

    private Step<Timer> confirmed(Event event) {
        return switch (event) {
            case Timer.I -> FINISHED;
            case Repeated _, Acknowledged _, Responded _, Refused _, TransportFailed _ -> stay();
            case Timer.TRYING, Timer.G, Timer.H, Timer.L -> stay();
        };
    }

    private Step<Timer> accepted(Event event) {
        return switch (event) {
            case Timer.L -> FINISHED;
            // "Any retransmission of the 2xx response passed from the TU […] MUST be passed to the transport layer"
            // (RFC 6026 §7.1)
            case Responded(var response) when isSuccess(response) -> Step.to(this, new Send<>(response));
            case Responded _, Refused _, Repeated _ -> stay();
            // "Any ACKs received from the network while in the "Accepted" state MUST be passed directly to the TU" (RFC
            // 6026 §7.1)
            case Acknowledged(var ack) -> Step.to(this, new Deliver<>(ack));
            case TransportFailed(var cause) -> Step.to(this, new TellUnsent<>(cause));
            case Timer.TRYING, Timer.G, Timer.H, Timer.I -> stay();
        };
    }

    private Step<Timer> provisional(State.Proceeding now, SipResponse response) {
        return Step.to(in(new State.Proceeding(now.invite(), response)), new Send<>(response));
    }

    private Step<Timer> failure(SipResponse response) {
        var next = new State.Completed(response, terms.timers().t1());
        var giveUp = new Start<>(Timer.H, terms.giveUp());
        return terms.reliable()
                ? Step.to(in(next), new Send<>(response), giveUp)
                : Step.to(
                        in(next),
                        new Send<>(response),
                        giveUp,
                        new Start<>(Timer.G, terms.timers().t1()));
    }

    /** "forgoing the normal response retransmission algorithm, and thus behaving statelessly towards unauthenticated requests" (§26.3.2.4). */
    private Step<Timer> refusal(SipResponse response, boolean kept) {
        return kept
                ? Step.to(
                        in(new State.Completed(response, terms.timers().t1())),
                        new Send<>(response),
                        new Start<>(Timer.H, terms.giveUp()))
                : Step.to(TERMINATED, new Send<>(response), new Finish<>());
    }

    /** "the insertion of tags in the To header field of the response […] is downgraded from MAY to SHOULD NOT" (§17.2.1). */
    private static SipResponse trying(SipRequest invite) {
        return invite.respond(Status.TRYING).write();
    }

    private static boolean isProvisional(SipResponse response) {
        return response.status().isProvisional();
    }

    private static boolean isSuccess(SipResponse response) {
        return response.status().isSuccess();
    }

    private Step<Timer> stay() {
        return Step.to(this);
    }

    private InviteServer in(State next) {
        return new InviteServer(next, terms);
    }

    @Override
    public Step<Timer> repeated() {
        return on(Repeated.AGAIN);
    }

    @Override
    public Step<Timer> acknowledged(SipRequest ack) {
        return on(new Acknowledged(ack));
    }

    @Override
    public Step<Timer> responded(SipResponse response) {
        return on(new Responded(response));
    }

    @Override
    public Step<Timer> refused(SipResponse response, boolean kept) {
        return on(new Refused(response, kept));
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
    public boolean isSettled() {
        return state instanceof State.Accepted;
    }

    @Override
    public boolean isAnswered() {
        return switch (state) {
            case State.Proceeding _ -> false;
            case State.Completed _, State.Confirmed _, State.Accepted _, State.Terminated _ -> true;
        };
    }
}
