package org.strowger.sip.transaction;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Expiry;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transaction.ClientMachine.Action;
import org.strowger.sip.transaction.ClientMachine.Step;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SendFailure;

/**
 * A client transaction that runs: hands its machine what happens, and does what the machine asks. Owned by its shard.
 *
 * <p>An INVITE and its CANCEL are two transactions with one branch (RFC 3261 §9.1); they share a slot, which is free when both have ended.
 *
 * @param <T> the timers of its machine
 */
final class LiveClient<T extends Letter> implements ClientTransaction, SendFailure, Expiry<T> {
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
    private final Method method;
    /** Of the request, and of all responses to it. */
    private long fingerprint;

    private ClientMachine<T> machine;
    /** Timers that were armed last, by their numbers; 0 if none. */
    private long again;

    private long end;
    /** When that one fires. */
    private long endNanos;

    private @Nullable T dueNow;
    private ClientListener listener;
    /** Null once its user has let go of it. */
    private @Nullable Departure departure;

    /** Null once nothing can be sent any more. */
    private @Nullable NextHop hop;

    /** If it could not settle when its user let go: who hears of a further 2xx instead of the listener, and what was left for that. */
    private @Nullable SuccessListener further;

    private long remembered;

    private @Nullable LiveClient<?> canceller;
    private @Nullable LiveClient<?> cancelled;
    private boolean ended;

    private LiveClient(
            ShardTransactions home, int slot, Departure departure, ClientListener listener, ClientMachine<T> machine) {
        this.home = home;
        this.slot = slot;
        this.method = departure.request().method();
        this.listener = listener;
        this.machine = machine;
        goesBy(departure);
    }

    /** Begins in that slot: an INVITE or another transaction, as the request says. */
    static LiveClient<?> start(ShardTransactions home, int slot, Departure departure, ClientListener listener) {
        var request = departure.request();
        var terms = home.terms(departure.hop().protocol());
        return request.method().equals(Method.INVITE)
                ? start(home, slot, departure, listener, InviteClient.start(request, terms))
                : start(home, slot, departure, listener, NonInviteClient.start(request, terms));
    }

    private static <T extends Letter> LiveClient<T> start(
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

    private void goesBy(Departure way) {
        departure = way;
        hop = way.hop();
        fingerprint = home.fingerprint(way.request());
    }

    @Override
    public void letGo() {
        home.shard().check();
        if (machine.isAnswered()) {
            departure = null;
            hop = machine.maySend() ? hop : null;
            listener = machine.mayTell() ? listener : NOBODY;
            boolean mattersToNobody = !machine.maySend() && !machine.mayTell();
            if (mattersToNobody && maySettle() && home.hasSettled(slot, endNanos)) {
                settled();
            }
        }
    }

    @Override
    public void letGo(Slice left, SuccessListener next) {
        letGo();
        if (ended || !machine.isAnswered() || !machine.mayTell() || further != null) {
            return;
        }
        remembered = home.kept().keep(left);
        var past = new ClientTable.Past(fingerprint, next, remembered);
        if (maySettle() && home.hasSettled(slot, past, endNanos)) {
            settled();
        } else {
            further = next;
        }
    }

    /** Whether nothing but its last timer is to come. */
    private boolean maySettle() {
        return !ended && dueNow == null && canceller == null && cancelled == null;
    }

    /** What is left of it is in the hands of the home, and this object is of no use. */
    private void settled() {
        ended = true;
        remembered = KeptBytes.NOTHING;
        forgetTimers();
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
        return candidate.ended || !candidate.method.equals(method) ? null : candidate;
    }

    /** Whether the response is to the request that went out. */
    boolean isAnsweredBy(SipResponse response) {
        return fingerprint == home.fingerprint(response);
    }

    /** Whether what it sends goes to that address by UDP. */
    boolean wentTo(InetSocketAddress place) {
        return hop != null && hop.protocol() == Protocol.UDP && hop.remote().equals(place);
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
            forgetTimers();
            goesBy(byUdp);
            turn(machine.fellBack(byUdp.request()));
        }
    }

