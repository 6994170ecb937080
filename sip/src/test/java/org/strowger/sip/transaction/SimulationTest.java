package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Conditions;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.testing.Passed;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** Thousands of transactions between two layers, over a network that loses, repeats and reorders. */
class SimulationTest {
    private static final int TRANSACTIONS = 2000;
    private static final Method[] METHODS = {Method.INVITE, Method.INVITE, Method.OPTIONS, Method.MESSAGE, Method.INFO};

    private final List<Caller> callers = new ArrayList<>();
    private final List<String> callIds = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"1, UDP", "2, UDP", "3, UDP", "4, TCP"})
    @Rfc("6026 §7.1: an INVITE that comes again is never a new request, whatever was lost")
    @Rfc("3261 §17.2.3: nor is any other request")
    void endsEveryTransactionAndForgetsIt(long seed, Protocol protocol) {
        var loop = new FakeLoop(8, seed);
        var network = new FakeNetwork(loop, seed);
        network.conditions(Conditions.FOUL);
        var random = new Random(seed);
        var caller = network.node("caller", "192.0.2.1");
        var callerLayer = layer(caller, new Unasked());
        var answers = new Answerer(random);
        var answerer = network.node("answerer", "192.0.2.2", 5060, loop.moreShards(4, seed + 1));
        var answererLayer = layer(answerer, answers);

        for (int number = 0; number < TRANSACTIONS; number++) {
            start(callerLayer, loop.shards(), answerer.hop(protocol), random);
            loop.advance(Duration.ofMillis(random.nextInt(50)));
        }
        loop.runUntilIdle(Duration.ofMinutes(20));

        var name = "seed %d".formatted(seed);
        assertThat(callers).as(name).allSatisfy(each -> {
            assertThat(each.complaint()).as(() -> name + ladder(network, each)).isEmpty();
            assertThat(each.end()).as(() -> name + ladder(network, each)).isNotEqualTo(Caller.End.NONE);
        });
        assertThat(answers.mostPerRequest()).as(name).isEqualTo(1);
        assertThat(answers.ongoing()).as(name).isZero();
        assertThat(callerLayer.live() + answererLayer.live()).as(name).isZero();
        assertThat(loop.armed()).as(name).isZero();
        assertThat(callerLayer.counts().userFailures() + answererLayer.counts().userFailures())
                .as(name)
                .isZero();
        assertThat(answered()).as(name).isGreaterThan(TRANSACTIONS * 3 / 4);
    }

    private static TransactionLayer layer(FakeNode node, TransactionUser user) {
        var layer = new TransactionLayer(node, node.shards(), Timers.RFC3261, user);
        node.listener(layer);
        return layer;
    }

    private void start(TransactionLayer layer, Shards shards, NextHop hop, Random random) {
        int number = callers.size();
        var method = METHODS[random.nextInt(METHODS.length)];
        var callId = "call-" + number;
        var request = SipRequest.builder(method, SipUri.of("bob", "biloxi.com", 0))
                .header(HeaderName.FROM, "<sip:alice@atlanta.com>;tag=a" + number)
                .header(HeaderName.TO, "<sip:bob@biloxi.com>")
                .header(HeaderName.CALL_ID, callId)
                .header(HeaderName.CSEQ, "1 " + method.name())
                .edit()
                .write(Slice.of("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKbelow" + number));
        var shard = shards.of(request.callId().value().hash(shards.seed()));
        var caller = new Caller(layer, shard, hop);
        // some are patient, some are not
        var patience = random.nextInt(4) == 0 ? Duration.ofMillis(random.nextInt(20_000)) : Duration.ofMinutes(3);
        shard.execute(() -> caller.start(request, patience));
        callers.add(caller);
        callIds.add(callId);
    }

    private long answered() {
        return callers.stream()
                .filter(each -> each.end() == Caller.End.ANSWERED)
                .count();
    }

    private String ladder(FakeNetwork network, Caller caller) {
        var callId = "Call-ID: " + callIds.get(callers.indexOf(caller)) + "\r\n";
        var ladder = new StringBuilder("\n");
        for (Passed message : network.passed()) {
            if (message.bytes().toString().contains(callId)) {
                ladder.append(message).append('\n');
            }
        }
        return ladder.toString();
    }

    /** Nobody asks a caller. */
    private static final class Unasked implements TransactionUser {
        @Override
        public void request(ServerTransaction transaction) {
            throw new AssertionError(transaction.request());
        }

        @Override
        public void ack(Shard shard, SipRequest ack, Flow flow) {
            throw new AssertionError(ack);
        }

        @Override
        public void cancelled(ServerTransaction invite, SipRequest cancel) {
            throw new AssertionError(cancel);
        }
    }
}
