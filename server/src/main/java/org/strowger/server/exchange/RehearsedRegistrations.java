package org.strowger.server.exchange;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** A phone that asks what the server can do, registers, is asked for its password and registers with it: again and again. */
final class RehearsedRegistrations implements Rehearsal.Actors {
    /** The one user there is. */
    static final String USER = "rehearsal";

    static final String PASSWORD = "rehearsal";

    private static final String LOOPBACK = "127.0.0.1";

    private final SipStack stack;
    private final SipUri target;
    private final NextHop server;
    private final String user;
    private final SecureRandom random = new SecureRandom();
    private final Scenes scenes;

    /** @param rounds how many are played */
    RehearsedRegistrations(SipStack stack, InetSocketAddress server, int rounds) {
        this.stack = stack;
        this.target = SipUri.of("", LOOPBACK, server.getPort());
        this.server = new NextHop.Address(Protocol.UDP, server);
        this.user = "<" + SipUri.of(USER, LOOPBACK, server.getPort()) + ">";
        this.scenes = new Scenes(rounds);
    }

    @Override
    public CompletableFuture<?> begin() {
        return scenes.begin(this::play);
    }

    private String contact() {
        int port = stack.transport().listeningPoints().getFirst().address().getPort();
        return "<" + SipUri.of(USER, LOOPBACK, port) + ">";
    }

    private void play(int number) {
        if (!scenes.isDue(number)) {
            return;
        }
        var callId = Slice.of("registration-" + number);
        var shards = stack.shards();
        var shard = shards.of(callId.hash(shards.seed()));
        shard.execute(() -> new Round(number, shard, callId).send(Method.OPTIONS));
    }

    /** OPTIONS, REGISTER without and with credentials, and once more with the nonce that is known by then; all in one shard. */
    private final class Round implements ClientListener {
        private static final int LAST = 4;

        private final int number;
        private final Shard shard;
        private final Slice callId;
        private final DigestClient credentials = new DigestClient(Account.of(USER, PASSWORD), random);
        private int sent;

        Round(int number, Shard shard, Slice callId) {
            this.number = number;
            this.shard = shard;
            this.callId = callId;
        }

        void send(Method method) {
            var request = SipRequest.builder(method, target)
                    .header(HeaderName.FROM, user + ";tag=" + number)
                    .header(HeaderName.TO, user)
                    .header(HeaderName.CALL_ID, callId)
                    .header(HeaderName.CSEQ, ++sent + " " + method.name())
                    .header(HeaderName.CONTACT, contact())
                    .header(HeaderName.EXPIRES, "3600");
            for (var line : credentials.authorize(method, target)) {
                request.header(line.name(), line.value());
            }
            stack.transactions().start(shard, request.edit(), server, this);
        }

        @Override
        public void response(ClientTransaction transaction, SipResponse response) {
            boolean asked =
                    response.status().code() == 401 && credentials.learn(response) instanceof DigestClient.Advice.Retry;
            if (response.status().isProvisional()) {
                return;
            }
            if (!response.status().isSuccess() && !asked) {
                scenes.failed(new IOException("a rehearsed registration ended with " + response.status()));
            } else if (sent == LAST) {
                play(scenes.after(number));
            } else {
                send(Method.REGISTER);
            }
        }

        @Override
        public void timedOut(ClientTransaction transaction) {
            scenes.failed(new IOException("a rehearsed registration was not answered"));
        }

        @Override
        public void failed(ClientTransaction transaction, IOException cause) {
            scenes.failed(cause);
        }
    }

    @Override
    public void request(ServerTransaction transaction) {
        transaction.respond(transaction
                .request()
                .respond(Status.of(480))
                .toTag(transaction.tag())
                .write());
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        // nobody calls here
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        // nobody calls here
    }
}
