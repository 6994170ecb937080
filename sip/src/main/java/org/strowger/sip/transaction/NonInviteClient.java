package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transaction.ClientMachine.Action.Deliver;
import org.strowger.sip.transaction.ClientMachine.Action.Fail;
import org.strowger.sip.transaction.ClientMachine.Action.Finish;
import org.strowger.sip.transaction.ClientMachine.Action.Send;
import org.strowger.sip.transaction.ClientMachine.Action.Start;
import org.strowger.sip.transaction.ClientMachine.Action.TimeOut;

/**
 * Non-INVITE client transaction (RFC 3261 §17.1.2).
 *
 * <pre>
 *   Trying ──1xx──▶ Proceeding ──200-699──▶ Completed ──K──▶ Terminated
 *     │ E: again,     │ E: again, every T2
 *     │ up to T2      └──F, or transport──▶ Terminated
 *     ├──200-699──▶ Completed
 *     └──F, or transport──▶ Terminated
 * </pre>
 *
 * <p>A pure function of its events: no clock, no socket, no lock. A timer that no longer matters is ignored.
 */
record NonInviteClient(State state, Terms terms) implements ClientMachine<NonInviteClient.Timer> {
    private static final NonInviteClient COMPLETED = new NonInviteClient(new State.Completed(), Terms.NONE);
    private static final NonInviteClient TERMINATED = new NonInviteClient(new State.Terminated(), Terms.NONE);
    private static final Step<Timer> FINISHED = Step.to(TERMINATED, new Finish<>());

    /** Where the machine stands, with what it must remember there and nowhere else. */
    sealed interface State {
        record Trying(SipRequest request, Duration nextE) implements State {}

        record Proceeding(SipRequest request) implements State {}

        record Completed() implements State {}

        record Terminated() implements State {}
    }

    /** What can happen to it. */
    sealed interface Event permits Received, TransportFailed, Timer {}

    /** Its timers (RFC 3261 §17.1.2.2). */
    enum Timer implements Event, Letter {
        E(false),
        F(true),
        K(true);

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
        var machine =
                new NonInviteClient(new State.Trying(request, terms.timers().t1()), terms);
        var giveUp = new Start<>(Timer.F, terms.giveUp());
        List<Action<Timer>> actions = terms.reliable()
                ? List.of(new Send<>(request), giveUp)
                : List.of(
                        new Send<>(request),
                        giveUp,
                        new Start<>(Timer.E, terms.timers().t1()));
        return new Step<>(machine, actions);
    }

    Step<Timer> on(Event event) {
        return switch (state) {
            case State.Trying trying -> trying(trying, event);
            case State.Proceeding(var request) -> proceeding(request, event);
            case State.Completed() -> completed(event);
            case State.Terminated() -> stay();
        };
    }

    private Step<Timer> trying(State.Trying now, Event event) {
        var request = now.request();
        return switch (event) {
            // "retransmissions occur with an exponentially increasing interval that caps at T2" (§17.1.2.2)
            case Timer.E -> {
                var doubled = terms.timers().doubledUpToT2(now.nextE());
                yield Step.to(
                        in(new State.Trying(request, doubled)), new Send<>(request), new Start<>(Timer.E, doubled));
            }
            case Timer.F -> terminated(new TimeOut<>());
            case Timer.K -> stay();
            case Received(var response)
            when isProvisional(response) -> Step.to(in(new State.Proceeding(request)), new Deliver<>(response));
            case Received(var response) -> answered(response);
            case TransportFailed(var cause) -> terminated(new Fail<>(cause));
        };
    }

    private Step<Timer> proceeding(SipRequest request, Event event) {
        return switch (event) {
            // "the request MUST be passed to the transport layer for retransmission, and Timer E MUST be reset with a
            // value of T2" (§17.1.2.2)
            case Timer.E ->
                Step.to(
                        this,
                        new Send<>(request),
                        new Start<>(Timer.E, terms.timers().t2()));
            case Timer.F -> terminated(new TimeOut<>());
            case Timer.K -> stay();
            case Received(var response) when isProvisional(response) -> Step.to(this, new Deliver<>(response));
            case Received(var response) -> answered(response);
            case TransportFailed(var cause) -> terminated(new Fail<>(cause));
        };
    }

    private Step<Timer> completed(Event event) {
        return switch (event) {
            case Timer.K -> FINISHED;
            case Timer.E, Timer.F -> stay();
            // "to buffer any additional response retransmissions that may be received" (§17.1.2.2)
            case Received _, TransportFailed _ -> stay();
        };
    }

    private Step<Timer> answered(SipResponse response) {
        var wait = terms.unlessReliable(terms.timers().t4());
        return Step.to(COMPLETED, new Start<>(Timer.K, wait), new Deliver<>(response));
    }

    private Step<Timer> terminated(Action<Timer> last) {
        return Step.to(TERMINATED, last);
    }

    private static boolean isProvisional(SipResponse response) {
        return response.status().isProvisional();
    }

    private Step<Timer> stay() {
        return Step.to(this);
    }

    private NonInviteClient in(State next) {
        return new NonInviteClient(next, terms);
    }

    @Override
    public Step<Timer> received(SipResponse response) {
        return on(new Received(response));
    }

    @Override
    public Step<Timer> transportFailed(IOException cause) {
        return on(new TransportFailed(cause));
    }

    @Override
    public Step<Timer> fired(Timer timer) {
        return on(timer);
    }

    /** "A CANCEL request SHOULD NOT be sent to cancel a request other than INVITE" (RFC 3261 §9.1). */
    @Override
    public Step<Timer> cancelWanted(List<HeaderField> reasons) {
        return stay();
    }

    @Override
    public Step<Timer> fellBack(SipRequest overUdp) {
        return start(overUdp, Terms.of(false, terms.timers()));
    }

    @Override
    public boolean maySend() {
        return !isAnswered();
    }

    @Override
    public boolean mayTell() {
        return !isAnswered();
    }

    @Override
    public boolean isAnswered() {
        return switch (state) {
            case State.Trying _, State.Proceeding _ -> false;
            case State.Completed _, State.Terminated _ -> true;
        };
    }
}
