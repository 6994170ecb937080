package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transaction.ClientMachine.Action.Deliver;
import org.strowger.sip.transaction.ClientMachine.Action.Fail;
import org.strowger.sip.transaction.ClientMachine.Action.Finish;
import org.strowger.sip.transaction.ClientMachine.Action.Send;
import org.strowger.sip.transaction.ClientMachine.Action.SendCancel;
import org.strowger.sip.transaction.ClientMachine.Action.Start;
import org.strowger.sip.transaction.ClientMachine.Action.TimeOut;

/**
 * INVITE client transaction (RFC 3261 §17.1.1, as amended by RFC 6026 §7.2; cancelled by RFC 3261 §9.1).
 *
 * <pre>
 *   Calling ──1xx──▶ Proceeding ──300-699──▶ Completed ──D──▶ Terminated
 *      │ A: again      │  └─────────2xx────▶ Accepted ───M──▶ Terminated
 *      │               └──64×T1 after the CANCEL, or transport─▶ Terminated
 *      └──B, or transport──▶ Terminated
 * </pre>
 *
 * <p>300-699 and 2xx lead out of Calling as they lead out of Proceeding. A CANCEL wanted in Calling is held there and goes out when the first
 * 1xx came. A pure function of its events: no clock, no socket, no lock. A timer that no longer matters is ignored.
 */
record InviteClient(State state, Terms terms) implements ClientMachine<InviteClient.Timer> {
    /** "a value of at least 32 seconds for unreliable transports" (RFC 6026 §8.4), whatever our own T1 is. */
    private static final Duration LEAST_D = Duration.ofSeconds(32);

    private static final InviteClient ACCEPTED = new InviteClient(new State.Accepted(), Terms.NONE);
    private static final InviteClient TERMINATED = new InviteClient(new State.Terminated(), Terms.NONE);
    private static final Step<Timer> FINISHED = Step.to(TERMINATED, new Finish<>());

    /** Where the machine stands, with what it must remember there and nowhere else. */
    sealed interface State {
        /** @param held the cancellation that waits for a provisional response */
        record Calling(
                SipRequest invite, Duration nextA, @Nullable CancelWanted held) implements State {}

        record Proceeding(SipRequest invite, boolean cancelled) implements State {}

        record Completed(SipRequest ack) implements State {}

        record Accepted() implements State {}

        record Terminated() implements State {}
    }

    /** What can happen to it. */
    sealed interface Event permits Received, TransportFailed, CancelWanted, Timer {}

    /** Its timers (RFC 3261 §17.1.1.2, RFC 6026 §7.2), and the one that ends what was cancelled (RFC 3261 §9.1). */
    enum Timer implements Event, Letter {
        A(false),
        B(true),
        D(true),
        M(true),
        CANCELLED(true);

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
        return begin(invite, terms, null);
    }

    private static Step<Timer> begin(SipRequest invite, Terms terms, @Nullable CancelWanted held) {
        var machine = new InviteClient(new State.Calling(invite, terms.timers().t1(), held), terms);
        var giveUp = new Start<>(Timer.B, terms.giveUp());
        List<Action<Timer>> actions = terms.reliable()
                ? List.of(new Send<>(invite), giveUp)
                : List.of(
                        new Send<>(invite),
                        giveUp,
                        new Start<>(Timer.A, terms.timers().t1()));
        return new Step<>(machine, actions);
    }

    Step<Timer> on(Event event) {
        return switch (state) {
            case State.Calling calling -> calling(calling, event);
            case State.Proceeding proceeding -> proceeding(proceeding, event);
            case State.Completed(var ack) -> completed(ack, event);
            case State.Accepted() -> accepted(event);
            case State.Terminated() -> stay();
        };
    }

    private Step<Timer> calling(State.Calling calling, Event event) {
        return switch (event) {
            // "retransmitted with intervals that double after each transmission" (§17.1.1.2)
            case Timer.A -> {
                var doubled = calling.nextA().plus(calling.nextA());
                var next = new State.Calling(calling.invite(), doubled, calling.held());
                yield Step.to(in(next), new Send<>(calling.invite()), new Start<>(Timer.A, doubled));
            }
            case Timer.B -> terminated(new TimeOut<>());
            case Timer.D, Timer.M, Timer.CANCELLED -> stay();
            case Received(var response) when isProvisional(response) -> ringing(calling, response);
            case Received(var response) -> answered(calling.invite(), response);
            // "the client MUST wait for the arrival of a provisional response before sending the request" (§9.1)
            case CancelWanted wanted ->
                calling.held() == null
                        ? Step.to(in(new State.Calling(calling.invite(), calling.nextA(), wanted)))
                        : stay();
            case TransportFailed(var cause) -> terminated(new Fail<>(cause));
        };
    }

