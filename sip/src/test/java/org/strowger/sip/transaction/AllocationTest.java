package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.Recorder;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SendFailure;
import org.strowger.sip.transport.SentBy;
import org.strowger.sip.transport.Transport;

/** What a call costs this room in bytes: without what came being parsed, and without a network. */
class AllocationTest {
    private static final int WARM_UP = 3000;
    private static final int MEASURED = 2000;
    private static final long MOST_BYTES = 12_000;
    private static final SipRequest ACK = HopRequests.ack(INVITE, Samples.response(INVITE, 486));
    private static final SipResponse FAILURE = Samples.response(INVITE, 486);
    private static final InetSocketAddress NEXT = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.3"), 5060);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FakeLoop loop = new FakeLoop();
    private final Recorder user = new Recorder();
    private final TransactionLayer layer = new TransactionLayer(new Nowhere(), loop.shards(), Timers.RFC3261, user);
    private final Flow flow = new Datagrams();
    private long bytes;

    @Test
    void costsAFewKilobytesForAnInviteThatPassesThrough() {
        for (int call = 0; call < WARM_UP; call++) {
            call();
        }
        bytes = 0;
        for (int call = 0; call < MEASURED; call++) {
            call();
        }

        assertThat(layer.live()).isZero();
        assertThat(bytes / MEASURED).as("bytes of two INVITE transactions").isLessThan(MOST_BYTES);
    }

    /** An INVITE comes, goes on, is refused there and here, and both refusals are acknowledged: two transactions, from birth to death. */
    private void call() {
        measure(shard -> layer.request(shard, INVITE, flow));
        var client = new ClientTransaction[1];
        measure(shard -> client[0] = layer.start(shard, INVITE.edit(), new NextHop.Address(Protocol.UDP, NEXT), user));
        var busy = Samples.response(client[0].request(), 486);
        measure(shard -> layer.response(shard, busy, flow));
        measure(_ -> user.server().respond(FAILURE));
        measure(shard -> layer.request(shard, ACK, flow));
        long before = allocated();
        loop.advance(Duration.ofSeconds(40));
        bytes += allocated() - before;
        user.news();
        user.servers().clear();
        user.responses().clear();
    }

    private void measure(Consumer<Shard> event) {
        var shard = loop.shard();
        long before = allocated();
        shard.execute(() -> event.accept(shard));
        bytes += allocated() - before;
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** A network that swallows everything. */
    private static final class Nowhere implements Transport {
        private final SentBy us = new SentBy(Protocol.UDP, "192.0.2.2", 5060);

        @Override
        public boolean supports(Protocol protocol) {
            return true;
        }

        @Override
        public SentBy sentBy(NextHop hop) {
            return us;
        }

        @Override
        public SentBy sentBy(Flow to) {
            return us;
        }

        @Override
        public boolean isOurs(Protocol protocol, String host, int port) {
            return false;
        }

        @Override
        public boolean isOurHost(String host) {
            return false;
        }

        @Override
        public boolean isOurPort(int port) {
            return false;
        }

        @Override
        public void send(Shard shard, SipRequest request, NextHop hop, SendFailure failure) {}

        @Override
        public void send(Shard shard, SipResponse response, Flow to, SendFailure failure) {}
    }

    private record Datagrams() implements Flow {
        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public InetSocketAddress local() {
            return NEXT;
        }

        @Override
        public InetSocketAddress remote() {
            return NEXT;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
