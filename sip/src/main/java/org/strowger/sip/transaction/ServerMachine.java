package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/**
 * The rules of a server transaction (RFC 3261 §17.2): a value that answers each event with what it becomes and what it asks for.
 *
 * <p>Each machine has its own closed set of events and of timers; the methods here are how {@link LiveServer}, which runs both, hands
 * them in.
 *
 * @param <T> the timers of the machine
 */
sealed interface ServerMachine<T extends Letter> permits InviteServer, NonInviteServer {
    /** The request came once more. */
    record Repeated() implements InviteServer.Event, NonInviteServer.Event {
        static final Repeated AGAIN = new Repeated();
    }

    /** An ACK came that belongs to this transaction. */
    record Acknowledged(SipRequest ack) implements InviteServer.Event {}

    /** The user wants this response sent. */
    record Responded(SipResponse response) implements InviteServer.Event, NonInviteServer.Event {}

    /**
     * The user wants this response sent once.
     *
     * @param kept whether the transaction goes on
     */
    record Refused(SipResponse response, boolean kept) implements InviteServer.Event {}

    /** A response did not go out. */
    record TransportFailed(IOException cause) implements InviteServer.Event, NonInviteServer.Event {}

    /** What a server transaction asks of the world; {@link LiveServer} alone carries it out. */
    sealed interface Action<T> {
        /** Send the response on the way the request came. */
        record Send<T>(SipResponse response) implements Action<T> {}

        /** Send the final response to a request that may come again, and keep its bytes for {@link SendAgain}. */
        record SendAndKeep<T>(SipResponse response) implements Action<T> {}

        /** Send what was kept. */
        record SendAgain<T>() implements Action<T> {}

        /** What the user is told. */
        sealed interface News<T> extends Action<T> {}

        /** Pass the request, or an ACK, up. */
        record Deliver<T>(SipRequest request) implements News<T> {}

        /** Arm a timer; it fires as an event of this machine, at once if the delay is zero. */
        record Start<T>(T timer, Duration delay) implements Action<T> {}

        /** Tell the user that a response did not go out; the transaction remains. */
        record TellUnsent<T>(IOException cause) implements News<T> {}

        /** No ACK came: tell the user, then forget the transaction. */
        record GiveUp<T>() implements News<T> {}

        /** Forget the transaction, and tell the user. */
        record Finish<T>() implements News<T> {}
    }

    /** One turn of a machine: what it became, and what it asks for, in order. */
    record Step<T extends Letter>(ServerMachine<T> machine, List<Action<T>> actions) {
        static <T extends Letter> Step<T> to(ServerMachine<T> machine) {
            return new Step<>(machine, List.of());
        }

        static <T extends Letter> Step<T> to(ServerMachine<T> machine, Action<T> only) {
            return new Step<>(machine, List.of(only));
        }

        static <T extends Letter> Step<T> to(ServerMachine<T> machine, Action<T> first, Action<T> second) {
            return new Step<>(machine, List.of(first, second));
        }

        static <T extends Letter> Step<T> to(
                ServerMachine<T> machine, Action<T> first, Action<T> second, Action<T> third) {
            return new Step<>(machine, List.of(first, second, third));
        }

        /** Whether all it asks for is the end. */
        boolean isEnd() {
            return actions.size() == 1 && actions.getFirst() instanceof Action.Finish<T>;
        }
    }

    Step<T> repeated();

    /** Without effect on anything but an INVITE. */
    Step<T> acknowledged(SipRequest ack);

    Step<T> responded(SipResponse response);

    /** As {@link #responded} for anything but an INVITE. */
    Step<T> refused(SipResponse response, boolean kept);

    Step<T> transportFailed(IOException cause);

    Step<T> fired(T timer);

    /** Whether the user gave its final response. */
    boolean isAnswered();

    /** Whether it has nothing more to do than to know repetitions until a timer ends it (Completed of any but an INVITE, Accepted). */
    boolean isSettled();
}
