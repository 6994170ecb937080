package org.strowger.sip.ua;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Uri;
import org.strowger.sip.resolver.HopFailure;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.SentBy;

/**
 * One request and what becomes of it (RFC 3261 §8.1): tries its next hops one after the other, answers challenges, follows redirections.
 *
 * <p>Belongs to the agent's shard.
 */
final class ClientRequest implements ClientListener {
    /** Writes the request anew for every attempt, each with a higher CSeq. */
    @FunctionalInterface
    interface Author {
        /**
         * @param target for the Request-URI, unless a dialog says otherwise
         * @param local how the next hop reaches us
         * @throws IOException if something it needs cannot be had; then nothing is sent
         */
        RequestBuilder write(Uri target, SentBy local) throws IOException;
    }

    /** Who waits for the answer. */
    interface Outcome {
        default void provisional(SipRequest request, SipResponse response) {}

        /** The final response, or every 2xx to an INVITE. */
        void answered(SipRequest request, SipResponse response);

        /** Nobody answered, or it could not be sent: once, instead of a final response. */
        void unanswered(String reason);
    }

    private final Ground ground;
    private final Login login;
    private final Author author;
    private final Outcome outcome;
    private final Optional<Uri> firstHop;
    private final Redirections redirections;

    private List<NextHop> hops = List.of();
    private int nextHop;
    private Uri target;
    private Optional<ClientTransaction> transaction = Optional.empty();
    private boolean cancelled;
    private boolean heard;

    private ClientRequest(
            Ground ground,
            Login login,
            Uri target,
            Optional<Uri> firstHop,
            Redirections redirections,
            Author author,
            Outcome outcome) {
        this.ground = ground;
        this.login = login;
        this.target = target;
        this.firstHop = firstHop;
        this.redirections = redirections;
        this.author = author;
        this.outcome = outcome;
    }

    /** A request outside any dialog: through the outbound proxy if there is one, and wherever it is redirected. */
    static ClientRequest outside(Ground ground, Login login, Uri target, Author author, Outcome outcome) {
        var proxy = ground.settings().outboundProxy().map(uri -> (Uri) uri);
        return new ClientRequest(
                ground, login, target, proxy, Redirections.of(target), routed(ground, author), outcome);
    }

    /** A request within a dialog, which says where it goes. */
    static ClientRequest inside(Ground ground, Login login, Dialog dialog, Author author, Outcome outcome) {
        return new ClientRequest(
                ground,
                login,
                dialog.remoteTarget(),
                Optional.of(dialog.destination()),
                Redirections.none(),
                author,
                outcome);
    }

    /** "populate the Route header field […] a single URI" (RFC 3261 §8.1.2): the pre-existing route set of the outbound proxy. */
    private static Author routed(Ground ground, Author author) {
        return (target, local) -> {
            var request = author.write(target, local);
            ground.settings().outboundProxy().ifPresent(proxy -> request.header(HeaderName.ROUTE, "<" + proxy + ">"));
            return request;
        };
    }

    void start() {
        ground.shard().check();
        ground.resolver().resolve(ground.shard(), firstHop.orElse(target), this::found);
    }

    /** Of an INVITE: gives up waiting for its answer. What comes is told as it comes. */
    void cancel() {
        cancelled = true;
        transaction.ifPresent(running -> running.cancel(List.of()));
    }

    private void found(List<NextHop> answer) {
        hops = answer;
        nextHop = 0;
        if (hops.isEmpty()) {
            outcome.unanswered("nobody can be found at " + firstHop.orElse(target));
        } else {
            send();
        }
    }

    private void send() {
        if (cancelled) {
            outcome.unanswered("it was cancelled before it was sent");
            return;
        }
        var hop = hops.get(nextHop);
        try {
            var request = author.write(target, ground.transport().sentBy(hop));
            request.header(HeaderName.USER_AGENT, ground.settings().product());
            heard = false;
            transaction =
                    Optional.of(ground.transactions().start(ground.shard(), login.authorized(request), hop, this));
        } catch (IOException e) {
            outcome.unanswered(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void response(ClientTransaction from, SipResponse response) {
        heard = true;
        if (response.status().isProvisional()) {
            outcome.provisional(from.request(), response);
        } else if (Login.isChallenge(response) && !cancelled && login.learns(response)) {
            // "the UAC MUST increment the CSeq header field value" (§22.2): the author does
            send();
        } else {
            concluded(from, response);
        }
    }

    private void concluded(ClientTransaction from, SipResponse response) {
        HopFailure.of(response).ifPresent(this::putOff);
        if (response.status().code() == 503 && hasNextHop()) {
            // "failure occurs if the transaction layer reports a 503 error response" (RFC 3263 §4.3)
            sendToNextHop();
            return;
        }
        if (!Login.isChallenge(response)) {
            login.accepted();
        }
        var elsewhere = cancelled ? Optional.<Uri>empty() : redirections.next(response);
        if (elsewhere.isPresent()) {
            target = elsewhere.get();
            start();
        } else {
            outcome.answered(from.request(), response);
        }
    }

    @Override
    public void timedOut(ClientTransaction from) {
        if (!heard) {
            putOff(HopFailure.LASTS);
        }
        unheard("no answer");
    }

    @Override
    public void failed(ClientTransaction from, IOException cause) {
        putOff(HopFailure.LASTS);
        unheard(String.valueOf(cause.getMessage()));
    }

    /** "the UAC SHOULD try […] each address until a server is contacted" (RFC 3261 §8.1.2). */
    private void unheard(String reason) {
        if (!heard && hasNextHop()) {
            sendToNextHop();
        } else {
            outcome.unanswered(reason);
        }
    }

    private boolean hasNextHop() {
        return !cancelled && nextHop + 1 < hops.size();
    }

    /** By another transaction, with another branch. */
    private void sendToNextHop() {
        nextHop++;
        send();
    }

    private void putOff(Duration howLong) {
        ground.resolver().putOff(ground.shard(), hops.get(nextHop), howLong);
    }
}
