package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transaction.ClientMachine.Action;
import org.strowger.sip.transaction.ClientMachine.Step;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.SendFailure;

/**
 * A client transaction that runs: hands its machine what happens, and does what the machine asks. Owned by its shard.
 *
 * <p>An INVITE and its CANCEL are two transactions with one branch (RFC 3261 §9.1); they share a slot, which is free when both have ended.
 *
 * @param <T> the timers of its machine
 */
final class LiveClient<T extends Enum<T>> implements ClientTransaction, SendFailure {
    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);

    private static final ClientListener NOBODY = new ClientListener() {
        @Override
        public void response(ClientTransaction transaction, SipResponse response) {}

        @Override
        public void timedOut(ClientTransaction transaction) {}

        @Override
        public void failed(ClientTransaction transaction, IOException cause) {}
    };

    private final ShardTransactions home;
    private final int slot;
    private final ClientListener listener;
    private final Timeouts timeouts = new Timeouts();
    private ClientMachine<T> machine;
    private NextHop hop;
    /** Null once its user has let go of it. */
    private @Nullable Departure departure;

    /** What is left of the request then. */
    private @Nullable Fingerprint remains;

    private @Nullable T dueNow;
    private @Nullable LiveClient<?> canceller;
    private @Nullable LiveClient<?> cancelled;
    private boolean ended;

    private LiveClient(
            ShardTransactions home, int slot, Departure departure, ClientListener listener, ClientMachine<T> machine) {
        this.home = home;
        this.slot = slot;
        this.departure = departure;
        this.hop = departure.hop();
        this.listener = listener;
        this.machine = machine;
    }

    /** Begins in that slot: an INVITE or another transaction, as the request says. */
    static LiveClient<?> start(ShardTransactions home, int slot, Departure departure, ClientListener listener) {
        var request = departure.request();
        boolean reliable = departure.isReliable();
        return request.method().equals(Method.INVITE)
                ? start(home, slot, departure, listener, InviteClient.start(request, reliable, home.timers()))
                : start(home, slot, departure, listener, NonInviteClient.start(request, reliable, home.timers()));
    }

    private static <T extends Enum<T>> LiveClient<T> start(
            ShardTransactions home, int slot, Departure departure, ClientListener listener, Step<T> first) {
        var client = new LiveClient<>(home, slot, departure, listener, first.machine());
        home.clientBegan(slot, client);
        client.turn(first);
        return client;
    }

    @Override
    public SipRequest request() {
        return departure().request();
    }

    private Departure departure() {
        if (departure == null) {
            throw new IllegalStateException("its user let go of the request");
        }
        return departure;
    }

    private Method method() {
        return remains == null ? request().method() : remains.method();
    }

    private Fingerprint fingerprint() {
        return remains == null ? Fingerprint.of(request()) : remains;
    }

    @Override
    public void letGo() {
        home.shard().check();
        if (departure != null && machine.isAnswered()) {
            remains = fingerprint().kept();
            departure = null;
        }
    }

    @Override
    public void cancel(List<HeaderField> reasons) {
        home.shard().check();
        if (!ended) {
            turn(machine.cancelWanted(reasons));
        }
    }

    /** The transaction of that method in this slot; null if it has ended. */
    @Nullable
    LiveClient<?> of(Method method) {
        var candidate = method.equals(Method.CANCEL) && canceller != null ? canceller : this;
        return candidate.ended || !candidate.method().equals(method) ? null : candidate;
    }

    /** Whether the response is to the request that went out. */
    boolean isAnsweredBy(SipResponse response) {
        return fingerprint().fits(response);
    }

    void received(SipResponse response) {
        var step = machine.received(response);
        if (machine.isAnswered()) {
            countRepetitions(step);
        }
        turn(step);
    }

    /** Never at once, so that nobody hears of a failure before it was given the transaction that failed. */
    @Override
    public void failed(IOException cause) {
        home.shard().execute(() -> sendingFailed(cause));
    }

    private void sendingFailed(IOException cause) {
        if (ended) {
            return;
        }
        home.tally().sendFailures++;
        var byUdp = machine.isAnswered() ? null : departure().after(cause).orElse(null);
        if (byUdp == null) {
            turn(machine.transportFailed(cause));
        } else {
            // "the element SHOULD retry the request, using UDP" (RFC 3261 §18.1.1)
            timeouts.forgetAll();
            departure = byUdp;
            hop = byUdp.hop();
            turn(machine.fellBack(byUdp.request()));
        }
    }

    private void fired(T timer) {
        if (!ended) {
            var step = machine.fired(timer);
            countRepetitions(step);
            turn(step);
        }
    }

    private void turn(Step<T> step) {
        boolean isAnswer = !machine.isAnswered() && step.machine().isAnswered();
        machine = step.machine();
        if (isAnswer) {
            // what was armed until there is an answer only keeps memory
            timeouts.forgetAll();
        }
        for (var action : step.actions()) {
            carryOut(action);
        }
        var due = dueNow;
        if (due != null) {
            dueNow = null;
            turn(machine.fired(due));
        }
    }

    private void carryOut(Action<T> action) {
        switch (action) {
            case Action.Send<T>(var request) -> home.send(request, hop, this);
            case Action.SendCancel<T>(var cancel) -> sendCancel(cancel);
            case Action.Deliver<T>(var response) -> tell(() -> listener.response(this, response));
            case Action.Start<T>(var timer, var delay) -> start(timer, delay);
            case Action.TimeOut<T>() -> {
                home.tally().timeouts++;
                end();
                tell(() -> listener.timedOut(this));
            }
            case Action.Fail<T>(var cause) -> {
                end();
                tell(() -> listener.failed(this, cause));
            }
            case Action.Finish<T>() -> end();
        }
    }

    /** "The destination address, port, and transport for the CANCEL MUST be identical to those used to send the original request" (§9.1). */
    private void sendCancel(SipRequest cancel) {
        var first = NonInviteClient.start(cancel, hop.protocol().isReliable(), home.timers());
        var client = new LiveClient<>(home, slot, new Departure(cancel, hop, null), NOBODY, first.machine());
        client.cancelled = this;
        canceller = client;
        home.clientBegan();
        client.turn(first);
    }

    private void countRepetitions(Step<T> step) {
        for (var action : step.actions()) {
            if (action instanceof Action.Send<T>) {
                home.tally().retransmissionsSent++;
            }
        }
    }

    private void start(T timer, Duration delay) {
        if (delay.isZero()) {
            dueNow = timer;
        } else if (!ended) {
            timeouts.start(home.shard(), timer, delay, () -> fired(timer));
        }
    }

    /** Our own fault, or our user's, ends this transaction and nothing else. */
    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            home.tally().userFailures++;
            LOG.error("the user of a client transaction failed: {}", fingerprint(), e);
            end();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        timeouts.forgetAll();
        home.clientEnded();
        boolean isLast = cancelled != null ? cancelled.ended : canceller == null || canceller.ended;
        if (isLast) {
            home.free(slot);
        }
    }
}
