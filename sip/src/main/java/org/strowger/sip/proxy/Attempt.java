package org.strowger.sip.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Expiry;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.resolver.HopFailure;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.SuccessListener;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;

/**
 * What a branch holds in the world, and the ear for what its client transaction says.
 *
 * <p>When its {@link LiveContext} has come to its end nothing is left of it but {@link FurtherAnswers}.
 */
final class Attempt implements ClientListener {
    private static final Expiry<Attempt> TIMER_C = attempt -> attempt.tell(new ContextEvent.TimerC(attempt.branch));

    private final int branch;
    private final ServerTransaction server;
    private final ProxyCore core;
    /** Where its news go; null once it has come to its end. */
    private @Nullable LiveContext context;

    private @Nullable ClientTransaction client;
    private @Nullable NextHop hop;
    private boolean heard;
    /** The number of the timer; 0 if none was armed. */
    private long timerC;

    Attempt(int branch, ServerTransaction server, ProxyCore core, LiveContext context) {
        this.branch = branch;
        this.server = server;
        this.core = core;
        this.context = context;
    }

    void sentBy(ClientTransaction transaction, NextHop to) {
        client = transaction;
        hop = to;
        heard = false;
    }

    void startTimerC(ProxySettings settings) {
        stopTimerC();
        timerC = server.shard().arm(settings.timerC(), TIMER_C, this);
    }

    void stopTimerC() {
        server.shard().forget(timerC);
    }

    void cancel(List<HeaderField> reasons) {
        if (client != null) {
            client.cancel(reasons);
        }
    }

    /** Nothing is to be decided any more. */
    void outliveContext(Optional<SessionTimers> timers) {
        context = null;
        boolean trusted = hop != null && core.border().trusts(hop);
        hop = null;
        if (client != null) {
            var request = client.request();
            if (request.method().equals(Method.INVITE)) {
                client.letGo(ViasBelow.of(request), further(timers, request, trusted));
            } else {
                client.letGo();
            }
        }
    }

    /** Who passes further 2xx on: nearly always one that does so for all calls. */
    private SuccessListener further(Optional<SessionTimers> timers, SipRequest request, boolean trusted) {
        var shared = core.furtherAnswers(trusted);
        var answers = server.hasEnded() ? shared : shared.to(server);
        return timers.isEmpty()
                ? answers
                : answers.changedBy(response -> timers.get().answered(request, response));
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse received) {
        heard = true;
        HopFailure.of(received).ifPresent(this::putOff);
        if (context != null) {
            var response = core.border().concerns(received) ? atBorder(received) : received;
            tell(new ContextEvent.Received(branch, Upstream.restored(response, transaction.request())));
        }
    }

    private SipResponse atBorder(SipResponse response) {
        return core.border().pass(response, hop != null && core.border().trusts(hop), server.flow());
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        // "times out without ever having received any response, provisional or final" (RFC 3263 §4.3)
        if (!heard) {
            putOff(HopFailure.LASTS);
        }
        tell(new ContextEvent.TimedOut(branch));
    }

    @Override
    public void failed(ClientTransaction transaction, IOException cause) {
        putOff(HopFailure.LASTS);
        tell(new ContextEvent.Unsent(branch));
    }

    /** Other requests try other servers of the same name first. */
    private void putOff(Duration howLong) {
        if (hop != null) {
            core.neighbours().resolver().putOff(server.shard(), hop, howLong);
        }
    }

    private void tell(ContextEvent event) {
        if (context != null) {
            context.on(event);
        }
    }

    /**
     * Passes on what still comes of INVITEs that were answered: "After a final response has been sent on the server transaction, the following
     * responses MUST be forwarded immediately: Any 2xx response to an INVITE request" (RFC 3261 §16.7 step 5). One serves all calls that need
     * nothing of their own.
     *
     * @param trusted whether those who answer are of our Trust Domain
     * @param server of the one call that this is for; null if the transaction layer is to find it
     * @param change what else becomes of a response
     */
    record FurtherAnswers(
            ProxyCore core, boolean trusted, @Nullable ServerTransaction server, UnaryOperator<SipResponse> change)
            implements SuccessListener {

        FurtherAnswers(ProxyCore core, boolean trusted) {
            this(core, trusted, null, UnaryOperator.identity());
        }

        FurtherAnswers to(ServerTransaction one) {
            return new FurtherAnswers(core, trusted, one, change);
        }

        FurtherAnswers changedBy(UnaryOperator<SipResponse> other) {
            return new FurtherAnswers(core, trusted, server, other);
        }

        @Override
        public void success(Shard shard, SipResponse response, Slice viasBelow) {
            Upstream.relayed(change.apply(response), ViasBelow.values(viasBelow))
                    .ifPresent(relayed -> pass(shard, relayed));
        }

        private void pass(Shard shard, SipResponse relayed) {
            if (server == null) {
                core.neighbours().transactions().passFurther(shard, relayed, this::atBorder);
            } else {
                server.respond(atBorder(relayed, server.flow()));
            }
        }

        private SipResponse atBorder(SipResponse response, Flow caller) {
            return core.border().concerns(response) ? core.border().pass(response, trusted, caller) : response;
        }
    }
}
