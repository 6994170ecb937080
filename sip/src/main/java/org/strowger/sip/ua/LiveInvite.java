package org.strowger.sip.ua;

import java.util.Optional;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.ua.IncomingInvite.Action;
import org.strowger.sip.ua.IncomingInvite.Event;
import org.strowger.sip.ua.IncomingInvite.State;

/** Carries out what an {@link IncomingInvite} asks for. Belongs to the agent's shard. */
final class LiveInvite {
    /** Whose INVITE it is: the first of a call, or a later one. */
    interface Owner {
        /** A provisional response, or the final one above 299. */
        SipResponse response(Status status);

        /** The 2xx: asked for once. */
        SipResponse acceptance();

        void confirmed();

        void bye(SessionEnd end);

        void finished(SessionEnd end);
    }

    private final Ground ground;
    private final ServerTransaction transaction;
    private final Owner owner;
    private IncomingInvite machine;
    private Optional<SipResponse> accepted = Optional.empty();

    LiveInvite(Ground ground, ServerTransaction transaction, Owner owner) {
        this.ground = ground;
        this.transaction = transaction;
        this.owner = owner;
        this.machine = IncomingInvite.received(ground.settings().timers());
    }

    ServerTransaction transaction() {
        return transaction;
    }

    /** Whether no final response was sent. */
    boolean isOpen() {
        return machine.state() instanceof State.Waiting || machine.state() instanceof State.Ringing;
    }

    /** Whether the 2xx was sent and its ACK has not come. */
    boolean awaitsAck() {
        return machine.state() instanceof State.Accepted;
    }

    void on(Event event) {
        var step = machine.on(event);
        machine = step.machine();
        for (var action : step.actions()) {
            carryOut(action);
        }
    }

    private void carryOut(Action action) {
        switch (action) {
            case Action.Respond(var status) -> transaction.respond(owner.response(status));
            case Action.Accept() -> {
                var response = owner.acceptance();
                accepted = Optional.of(response);
                transaction.respond(response);
            }
            case Action.AcceptAgain() -> accepted.ifPresent(transaction::respond);
            case Action.Start(var timer, var delay) -> ground.shard().schedule(delay, () -> on(timer));
            case Action.Confirm() -> owner.confirmed();
            case Action.Bye(var end) -> owner.bye(end);
            case Action.Finish(var end) -> owner.finished(end);
        }
    }
}
