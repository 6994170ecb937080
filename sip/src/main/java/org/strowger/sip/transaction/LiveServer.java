package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Expiry;
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
final class LiveServer<T extends Letter> implements ServerTransaction, SendFailure, Expiry<T> {
    private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);

    private final ShardTransactions home;
    private final ServerKey key;
    private final Method method;
    private final Flow flow;
    private final TransactionUser user;
    private ServerMachine<T> machine;
    /** Timers that were armed last, by their numbers; 0 if none. */
    private long again;

    private long end;
    /** When that one fires. */
    private long endNanos;

    private @Nullable T dueNow;
    /** Null once its user has let go of it. */
    private @Nullable SipRequest request;

    /** Of an INVITE, the To tag that was sent last, for its CANCEL and its ACK; of others, the final response. A number in the home's kept bytes. */
    private long kept;

    /** What requests are known by that have the same From tag, Call-ID and CSeq. */
    private final long sender;

    private boolean mayMerge;
    private boolean merged;
    private boolean cancelled;
    private boolean ended;

    private LiveServer(Arrival arrival, TransactionUser user, ServerMachine<T> machine) {
        this.home = arrival.home();
        this.method = arrival.request().method();
        this.key = arrival.key();
        this.sender = arrival.sender();
        this.request = arrival.request();
        this.flow = arrival.flow();
        this.user = user;
        this.machine = machine;
    }

    /** A request that belongs to no transaction yet. */
    record Arrival(ShardTransactions home, ServerKey key, long sender, SipRequest request, Flow flow) {}

    /** Begins, and passes the request to its user. */
    static void start(Arrival arrival, TransactionUser user) {
        var request = arrival.request();
        var terms = arrival.home().terms(arrival.flow().protocol());
        if (request.method().equals(Method.INVITE)) {
            start(arrival, user, InviteServer.start(request, terms));
        } else {
            start(arrival, user, NonInviteServer.start(request, terms));
        }
    }

    private static <T extends Letter> void start(Arrival arrival, TransactionUser user, Step<T> first) {
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
        if (!ended && request != null && kept == KeptBytes.NOTHING && method.equals(Method.INVITE)) {
            hasAnsweredAs(tag());
        }
        request = null;
        if (!ended && machine.isSettled() && home.hasSettled(this, endNanos)) {
            ended = true;
            forgetTimers();
            tell(new Action.Finish<>(), flow);
        }
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
            hasAnswered(response);
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
        hasAnswered(response);
        turn(machine.refused(response, kept), flow);
    }

    private void hasAnswered(SipResponse response) {
        if (method.equals(Method.INVITE)) {
            var tag = response.toTag();
            if (tag.isPresent() && !hasSent(tag)) {
                hasAnsweredAs(tag.get());
            }
        }
    }

    private void hasAnsweredAs(Tag tag) {
        keep(tag.value());
    }

    private void keep(Slice bytes) {
        home.kept().drop(kept);
        kept = home.kept().keep(bytes);
    }

    @Override
    public void forget() {
        home.shard().check();
        finish();
    }

    @Override
    public boolean isMerged() {
        return merged;
    }

    @Override
    public Tag tag() {
        var theirs = request().toTag();
        return theirs.isPresent() ? theirs.get() : home.tagOf(this);
    }

    /** The number, in the home's kept bytes, of what it has sent. */
    long kept() {
        return kept;
    }

    ServerKey key() {
        return key;
    }

    boolean isKnownBy(ServerKey other) {
        return key.equals(other);
    }

    /** The To tag of what was sent last, or will be sent. */
    Tag tagOfAnswer() {
        return kept == KeptBytes.NOTHING ? tag() : new Tag(Slice.of(home.kept().read(kept)));
    }

    /** Whether what was sent last had that To tag. */
    boolean hasSent(Optional<Tag> tag) {
        return kept == KeptBytes.NOTHING
                ? tag.isEmpty()
                : tag.isPresent() && home.kept().isThat(kept, tag.get().value());
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

    /** Requests that are the same one may come by other ways; whether one has. */
    void mayMerge(boolean asAnother) {
        mayMerge = true;
        merged = asAnother;
    }

    boolean mayMerge() {
        return mayMerge;
    }

    long sender() {
        return sender;
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
        home.tally().sendFailures++;
        if (!ended) {
            turn(machine.transportFailed(cause), flow);
        }
    }

    @Override
    public void fired(T timer) {
        if (!ended) {
            var step = machine.fired(timer);
            if (machine.isAnswered() && !step.isEnd()) {
                countRepetitions(step);
            }
            turn(step, flow);
        }
    }

    /** @param cause the way by which came what made the machine turn */
    private void turn(Step<T> step, Flow cause) {
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
        for (int index = 0; index < actions.size() && !isOvertaken(step); index++) {
            carryOut(actions.get(index), cause);
        }
        var due = dueNow;
        if (due != null) {
            dueNow = null;
            turn(machine.fired(due), cause);
        }
    }

    /** Whether the user has answered as soon as it was told: the timers that were to wait for an answer are not armed. */
    private boolean isOvertaken(Step<T> step) {
        return machine.isAnswered() && !step.machine().isAnswered();
    }

    private void carryOut(Action<T> action, Flow cause) {
        switch (action) {
            case Action.Send<T>(var response) -> home.send(response, flow, this);
            case Action.SendAndKeep<T>(var response) -> {
                keep(response.bytes());
                home.send(response, flow, this);
            }
            case Action.SendAgain<T>() -> home.sendAgain(kept, flow, this);
            case Action.Start<T>(var timer, var delay) -> start(timer, delay);
            case Action.GiveUp<T> giveUp -> {
                home.tally().timeouts++;
                tell(giveUp, cause);
                finish();
            }
            case Action.Finish<T>() -> finish();
            case Action.Deliver<T> deliver -> tell(deliver, cause);
            case Action.TellUnsent<T> unsent -> tell(unsent, cause);
        }
    }

    private void countRepetitions(Step<T> step) {
        for (var action : step.actions()) {
            if (action instanceof Action.Send<T> || action instanceof Action.SendAgain<T>) {
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

    /** Our own fault, or our user's, ends this transaction and nothing else: the peer gets a 500, unless it has its answer. */
    private void tell(Action.News<T> news, Flow cause) {
        try {
            switch (news) {
                case Action.Deliver<T>(var delivered)
                when delivered.method().equals(Method.ACK) -> user.ack(home.shard(), delivered, cause);
                case Action.Deliver<T> _ -> user.request(this);
                case Action.TellUnsent<T>(var why) -> user.unsent(this, why);
                case Action.GiveUp<T>() -> user.unacknowledged(this);
                case Action.Finish<T>() -> user.ended(this);
            }
        } catch (RuntimeException e) {
            home.tally().userFailures++;
            LOG.error("the user of a server transaction failed: {}", name(), e);
            if (!machine.isAnswered() && request != null) {
                respond(request.respond(Status.of(500)).toTag(tag()).write());
            }
        }
    }

    private String name() {
        return request == null
                ? key.toString()
                : "Call-ID \"%s\", Via \"%s\""
                        .formatted(request.callId(), request.topVia().text());
    }

    private void finish() {
        if (!ended) {
            ended = true;
            forgetTimers();
            home.kept().drop(kept);
            kept = KeptBytes.NOTHING;
            home.serverEnded(this);
            tell(new Action.Finish<>(), flow);
        }
    }
}
