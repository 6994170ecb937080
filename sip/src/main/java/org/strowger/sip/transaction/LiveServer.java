package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.transaction.ServerMachine.Action;
import org.strowger.sip.transaction.ServerMachine.Step;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.SendFailure;

/**
 * A server transaction that runs: hands its machine what happens, and does what the machine asks. Owned by its shard.
 *
 * @param <T> the timers of its machine
 */
final class LiveServer<T extends Enum<T>> implements ServerTransaction, SendFailure {
    private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);

    private final ShardTransactions home;
    private final ServerKey key;
    private final Flow flow;
    private final TransactionUser user;
    private final Timeouts timeouts = new Timeouts();
    private ServerMachine<T> machine;
    /** Null once its user has let go of it. */
    private @Nullable SipRequest request;

    /** What requests are known by that are the same one, where there may be others. */
    private long sender;

    private boolean mayMerge;

    private @Nullable T dueNow;
    /** The one of the same request that came before this one by another way. */
    private @Nullable LiveServer<?> before;

    private @Nullable Tag sentTag;
    private boolean merged;
    private boolean cancelled;
    private boolean ended;

    private LiveServer(Arrival arrival, TransactionUser user, ServerMachine<T> machine) {
        this.home = arrival.home();
        this.key = arrival.key().kept();
        this.request = arrival.request();
        this.flow = arrival.flow();
        this.user = user;
        this.machine = machine;
    }

    /** A request that belongs to no transaction yet. */
    record Arrival(ShardTransactions home, ServerKey key, SipRequest request, Flow flow) {}

    /** Begins, and passes the request to its user. */
    static void start(Arrival arrival, TransactionUser user) {
        var request = arrival.request();
        var timers = arrival.home().timers();
        boolean reliable = arrival.flow().protocol().isReliable();
        if (request.method().equals(Method.INVITE)) {
            start(arrival, user, InviteServer.start(request, reliable, timers));
        } else {
            start(arrival, user, NonInviteServer.start(request, reliable, timers));
        }
    }

    private static <T extends Enum<T>> void start(Arrival arrival, TransactionUser user, Step<T> first) {
        var server = new LiveServer<>(arrival, user, first.machine());
        arrival.home().serverBegan(server);
        server.turn(first, arrival.flow());
    }

    @Override
    public SipRequest request() {
        if (request == null) {
            throw new IllegalStateException("its user let go of the request");
        }
        return request;
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void letGo() {
        home.shard().check();
        if (request != null && request.method().equals(Method.INVITE)) {
            // for its CANCEL and its ACK; in bytes of its own
            var told = sentTag == null ? tag() : sentTag;
            sentTag = new Tag(Slice.of(told.value().toBytes()));
        } else {
            sentTag = null;
        }
        request = null;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public Shard shard() {
        return home.shard();
    }

    @Override
    public void respond(SipResponse response) {
        home.shard().check();
        if (ended) {
            home.tally().lateResponses++;
            return;
        }
        if (response.status().code() != Status.TRYING.code()) {
            response.toTag().ifPresent(tag -> sentTag = tag);
        }
        turn(machine.responded(response), flow);
    }

    @Override
    public void refuse(SipResponse response) {
        refuse(response, true);
    }

    @Override
    public void refuseAndForget(SipResponse response) {
        // the ACK of a refusal in a dialog has the tag of the dialog and not ours: it needs us to be known
        refuse(response, request().toTag().isPresent());
    }

    private void refuse(SipResponse response, boolean kept) {
        home.shard().check();
        if (ended) {
            home.tally().lateResponses++;
            return;
        }
        response.toTag().ifPresent(tag -> sentTag = tag);
        turn(machine.refused(response, kept), flow);
    }

    @Override
    public void forget() {
        home.shard().check();
        end();
    }

    @Override
    public boolean isMerged() {
        return merged;
    }

    @Override
    public Tag tag() {
        var asked = request();
        return asked.toTag().orElseGet(() -> home.tagOf(asked));
    }

    ServerKey key() {
        return key;
    }

    /** The To tag of what was sent last. */
    Optional<Tag> sentTag() {
        return Optional.ofNullable(sentTag);
    }

    boolean isAnswered() {
        return machine.isAnswered();
    }

    /** Whether this is the first CANCEL that came for it. */
    boolean isFirstCancel() {
        boolean first = !cancelled;
        cancelled = true;
        return first;
    }

    @Nullable
    LiveServer<?> before() {
        return before;
    }

    /** Keeps what requests that are the same one are known by, and the one that came before. */
    void cameAfter(long known, @Nullable LiveServer<?> same) {
        mayMerge = true;
        sender = known;
        before = same;
        merged = same != null;
    }

    boolean mayMerge() {
        return mayMerge;
    }

    long sender() {
        return sender;
    }

    /** Takes one out of those that came before this one. */
    void forgetBefore(LiveServer<?> gone) {
        LiveServer<?> at = this;
        while (at != null && at.before != gone) {
            at = at.before;
        }
        if (at != null) {
            at.before = gone.before;
        }
    }

    void repeated() {
        var step = machine.repeated();
        countRepetitions(step);
        turn(step, flow);
    }

    /** @param ackFlow the way the ACK came */
    void acknowledged(SipRequest ack, Flow ackFlow) {
        turn(machine.acknowledged(ack), ackFlow);
    }

    @Override
    public void failed(IOException cause) {
        home.shard().execute(() -> sendingFailed(cause));
    }

    private void sendingFailed(IOException cause) {
        if (!ended) {
            home.tally().sendFailures++;
            turn(machine.transportFailed(cause), flow);
        }
    }

    private void fired(T timer) {
        if (!ended) {
            var step = machine.fired(timer);
            if (machine.isAnswered()) {
                countRepetitions(step);
            }
            turn(step, flow);
        }
    }

    /** @param cause the way by which came what made the machine turn */
    private void turn(Step<T> step, Flow cause) {
        boolean isAnswer = !machine.isAnswered() && step.machine().isAnswered();
        machine = step.machine();
        if (isAnswer) {
            // what was armed until there is an answer only keeps memory
            timeouts.forgetAll();
        }
        for (var action : step.actions()) {
            carryOut(action, cause);
        }
        var due = dueNow;
        if (due != null) {
            dueNow = null;
            turn(machine.fired(due), cause);
        }
    }

    private void carryOut(Action<T> action, Flow cause) {
        switch (action) {
            case Action.Send<T>(var response) -> home.send(response, flow, this);
            case Action.Deliver<T>(var delivered)
            when delivered.method().equals(Method.ACK) -> tell(() -> user.ack(home.shard(), delivered, cause));
            case Action.Deliver<T> _ -> tell(() -> user.request(this));
            case Action.Start<T>(var timer, var delay) -> start(timer, delay);
            case Action.TellUnsent<T>(var why) -> tell(() -> user.unsent(this, why));
            case Action.GiveUp<T>() -> {
                home.tally().timeouts++;
                tell(() -> user.unacknowledged(this));
                end();
            }
            case Action.Finish<T>() -> end();
        }
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

    /** Our own fault, or our user's, ends this transaction and nothing else: the peer gets a 500, unless it has its answer. */
    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            home.tally().userFailures++;
            LOG.error("the user of a server transaction failed: {}", key, e);
            if (!machine.isAnswered() && request != null) {
                respond(request.respond(Status.of(500)).toTag(tag()).write());
            }
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            timeouts.forgetAll();
            home.serverEnded(this);
            tell(() -> user.ended(this));
        }
    }
}
