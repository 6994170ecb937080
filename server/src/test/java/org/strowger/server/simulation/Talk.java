package org.strowger.server.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strowger.server.exchange.CentralOffice;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.ua.SessionEnd;
import org.strowger.sip.ua.SessionEnd.Party;

/** A call of a stranger: INVITE, ACK, another INVITE within the dialog, ACK, BYE; or as much of it as the callee lets happen. */
final class Talk implements Side, ClientListener {
    private static final Duration PATIENCE = Duration.ofSeconds(250);
    private static final long FIRST = 1;
    private static final long SECOND = 2;
    private static final long LAST = 3;

    private final Stranger stranger;
    private final String callId;
    private final SipUri target;
    private final boolean isFaithless;
    /** What acknowledged each 2xx, by CSeq number and tag. */
    private final Map<String, SipRequest> acknowledgements = new HashMap<>();

    private Optional<Path> dialog = Optional.empty();
    private Optional<SessionEnd> end = Optional.empty();
    private boolean cancelled;
    private boolean leaving;

    /** A dialog: where its requests go. */
    private record Path(Slice to, Uri target, List<NameAddr> routes) {
        static Path of(SipResponse ok) throws MalformedMessageException {
            var contact = (Contact.Address) Contact.all(ok.headers()).getFirst();
            return new Path(
                    ok.headers().value(HeaderName.TO).orElseThrow(),
                    contact.address().uri(),
                    NameAddr.all(ok.headers(), HeaderName.RECORD_ROUTE).reversed());
        }
    }

    Talk(Stranger stranger, String callId, String user, boolean isFaithless) {
        this.isFaithless = isFaithless;
        this.stranger = stranger;
        this.callId = callId;
        this.target = SipUri.of(user, CentralOffice.DOMAIN, 0);
    }

    @Override
    public FakeNode node() {
        return stranger.node();
    }

    @Override
    public Optional<SessionEnd> end() {
        return end;
    }

    @Override
    public boolean hasVanished() {
        return isFaithless;
    }

    void start() {
        var first = new Path(Slice.of("<" + target + ">"), target, List.of());
        var invite = send(invite(first, FIRST));
        later(PATIENCE, () -> {
            if (dialog.isEmpty() && end.isEmpty()) {
                cancelled = true;
                invite.cancel(List.of());
            }
        });
    }

    /** Whether that was ours, and is over now. */
    boolean byeReceived(SipRequest bye) {
        boolean isOurs = dialog.isPresent()
                && dialog.get().to().equals(bye.headers().value(HeaderName.FROM).orElseThrow());
        if (isOurs) {
            finish(new SessionEnd.HungUp(Party.THEM));
        }
        return isOurs;
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {
        if (!response.status().isFinal()) {
            return;
        }
        if (transaction.request().method().equals(Method.BYE)) {
            byeEnded();
        } else if (response.status().isSuccess() && isFaithless) {
            finish(new SessionEnd.Failed("he went away"));
        } else if (response.status().isSuccess()) {
            accepted(response);
        } else if (response.cseq().number() == FIRST) {
            finish(
                    cancelled
                            ? new SessionEnd.Cancelled(Party.US)
                            : new SessionEnd.Refused(Party.THEM, response.status()));
        } else {
            later(millis(3000), this::bye);
        }
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        ended(transaction, "no answer");
    }

    @Override
    public void failed(ClientTransaction transaction, IOException cause) {
        ended(transaction, String.valueOf(cause.getMessage()));
    }

    private void ended(ClientTransaction transaction, String why) {
        var request = transaction.request();
        if (request.method().equals(Method.BYE)) {
            byeEnded();
        } else if (request.cseq().number() == FIRST) {
            finish(cancelled ? new SessionEnd.Cancelled(Party.US) : new SessionEnd.Failed(why));
        } else {
            bye();
        }
    }

    private void accepted(SipResponse ok) {
        var key = ok.cseq().number() + " " + ok.toTag().orElseThrow();
        try {
            var path = path(ok);
            boolean isNew = !acknowledgements.containsKey(key);
            var ack = acknowledgements.computeIfAbsent(
                    key,
                    _ -> request(path, Method.ACK, ok.cseq().number()).edit().original());
            stranger.transactions().sendStateless(stranger.shard(), ack.edit(), stranger.server(), _ -> {});
            if (isNew) {
                acknowledged(ok, path);
            }
        } catch (MalformedMessageException e) {
            throw new AssertionError(ok.toString(), e);
        }
    }

    /** A response to a later INVITE may say where requests go in the end, but not by which way (§12.2.1.2). */
    private Path path(SipResponse ok) throws MalformedMessageException {
        var said = Path.of(ok);
        return ok.cseq().number() == FIRST
                ? said
                : new Path(said.to(), said.target(), dialog.orElseThrow().routes());
    }

    private void acknowledged(SipResponse ok, Path path) {
        if (ok.cseq().number() == SECOND) {
            later(millis(10_000), this::bye);
        } else if (dialog.isEmpty()) {
            dialog = Optional.of(path);
            later(millis(3000), cancelled ? this::bye : this::invite);
        } else {
            // another phone answered, too
            send(request(path, Method.BYE, SECOND));
        }
    }

    /** The other session that we would like: the same once more. */
    private void invite() {
        if (end.isEmpty()) {
            var invite = send(invite(dialog.orElseThrow(), SECOND));
            later(PATIENCE, () -> invite.cancel(List.of()));
        }
    }

    private void bye() {
        if (end.isEmpty() && !leaving) {
            leaving = true;
            send(request(dialog.orElseThrow(), Method.BYE, LAST));
        }
    }

    private void byeEnded() {
        if (leaving) {
            finish(new SessionEnd.HungUp(Party.US));
        }
    }

    private void finish(SessionEnd how) {
        if (end.isEmpty()) {
            end = Optional.of(how);
        }
    }

    private ClientTransaction send(RequestBuilder request) {
        return stranger.transactions().start(stranger.shard(), request.edit(), stranger.server(), this);
    }

    private RequestBuilder invite(Path path, long number) {
        var address = node().address();
        var host = address.getAddress().getHostAddress();
        var description = """
            v=0
            o=- 1 %d IN IP4 %s
            s=-
            c=IN IP4 %s
            t=0 0
            m=audio 9 RTP/AVP 0
            a=inactive
            """.formatted(number, host, host).replace("\n", "\r\n");
        return request(path, Method.INVITE, number)
                .header(HeaderName.CONTACT, "<sip:stranger@%s:%d>".formatted(host, address.getPort()))
                .body("application/sdp", Slice.of(description).toBytes());
    }

    private RequestBuilder request(Path path, Method method, long number) {
        var request = SipRequest.builder(method, path.target())
                .header(HeaderName.FROM, "<sip:stranger@example.org>;tag=of-" + callId)
                .header(HeaderName.TO, path.to())
                .header(HeaderName.CALL_ID, callId)
                .header(HeaderName.CSEQ, number + " " + method);
        path.routes().forEach(route -> request.header(HeaderName.ROUTE, route.text()));
        return request;
    }

    private void later(Duration delay, Runnable action) {
        stranger.shard().schedule(delay, action);
    }

    private Duration millis(int most) {
        return Duration.ofMillis(stranger.random().nextInt(200, most));
    }
}
