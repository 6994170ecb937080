package org.strowger.sip.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Expiry;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.resolver.HopFailure;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.NextHop;

/**
 * What a branch holds in the world, and the ear for what its client transaction says.
 *
 * <p>It outlives its {@link LiveContext}: of an INVITE that was answered, every further 2xx goes back at once (RFC 3261 §16.7 step 5) for
 * as long as the transactions last, and for that nothing else of the request is needed.
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
    /** Whether that next hop, forgotten since, is of our Trust Domain. */
    private boolean trusted;
    /** The number of the timer; 0 if none was armed. */
    private long timerC;

    /** Of an INVITE after the end, where something is asked of its session. */
    private UnaryOperator<SipResponse> answered = UnaryOperator.identity();

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

    /** Goes on alone. */
    void outliveContext(Optional<SessionTimers> timers) {
        context = null;
        trusted = hop != null && core.border().trusts(hop);
        hop = null;
        if (client != null) {
            var request = client.request();
            if (request.method().equals(Method.INVITE)) {
                timers.ifPresent(asked -> answered = response -> asked.answered(request, response));
                client.letGo(ViasBelow.of(request));
            } else {
                client.letGo();
            }
        }
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse received) {
        heard = true;
        HopFailure.of(received).ifPresent(this::putOff);
        var response = core.border().concerns(received) ? atBorder(received) : received;
        if (context != null) {
            tell(new ContextEvent.Received(branch, Upstream.restored(response, transaction.request())));
        } else if (response.status().isSuccess()) {
            transaction
                    .remembered()
                    .flatMap(vias -> Upstream.relayed(answered.apply(response), ViasBelow.values(vias)))
                    .ifPresent(success ->
                            Upstream.pass(success, server, core.neighbours().transport()));
        }
    }

    private SipResponse atBorder(SipResponse response) {
        return core.border()
                .pass(response, hop == null ? trusted : core.border().trusts(hop), server.flow());
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
}
