package org.strowger.sip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.resolver.FakeDns;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.Transport;

/** Responses whose way back is closed: caller.example is a host that fails and another that takes over. */
class DetourTest {
    private final FakeLoop loop = new FakeLoop();
    private final FakeNetwork network = new FakeNetwork(loop, 1);
    private final FakeDns dns = new FakeDns(loop)
            .knows(
                    "_sip._tcp.caller.example. SRV 1 0 5060 one.caller.example.",
                    "_sip._tcp.caller.example. SRV 2 0 5060 two.caller.example.",
                    "_sip._udp.caller.example. SRV 2 0 5060 two.caller.example.",
                    "one.caller.example. A 192.0.2.50",
                    "two.caller.example. A 192.0.2.51");
    private final Peer caller = new Peer(network.node("caller", "192.0.2.50"));
    private final Peer other = new Peer(network.node("other", "192.0.2.51"));
    private final Callee callee = new Callee();
    private final FakeNode server = network.node("server", "192.0.2.1");

    DetourTest() {
        var resolver = dns.resolver(server::supports);
        server.listener(new TransactionLayer(new Detour(server, resolver), loop.shards(), Timers.RFC3261, callee));
    }

    @Test
    @Rfc("3261 §18.2.2-4: where the connection is closed and none can be opened, by the sent-by")
    void goesToAnotherServerOfTheSentByWhereTheConnectionIsGone() {
        caller.send(request("TCP"), server, Protocol.TCP);
        loop.advance(Duration.ofMillis(100));
        network.closeConnectionsOf(caller.node());
        caller.node().refusingConnections();

        callee.answer();
        loop.advance(Duration.ofSeconds(10));

        assertThat(caller.responses()).isEmpty();
        assertThat(other.codes()).containsExactly(200);
    }

    @Test
    @Rfc("3261 §18.2.2-8: where a datagram cannot be sent, by the sent-by")
    void goesToAnotherServerOfTheSentByWhereNothingCanBeSent() {
        caller.send(request("UDP"), server, Protocol.UDP);
        loop.advance(Duration.ofMillis(100));

        server.broken(new IOException("no route to host"));
        callee.answer();
        server.mended();
        loop.advance(Duration.ofMillis(100));

        assertThat(caller.responses()).isEmpty();
        assertThat(other.codes()).containsExactly(200);
    }

    @Test
    void leavesEverythingElseToTheTransport() {
        var own = Arrays.stream(Detour.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
                .toList();

        assertThat(Arrays.stream(Transport.class.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic())
                        .map(method -> method.getName() + Arrays.toString(method.getParameterTypes())))
                .as("what it does not pass on")
                .isSubsetOf(own);
    }

    private static SipRequest request(String protocol) {
        var text = """
            MESSAGE sip:bob@192.0.2.1 SIP/2.0
            Via: SIP/2.0/%s caller.example;branch=z9hG4bK1
            Max-Forwards: 70
            From: <sip:alice@caller.example>;tag=a
            To: <sip:bob@192.0.2.1>
            Call-ID: call-1
            CSeq: 1 MESSAGE

            """.formatted(protocol).replace("\n", "\r\n");
        try {
            return (SipRequest) SipParser.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedMessageException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Answers when told. */
    private static final class Callee implements TransactionUser {
        private @Nullable ServerTransaction asked;

        void answer() {
            var transaction = asked;
            if (transaction == null) {
                throw new AssertionError("nothing came");
            }
            var response = transaction
                    .request()
                    .respond(Status.of(200))
                    .toTag(transaction.tag())
                    .write();
            transaction.shard().execute(() -> transaction.respond(response));
        }

        @Override
        public void request(ServerTransaction transaction) {
            asked = transaction;
        }

        @Override
        public void ack(Shard shard, SipRequest ack, Flow flow) {}

        @Override
        public void cancelled(ServerTransaction invite, SipRequest cancel) {}

        @Override
        public void ended(ServerTransaction transaction) {}
    }
}