    @Override
    public void fired(T timer) {
        if (!ended) {
            var step = machine.fired(timer);
            if (!step.isEnd()) {
                countRepetitions(step);
            }
            turn(step);
        }
    }

    private void turn(Step<T> step) {
        if (step.isEnd()) {
            // nobody asks the machine again; and whatever is written to what is old, the collector looks at with all
            // around it
            finish();
            return;
        }
        boolean isAnswer = !machine.isAnswered() && step.machine().isAnswered();
        machine = step.machine();
        if (isAnswer) {
            // what was armed until there is an answer only keeps memory
            forgetTimers();
        }
        var actions = step.actions();
        for (int index = 0; index < actions.size(); index++) {
            carryOut(actions.get(index));
        }
        if (isAnswer && listener == NOBODY) {
            letGo();
        }
        var due = dueNow;
        if (due != null) {
            dueNow = null;
            turn(machine.fired(due));
        }
    }

    private void carryOut(Action<T> action) {
        switch (action) {
            case Action.Send<T>(var request) -> home.send(request, hop(), this);
            case Action.SendCancel<T>(var cancel) -> sendCancel(cancel);
            case Action.Start<T>(var timer, var delay) -> start(timer, delay);
            case Action.Deliver<T> deliver -> tell(deliver);
            case Action.TimeOut<T> timeOut -> {
                home.tally().timeouts++;
                finish();
                tell(timeOut);
            }
            case Action.Fail<T> fail -> {
                finish();
                tell(fail);
            }
            case Action.Finish<T>() -> finish();
        }
    }

    private NextHop hop() {
        if (hop == null) {
            throw new IllegalStateException("nothing is sent after that answer");
        }
        return hop;
    }

    /** "The destination address, port, and transport for the CANCEL MUST be identical to those used to send the original request" (§9.1). */
    private void sendCancel(SipRequest cancel) {
        var first = NonInviteClient.start(cancel, home.terms(hop().protocol()));
        var client = new LiveClient<>(home, slot, new Departure(cancel, hop(), null), NOBODY, first.machine());
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
        } else if (ended) {
            return;
        } else if (timer.isEnd()) {
            home.shard().forget(end);
            end = home.shard().arm(delay, this, timer);
            endNanos = home.shard().nanos() + delay.toNanos();
        } else {
            home.shard().forget(again);
            again = home.shard().arm(delay, this, timer);
        }
    }

    private void forgetTimers() {
        home.shard().forget(again);
        home.shard().forget(end);
    }

    /** Our own fault, or our user's, ends this transaction and nothing else. */
    private void tell(Action.News<T> news) {
        try {
            switch (news) {
                case Action.Deliver<T>(var response)
                when further != null ->
                    further.success(home.shard(), response, Slice.of(home.kept().read(remembered)));
                case Action.Deliver<T>(var response) -> listener.response(this, response);
                case Action.TimeOut<T>() -> listener.timedOut(this);
                case Action.Fail<T>(var cause) -> listener.failed(this, cause);
            }
        } catch (RuntimeException e) {
            home.tally().userFailures++;
            LOG.error("the user of a client transaction failed: {}", name(), e);
            finish();
        }
    }

    private String name() {
        return departure == null
                ? method + " in slot " + slot
                : "Call-ID \"%s\", Via \"%s\""
                        .formatted(request().callId(), request().topVia().text());
    }

    private void finish() {
        if (ended) {
            return;
        }
        ended = true;
        forgetTimers();
        home.kept().drop(remembered);
        remembered = KeptBytes.NOTHING;
        home.clientEnded();
        boolean isLast = cancelled != null ? cancelled.ended : canceller == null || canceller.ended;
        if (isLast) {
            home.free(slot);
        }
    }
}
