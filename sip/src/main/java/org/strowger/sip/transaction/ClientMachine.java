package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/**
 * The rules of a client transaction (RFC 3261 §17.1): a value that answers each event with what it becomes and what it asks for.
 *
 * <p>Each machine has its own closed set of events and of timers; the methods here are how {@link LiveClient}, which runs both, hands
 * them in.
 *
 * @param <T> the timers of the machine
 */
sealed interface ClientMachine<T extends Letter> permits InviteClient, NonInviteClient {
    /** A response came. */
    record Received(SipResponse response) implements InviteClient.Event, NonInviteClient.Event {}

    /** Something that was sent did not go out. */
    record TransportFailed(IOException cause) implements InviteClient.Event, NonInviteClient.Event {}

    /** The user does not want an answer any more. */
    record CancelWanted(List<HeaderField> reasons) implements InviteClient.Event {}

    /** What a client transaction asks of the world; {@link LiveClient} alone carries it out. */
    sealed interface Action<T> {
        /** Send the request, or the ACK, to where the request went first. */
        record Send<T>(SipRequest request) implements Action<T> {}

        /** Start a client transaction for this CANCEL, to where the INVITE went. */
        record SendCancel<T>(SipRequest cancel) implements Action<T> {}

        /** What the user is told. */
        sealed interface News<T> extends Action<T> {}

        /** Pass the response up. */
        record Deliver<T>(SipResponse response) implements News<T> {}

        /** Arm a timer; it fires as an event of this machine, at once if the delay is zero. */
        record Start<T>(T timer, Duration delay) implements Action<T> {}

        /** Nobody answered in time: tell the user, then forget the transaction. */
        record TimeOut<T>() implements News<T> {}

        /** It could not be sent: tell the user, then forget the transaction. */
        record Fail<T>(IOException cause) implements News<T> {}

        /** Forget the transaction. */
        record Finish<T>() implements Action<T> {}
    }

    /** One turn of a machine: what it became, and what it asks for, in order. */
    record Step<T extends Letter>(ClientMachine<T> machine, List<Action<T>> actions) {
        static <T extends Letter> Step<T> to(ClientMachine<T> machine) {
            return new Step<>(machine, List.of());
        }

        static <T extends Letter> Step<T> to(ClientMachine<T> machine, Action<T> only) {
            return new Step<>(machine, List.of(only));
        }

        static <T extends Letter> Step<T> to(ClientMachine<T> machine, Action<T> first, Action<T> second) {
            return new Step<>(machine, List.of(first, second));
        }

        static <T extends Letter> Step<T> to(
                ClientMachine<T> machine, Action<T> first, Action<T> second, Action<T> third) {
            return new Step<>(machine, List.of(first, second, third));
        }

        /** Whether all it asks for is the end. */
        boolean isEnd() {
            return actions.size() == 1 && actions.getFirst() instanceof Action.Finish<T>;
        }
    }

    Step<T> received(SipResponse response);

    Step<T> transportFailed(IOException cause);

    Step<T> fired(T timer);

    /** Without effect on anything but an INVITE (RFC 3261 §9.1). */
    Step<T> cancelWanted(List<HeaderField> reasons);

    /** The same transaction from its beginning, by another request over UDP: nobody took the first over TCP (RFC 3261 §18.1.1). */
    Step<T> fellBack(SipRequest overUdp);

    /** Whether the final response came; nothing is worth cancelling then. */
    boolean isAnswered();

    /** Whether it may still send something: until its final response came, and the ACK for a failure after it. */
    boolean maySend();

    /** Whether its user may still hear of it. */
    boolean mayTell();
}
