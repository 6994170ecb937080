package org.strowger.bench;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.cost.CallMessages;
import org.strowger.sip.testing.cost.Postbox;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;

/**
 * An INVITE server transaction and its client transaction, from birth to death, through the real machines: the INVITE goes on, a 200
 * comes and goes up, and after 32 seconds on the false clock both end. Nothing is parsed; the two messages are written once each.
 */
@State(Scope.Thread)
public class TransactionBenchmark {
    private static final int PAIRS = 1000;
    private static final Duration THE_END = Duration.ofSeconds(40);
    private static final Tag TAG = new Tag(Slice.of("b5d2"));
    private static final Flow FROM_ALICE = Postbox.flow("192.0.2.50", 5080);
    private static final NextHop TO_BOB = new NextHop.Established(Postbox.flow("192.0.2.60", 5070));

    private final FakeLoop loop = new FakeLoop();
    private final Postbox wire = new Postbox();
    private final Passage passage = new Passage();
    private final TransactionLayer layer = new TransactionLayer(wire, loop.shards(), Timers.RFC3261, passage);
    private final SipRequest[] invites = new SipRequest[PAIRS];

    public TransactionBenchmark() {
        for (int number = 0; number < PAIRS; number++) {
            invites[number] = parse(CallMessages.invite(number));
        }
    }

    private static SipRequest parse(byte[] invite) {
        try {
            return (SipRequest) SipParser.parse(invite);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public int pair() {
        var shard = loop.shard();
        for (var invite : invites) {
            shard.execute(() -> layer.request(shard, invite, FROM_ALICE));
            shard.execute(() -> layer.start(shard, invite.edit(), TO_BOB, passage));
            var ok = wire.request().respond(Status.OK).toTag(TAG).write();
            shard.execute(() -> layer.response(shard, ok, FROM_ALICE));
        }
        loop.advance(THE_END);
        return layer.live();
    }

    /** Passes a 200 up that came from below. */
    private static final class Passage implements TransactionUser, ClientListener {
        private @Nullable ServerTransaction server;

        @Override
        public void request(ServerTransaction transaction) {
            server = transaction;
        }

        @Override
        public void response(ClientTransaction transaction, SipResponse response) {
            if (server != null) {
                server.respond(response);
            }
        }

        @Override
        public void ack(Shard shard, SipRequest ack, Flow flow) {}

        @Override
        public void cancelled(ServerTransaction invite, SipRequest cancel) {}

        @Override
        public void timedOut(ClientTransaction transaction) {}

        @Override
        public void failed(ClientTransaction transaction, IOException cause) {}
    }
}
