package org.strowger.sip.proxy;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Timeout;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.Transport;

/**
 * What a branch holds in the world, and the ear for what its client transaction says.
 *
 * <p>It outlives its {@link LiveContext}: of an INVITE that was answered, every further 2xx goes back at once (RFC 3261 §16.7 step 5) for
 * as long as the transactions last, and for that nothing else of the request is needed.
 */
final class Attempt implements ClientListener {
    private final int branch;
    private final ServerTransaction server;
    private final Transport transport;
    /** Where its news go; null once the context has come to its end. */
    private @Nullable Consumer<ContextEvent> context;

    private @Nullable ClientTransaction client;
    private @Nullable Timeout timerC;
    /** The Via values that went out, for what comes after the end. */
    private List<Slice> vias = List.of();

    Attempt(int branch, ServerTransaction server, Transport transport, Consumer<ContextEvent> context) {
        this.branch = branch;
        this.server = server;
        this.transport = transport;
        this.context = context;
    }

    void sentBy(ClientTransaction transaction) {
        client = transaction;
    }

    void startTimerC(ProxySettings settings) {
        stopTimerC();
        timerC = server.shard().schedule(settings.timerC(), () -> tell(new ContextEvent.TimerC(branch)));
    }

    void stopTimerC() {
        if (timerC != null) {
            timerC.forget();
            timerC = null;
        }
    }

    void cancel(List<HeaderField> reasons) {
        if (client != null) {
            client.cancel(reasons);
        }
    }

    /** Goes on alone. */
    void outliveContext() {
        context = null;
        if (client != null) {
            var request = client.request();
            if (request.method().equals(Method.INVITE)) {
                vias = kept(request);
            }
            client.letGo();
        }
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {
        if (context != null) {
            tell(new ContextEvent.Received(branch, Upstream.restored(response, transaction.request())));
        } else if (response.status().isSuccess() && !vias.isEmpty()) {
            Upstream.relayed(Upstream.restored(response, vias))
                    .ifPresent(success -> Upstream.pass(success, server, transport));
        }
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        tell(new ContextEvent.TimedOut(branch));
    }

    @Override
    public void failed(ClientTransaction transaction, IOException cause) {
        tell(new ContextEvent.Unsent(branch));
    }

    private void tell(ContextEvent event) {
        if (context != null) {
            context.accept(event);
        }
    }

    /** Without the rest of the request: in an array of their own. */
    private static List<Slice> kept(SipRequest request) {
        var values = request.headers().values(HeaderName.VIA);
        int length = 0;
        for (var value : values) {
            length += value.length();
        }
        var text = new byte[length];
        int at = 0;
        var kept = new Slice[values.size()];
        for (int index = 0; index < kept.length; index++) {
            int end = values.get(index).copyTo(text, at);
            kept[index] = new Slice(text, at, end);
            at = end;
        }
        return List.of(kept);
    }
}
