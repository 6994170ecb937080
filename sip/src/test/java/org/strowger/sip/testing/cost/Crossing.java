package org.strowger.sip.testing.cost;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.proxy.Decision;
import org.strowger.sip.proxy.ProxyCore;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.proxy.ProxySettings;
import org.strowger.sip.proxy.Routing;
import org.strowger.sip.proxy.Secret;
import org.strowger.sip.proxy.Target;
import org.strowger.sip.resolver.DnsResolver;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;

/**
 * Calls from Alice to Bob across the real proxy core and the real transactions, without a network and on a false clock. Each method is
 * one message of an end; a call is known by a number of its own, and the messages of different calls may come in any order up to
 * the INVITE.
 */
public final class Crossing {
    private static final String ALICE = "192.0.2.50";
    private static final String BOB = "192.0.2.60";
    private static final Flow FROM_ALICE = Postbox.flow(ALICE, 5080);
    private static final Flow FROM_BOB = Postbox.flow(BOB, 5070);

    private final FakeLoop loop = new FakeLoop(8);
    private final Postbox wire = new Postbox();
    private final TransactionLayer transactions;
    private final ProxyCore core;
    private final Door door;
    private @Nullable SipRequest invite;
    private @Nullable SipResponse ok;
    private byte[] last = {};

    public Crossing() {
        var later = new Later();
        transactions = new TransactionLayer(wire, loop.shards(), Timers.RFC3261, later);
        var routing = Routing.of(
                "example.com", question -> new Decision.Forward(List.of(Target.of(question.requestUri())), List.of()));
        core = new ProxyCore(
                new ProxyCore.Neighbours(
                        transactions,
                        wire,
                        new DnsResolver(wire::supports, DnsSettings.SYSTEM),
                        routing,
                        ProxyObserver.NONE),
                ProxySettings.DEFAULT,
                new Secret(1, 2),
                loop.shards());
        later.core = core;
        door = new Door(loop.shards(), transactions);
    }

    /** From the INVITE to the 200 for BYE; the transactions live on until {@link #pass} has let 32 seconds go by. */
    public void call(int number) {
        invite(number);
        ring(number);
        answer(number);
        acknowledge(number);
        hangUp(number);
    }

    /** INVITE: 100 and INVITE go out. */
    public void invite(int number) {
        fromAlice(CallMessages.invite(number));
        invite = wire.request();
    }

    /** 180 to the INVITE that went out last. */
    public void ring(int number) {
        fromBob(CallMessages.ringing(number, Objects.requireNonNull(invite)));
    }

    /** 200 to the INVITE that went out last. */
    public void answer(int number) {
        fromBob(CallMessages.ok(number, Objects.requireNonNull(invite)));
        ok = wire.response();
    }

    /** ACK for the 200 that went out last. */
    public void acknowledge(int number) {
        fromAlice(CallMessages.ack(number, Objects.requireNonNull(ok)));
    }

    /** BYE in the dialog of the 200 that went out last, and its 200. */
    public void hangUp(int number) {
        fromAlice(CallMessages.bye(number, Objects.requireNonNull(ok)));
        fromBob(CallMessages.okToBye(number, wire.request()));
    }

    /** The datagram that Alice sent last comes again. */
    public void inviteAgain(int number) {
        fromAlice(CallMessages.invite(number));
    }

    /** The datagram that Bob sent last comes again. */
    public void responseAgain() {
        fromBob(last);
    }

    /** Lets time pass on all timers. */
    public void pass(Duration time) {
        door.meter().start();
        loop.advance(time);
        door.meter().stop();
    }

    /** What the proxy has allocated, without the two ends. */
    public Meter meter() {
        return door.meter();
    }

    /** How many messages went out since this was asked. */
    public int sent() {
        return wire.sent();
    }

    /** Whether no transaction, no response context and no timer is left; forgets the messages that went out last. */
    public boolean isQuiet() {
        wire.empty();
        invite = null;
        ok = null;
        return transactions.live() == 0 && core.live() == 0 && loop.armed() == 0;
    }

    private void fromAlice(byte[] datagram) {
        door.datagram(datagram, FROM_ALICE, ALICE);
    }

    private void fromBob(byte[] datagram) {
        last = datagram;
        door.datagram(datagram, FROM_BOB, BOB);
    }

    /** Lets the core be made after the layer that calls it. */
    private static final class Later implements TransactionUser {
        private @Nullable ProxyCore core;

        private ProxyCore core() {
            return Objects.requireNonNull(core);
        }

        @Override
        public void request(ServerTransaction transaction) {
            core().request(transaction);
        }

        @Override
        public void ack(Shard shard, SipRequest ack, Flow flow) {
            core().ack(shard, ack, flow);
        }

        @Override
        public void cancelled(ServerTransaction server, SipRequest cancel) {
            core().cancelled(server, cancel);
        }

        @Override
        public void ended(ServerTransaction transaction) {
            core().ended(transaction);
        }
    }
}
