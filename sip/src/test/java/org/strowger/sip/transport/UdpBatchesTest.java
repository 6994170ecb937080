package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.transport.datagram.Batching;

/** What a loop's own thread sends, before, while and after it changes over to batches. */
@Timeout(60)
class UdpBatchesTest {
    /** More than a loop receives before it looks for a better way. */
    private static final int TRAFFIC = 200;

    private final AtomicBoolean changed = new AtomicBoolean();
    private final Logger log = (Logger) LoggerFactory.getLogger(UdpPoller.class);
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getMessage().equals("UDP goes in batches from now on")) {
                changed.set(true);
            }
        }
    };

    private final UdpPeer peer = new UdpPeer("127.0.0.2");
    private final Answering answering = new Answering();
    private final TransportLayer transport = new TransportLayer(
            TransportSettings.of(List.of(Listen.parse("udp://127.0.0.1:0"))),
            new Shards(4, Clock.system(), 1),
            Tap.NONE);

    /** Sends each request on to one nobody may send to, answers it, and tells of the failure. */
    private final class Answering implements MessageListener {
        final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
        volatile boolean spreads;

        @Override
        public void request(Shard shard, SipRequest request, Flow flow) {
            if (spreads) {
                var nowhere = new NextHop.Address(Protocol.UDP, new InetSocketAddress("255.255.255.255", 5060));
                transport.send(shard, request, nowhere, cause -> failed(shard, cause));
            }
            transport.send(shard, request.respond(Status.TRYING).write(), flow, cause -> failed(shard, cause));
            transport.send(shard, ringing(request), flow, cause -> failed(shard, cause));
        }

        private SipResponse ringing(SipRequest request) {
            return request.respond(Status.RINGING)
                    .toTag(new Tag(Slice.of("t1")))
                    .write();
        }

        private void failed(Shard shard, IOException cause) {
            shard.check();
            failures.add(cause);
        }

        @Override
        public void response(Shard shard, SipResponse response, Flow flow) {}
    }

    @BeforeEach
    void start() throws IOException {
        ear.start();
        log.addAppender(ear);
        log.setLevel(Level.DEBUG);
        transport.start(answering);
    }

    @AfterEach
    void stop() {
        transport.stop();
        peer.close();
        log.setLevel(null);
        log.detachAppender(ear);
    }

    @Test
    void changesOverUnderTrafficAndLosesNothing() {
        changeOver();

        for (int number = 0; number < TRAFFIC; number++) {
            exchange(number);
        }

        assertThat(answering.failures).isEmpty();
    }

    private void changeOver() {
        boolean changes = Batching.load().isPresent();
        for (int number = 0; number < TRAFFIC; number++) {
            exchange(number);
        }
        await().until(() -> {
            exchange(TRAFFIC);
            return changed.get() == changes;
        });
    }

    @Test
    void tellsInTheShardWhatDidNotLeaveAndSendsTheRest() {
        changeOver();
        answering.spreads = true;

        exchange(0);

        assertThat(Recorder.next(answering.failures)).hasMessage("Permission denied");
        assertThat(transport.counters().of(TransportCounter.SEND_FAILURES)).isEqualTo(1);
    }

    /** Some requests at once: each is answered twice, in order. */
    private void exchange(int number) {
        int atOnce = number % 5 + 1;
        for (int one = 0; one < atOnce; one++) {
            peer.send(Texts.numbered("UDP 127.0.0.2;rport", number * 10 + one), address());
        }
        for (int one = 0; one < atOnce; one++) {
            assertThat(peer.receive().text()).startsWith("SIP/2.0 100").contains("number-" + (number * 10 + one));
            assertThat(peer.receive().text()).startsWith("SIP/2.0 180").contains("number-" + (number * 10 + one));
        }
    }

    private InetSocketAddress address() {
        return transport.listeningPoints().getFirst().address();
    }
}
