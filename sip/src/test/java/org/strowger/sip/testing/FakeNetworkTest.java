package org.strowger.sip.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.MessageListener;
import org.strowger.sip.transport.Protocol;

class FakeNetworkTest {
    private static final Slice OPTIONS = Slice.of(String.join(
            "\r\n",
            "OPTIONS sip:other@192.0.2.2 SIP/2.0",
            "Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKa",
            "From: <sip:one@192.0.2.1>;tag=a",
            "To: <sip:other@192.0.2.2>",
            "Call-ID: a",
            "CSeq: 1 OPTIONS",
            "Content-Length: 0",
            "",
            ""));

    private final FakeLoop loop = new FakeLoop();
    private final FakeNetwork network = new FakeNetwork(loop, 1);
    private final List<String> heard = new ArrayList<>();
    private final FakeNode one = network.node("one", "192.0.2.1").listener(new Ear("one"));
    private final FakeNode other = network.node("other", "192.0.2.2").listener(new Ear("other"));

    private final class Ear implements MessageListener {
        private final String name;

        Ear(String name) {
            this.name = name;
        }

        @Override
        public void request(Shard shard, SipRequest request, Flow flow) {
            heard.add(name + " hears " + request.method().name());
        }

        @Override
        public void response(Shard shard, SipResponse response, Flow flow) {
            heard.add(name + " hears " + response.status());
        }

        @Override
        public void closed(Flow flow) {
            heard.add(name + " has lost its connection");
        }
    }

    private void send() {
        loop.shard().execute(() -> {
            try {
                var request = (SipRequest) SipParser.parse(OPTIONS.toBytes());
                one.send(loop.shard(), request, other.hop(Protocol.TCP), cause -> heard.add("failed: " + cause));
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        });
        loop.advance(Duration.ofSeconds(1));
    }

    @Test
    void aConnectionThatBreaksLosesWhatIsUnderWayAndBothEndsLearnOfIt() {
        network.conditions(new Conditions(Duration.ofMillis(1), Duration.ZERO, 0, 0, 1000));

        send();

        assertThat(heard).containsExactly("one has lost its connection", "other has lost its connection");
        assertThat(network.resets()).containsExactly(new FakeNetwork.Reset(Duration.ofMillis(1), "one", "other"));
        assertThat(network.faults()).hasToString("0 lost, 0 repeated, 0 overtaken, 1 connections reset");
    }

    @Test
    void whoSendsAfterThatHasAnotherConnection() {
        network.conditions(new Conditions(Duration.ofMillis(1), Duration.ZERO, 0, 0, 1000));
        send();
        heard.clear();
        network.conditions(Conditions.FAIR);

        send();

        assertThat(heard).containsExactly("other hears OPTIONS");
    }

    @Test
    void theTraceTellsApartWhatHappenedOtherwise() {
        send();
        long once = network.trace();

        send();

        assertThat(once).isNotZero().isNotEqualTo(network.trace());
    }
}