    private Step<Timer> proceeding(State.Proceeding now, Event event) {
        return switch (event) {
            case Timer.A, Timer.B, Timer.D, Timer.M -> stay();
            // "If there is no final response for the original request in 64*T1 seconds […] the client SHOULD then
            // consider the original transaction cancelled and SHOULD destroy the client transaction" (§9.1)
            case Timer.CANCELLED -> terminated(new TimeOut<>());
            case Received(var response) when isProvisional(response) -> Step.to(this, new Deliver<>(response));
            case Received(var response) -> answered(now.invite(), response);
            case CancelWanted(var reasons) -> now.cancelled() ? stay() : cancelled(now.invite(), reasons);
            case TransportFailed(var cause) -> terminated(new Fail<>(cause));
        };
    }

    private Step<Timer> completed(SipRequest ack, Event event) {
        return switch (event) {
            case Timer.A, Timer.B, Timer.M, Timer.CANCELLED -> stay();
            case Timer.D -> FINISHED;
            // "MUST cause the ACK to be re-passed to the transport layer for retransmission, but the newly received
            // response MUST NOT be passed up to the TU" (RFC 6026 §8.4)
            case Received(var response) when response.status().code() >= 300 -> Step.to(this, new Send<>(ack));
            case Received _, CancelWanted _ -> stay();
            // The ACK did not go out. The user has its final response, and could do nothing with the news.
            case TransportFailed _ -> FINISHED;
        };
    }

    private Step<Timer> accepted(Event event) {
        return switch (event) {
            case Timer.A, Timer.B, Timer.D, Timer.CANCELLED -> stay();
            case Timer.M -> FINISHED;
            // "A 2xx response received while in the "Accepted" state MUST be passed to the TU" (RFC 6026 §7.2)
            case Received(var response) when isSuccess(response) -> Step.to(this, new Deliver<>(response));
            case Received _, TransportFailed _, CancelWanted _ -> stay();
        };
    }

    private Step<Timer> ringing(State.Calling calling, SipResponse response) {
        var invite = calling.invite();
        var held = calling.held();
        return held == null
                ? Step.to(in(new State.Proceeding(invite, false)), new Deliver<>(response))
                : Step.to(
                        in(new State.Proceeding(invite, true)),
                        new Deliver<>(response),
                        sendCancel(invite, held.reasons()),
                        waitForEnd());
    }

    private Step<Timer> cancelled(SipRequest invite, List<HeaderField> reasons) {
        return Step.to(in(new State.Proceeding(invite, true)), sendCancel(invite, reasons), waitForEnd());
    }

    private Step<Timer> answered(SipRequest invite, SipResponse response) {
        if (response.status().isSuccess()) {
            return Step.to(ACCEPTED, new Start<>(Timer.M, terms.giveUp()), new Deliver<>(response));
        }
        var ack = HopRequests.ack(invite, response);
        var wait = terms.unlessReliable(longer(LEAST_D, terms.giveUp()));
        return Step.to(
                in(new State.Completed(ack)), new Send<>(ack), new Start<>(Timer.D, wait), new Deliver<>(response));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Action<Timer> sendCancel(SipRequest invite, List<HeaderField> reasons) {
        return new SendCancel<>(HopRequests.cancel(invite, reasons));
    }

    private Action<Timer> waitForEnd() {
        return new Start<>(Timer.CANCELLED, terms.giveUp());
    }

    private Step<Timer> terminated(Action<Timer> last) {
        return Step.to(TERMINATED, last);
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

    private InviteClient in(State next) {
        return new InviteClient(next, terms);
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

    @Override
    public Step<Timer> cancelWanted(List<HeaderField> reasons) {
        return on(new CancelWanted(reasons));
    }

    @Override
    public Step<Timer> fellBack(SipRequest overUdp) {
        return begin(
                overUdp,
                Terms.of(false, terms.timers()),
                state instanceof State.Calling calling ? calling.held() : null);
    }

    @Override
    public boolean maySend() {
        return switch (state) {
            case State.Calling _, State.Proceeding _, State.Completed _ -> true;
            case State.Accepted _, State.Terminated _ -> false;
        };
    }

    @Override
    public boolean mayTell() {
        return switch (state) {
            case State.Calling _, State.Proceeding _, State.Accepted _ -> true;
            case State.Completed _, State.Terminated _ -> false;
        };
    }

    @Override
    public boolean isAnswered() {
        return switch (state) {
            case State.Calling _, State.Proceeding _ -> false;
            case State.Completed _, State.Accepted _, State.Terminated _ -> true;
        };
    }
}
