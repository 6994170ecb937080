package org.strowger.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.OPTIONS;
import static org.strowger.sip.transaction.Samples.request;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.testing.Rfc;

class ServerSideTest {
    private final Setting setting = new Setting();

    @Test
    @Rfc("3261 §17.2.1-1: 100 after 200 ms, unless the TU speaks")
    void saysTryingForASilentUserAfter200Milliseconds() {
        setting.comes(INVITE);
        setting.loop.advance(ofMillis(185));
        assertThat(setting.peer.codes()).isEmpty();

        setting.loop.advance(ofMillis(20));

        assertThat(setting.peer.codes()).containsExactly(100);
    }

    @Test
    @Rfc("3261 §17.2.1-1: no 100 if the TU spoke within 200 ms")
    void saysNothingForAUserThatSpeaks() {
        setting.comes(INVITE);
        setting.respond(180);
        setting.loop.advance(ofSeconds(1));

        assertThat(setting.peer.codes()).containsExactly(180);
    }

    @Test
    @Rfc("3261 §17.2.3: branch, sent-by and method match: the same transaction")
    @Rfc("3261 §17.2.1-5: answered with the latest provisional response")
    void knowsARepeatedInvite() {
        setting.comes(INVITE);
        setting.respond(180);
        setting.comes(INVITE);

        assertThat(setting.user.heard()).containsExactly("request INVITE");
        assertThat(setting.peer.codes()).containsExactly(180, 180);
        assertThat(setting.layer.counts().retransmissionsReceived()).isEqualTo(1);
        assertThat(setting.layer.counts().retransmissionsSent()).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §17.2.3: another branch, another sent-by or another method: another transaction")
    void tellsTransactionsApart() {
        setting.comes(OPTIONS);
        setting.comes(request("OPTIONS", "z9hG4bKopt2", ""));
        setting.comes(edited(OPTIONS, "192.0.2.1:5060", "192.0.2.9:5060"));
        setting.comes(request("INFO", "z9hG4bKopt1", ""));

        assertThat(setting.user.heard())
                .containsExactly("request OPTIONS", "request OPTIONS", "request OPTIONS", "request INFO");
    }

    @Test
    @Rfc("3261 §17.2.3: sent-by is a host name, whose case does not matter")
    void knowsARepeatedRequestWhateverTheCaseOfItsHost() {
        var named = edited(OPTIONS, "192.0.2.1:5060", "Pc33.Atlanta.com:5060");

        setting.comes(named);
        setting.comes(edited(named, "Pc33.Atlanta.com", "pc33.atlanta.COM"));

        assertThat(setting.user.heard()).containsExactly("request OPTIONS");
    }

    @Test
    @Rfc("3261 §7.3.1: parameter values are case-insensitive, that of branch as well")
    void knowsARepeatedRequestWhateverTheCaseOfItsBranch() {
        setting.comes(request("OPTIONS", "z9hG4bKopt1", ""));
        setting.comes(request("OPTIONS", "z9hG4bKOPT1", ""));

        assertThat(setting.user.heard()).containsExactly("request OPTIONS");
    }

    @Test
    @Rfc("3261 §17.2.1-11: the ACK for a failure is absorbed")
    @Rfc("3261 §17.2.1-13: and ends the transaction after T4")
    void absorbsTheAckForAFailure() {
        setting.comes(INVITE);
        setting.respond(486);
        setting.pass();
        setting.comes(HopRequests.ack(INVITE, setting.peer.responses().getLast()));
        setting.comes(HopRequests.ack(INVITE, setting.peer.responses().getLast()));
        setting.loop.advance(ofSeconds(6));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ended INVITE");
        assertThat(setting.peer.codes()).containsExactly(486);
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §17.2.3: an ACK of a refusal is known by the To tag of the refusal, even where its branch is new")
    void absorbsTheAckForAFailureUnderANewBranch() {
        setting.comes(INVITE);
        setting.respond(486);
        setting.pass();
        var ack = HopRequests.ack(INVITE, setting.peer.responses().getLast());
        var branch = INVITE.topVia().branch().orElseThrow().toString();
        setting.comes(edited(ack, branch, branch + "other"));
        setting.loop.advance(ofSeconds(6));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ended INVITE");
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §17.2.1-12: without an ACK the TU hears of the failure after 64*T1")
    void givesUpWithoutAnAck() {
        setting.comes(INVITE);
        setting.respond(486);
        setting.loop.advance(ofSeconds(33));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "unacknowledged", "ended INVITE");
        assertThat(setting.peer.codes()).hasSize(11).containsOnly(486);
        assertAllEnded();
    }

    @Test
    @Rfc("6026 §7.1-4: an ACK with the branch of the INVITE goes up in Accepted")
    @Rfc("6026 §7.1-3: every 2xx of the TU is sent")
    @Rfc("6026 §7.1-5: timer L ends it")
    void passesAcksUpAfterASuccess() {
        setting.comes(INVITE);
        setting.respond(200);
        setting.respond(200);
        setting.pass();
        setting.comes(HopRequests.ack(INVITE, setting.peer.responses().getLast()));
        setting.comes(request("ACK", "z9hG4bKnew", ""));
        setting.comes(INVITE);

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ack", "ack");
        assertThat(setting.peer.codes()).containsExactly(200, 200);
        setting.loop.advance(ofSeconds(32));
        assertThat(setting.user.heard()).endsWith("ended INVITE");
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §17.2.1: an ACK that matches no transaction goes to the core")
    void passesAnAckThatMatchesNothingUp() {
        setting.comes(request("ACK", "z9hG4bKnew", ""));

        assertThat(setting.user.heard()).containsExactly("ack");
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §17.2.2-7: a repeated request is answered again")
    @Rfc("3261 §17.2.2-9: until timer J fires")
    void answersARepeatedRequestAgain() {
        setting.comes(OPTIONS);
        setting.respond(200);
        setting.comes(OPTIONS);
        assertThat(setting.peer.codes()).containsExactly(200, 200);

        setting.loop.advance(ofSeconds(33));

        assertThat(setting.user.heard()).containsExactly("request OPTIONS", "ended OPTIONS");
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §17.2.2-6: J is zero over a reliable transport")
    void endsAtOnceOverAReliableTransport() {
        setting.comesByTcp(OPTIONS);
        setting.respond(200);
        setting.pass();

        assertThat(setting.peer.codes()).containsExactly(200);
        assertThat(setting.user.heard()).containsExactly("request OPTIONS", "ended OPTIONS");
        assertAllEnded();
    }

    @Test
    @Rfc("4320 §4.1-3: 100 after the time in which timer E of the client is reset to T2")
    @Rfc("4320 §4.2-1: and no final response when there is none in time")
    @Rfc("4320 §4.2-2: what comes too late is not sent")
    void lets100GoAfterThreeAndAHalfSecondsAndExpires() {
        setting.comes(OPTIONS);
        setting.loop.advance(ofMillis(3480));
        assertThat(setting.peer.codes()).isEmpty();
        setting.loop.advance(ofMillis(40));
        assertThat(setting.peer.codes()).containsExactly(100);

        setting.loop.advance(ofSeconds(29));
        setting.respond(200);
        setting.pass();

        assertThat(setting.peer.codes()).containsExactly(100);
        assertThat(setting.user.heard()).containsExactly("request OPTIONS", "ended OPTIONS");
        assertThat(setting.layer.counts().lateResponses()).isEqualTo(1);
        assertAllEnded();
    }

    @Test
    @Rfc("6026 §8.8-1: the TU hears that a response could not be sent, and the transaction remains")
    @Rfc("6026 §7.1-7: so that the INVITE that comes again is not a new one")
    void remainsWhenAResponseCannotBeSent() {
        setting.comes(INVITE);
        setting.us.broken(new IOException("network is unreachable"));
        var server = setting.user.server();
        server.shard().execute(() -> {
            server.respond(Samples.response(INVITE, 200));
            assertThat(setting.user.heard()).as("not before respond() returns").containsExactly("request INVITE");
        });
        setting.pass();
        setting.us.mended();
        setting.comes(INVITE);
        setting.respond(200);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("request INVITE", "unsent: network is unreachable");
        assertThat(setting.peer.codes()).containsExactly(200);
        assertThat(setting.layer.counts().sendFailures()).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §8.2.2.2: a request that came by another way is merged")
    void tellsARequestThatCameByTwoWays() {
        setting.comes(INVITE);
        assertThat(setting.user.server().isMerged()).isFalse();

        setting.comes(request("INVITE", "z9hG4bKotherWay", ""));
        assertThat(setting.user.server().isMerged()).isTrue();

        setting.comes(request("OPTIONS", "z9hG4bKotherMethod", ""));
        assertThat(setting.user.server().isMerged()).isFalse();
        setting.comes(edited(request("INVITE", "z9hG4bKotherNumber", ""), "986759", "986760"));
        assertThat(setting.user.server().isMerged()).isFalse();
        setting.comes(edited(request("INVITE", "z9hG4bKotherFrom", ""), "tag=88sja8x", "tag=other"));
        assertThat(setting.user.server().isMerged()).isFalse();
    }

    @Test
    @Rfc("3261 §8.2.2.2: 482 for a request that has come by more ways than there can be")
    void refusesARequestThatComesByTooManyWays() {
        for (int way = 0; way < ServerTable.MOST_ALIKE; way++) {
            setting.comes(inDialog(request("OPTIONS", "z9hG4bKway" + way, "")));
        }
        assertThat(setting.user.servers()).hasSize(ServerTable.MOST_ALIKE);
        assertThat(setting.peer.codes()).isEmpty();

        setting.comes(request("OPTIONS", "z9hG4bKoneMore", ""));
        setting.pass();
        assertThat(setting.user.servers()).hasSize(ServerTable.MOST_ALIKE);
        assertThat(setting.peer.codes()).containsExactly(482);

        setting.respond(setting.user.servers().getFirst(), 200);
        setting.loop.advance(Timers.RFC3261.t1().multipliedBy(64));
        setting.comes(request("OPTIONS", "z9hG4bKnowThereIsRoom", ""));
        assertThat(setting.user.servers()).hasSize(ServerTable.MOST_ALIKE + 1);
    }

    @Test
    @Rfc("3261 §8.2.2.2: a request with a tag in To is not checked")
    void doesNotMergeRequestsInADialog() {
        setting.comes(inDialog(INVITE));
        setting.comes(inDialog(request("INVITE", "z9hG4bKotherWay", "")));

        assertThat(setting.user.server().isMerged()).isFalse();
    }

    @Test
    @Rfc("3261 §8.2.2.2: only ongoing transactions count")
    void forgetsMergedRequestsInAnyOrder() {
        for (int round = 0; round < 3; round++) {
            setting.comes(request("OPTIONS", "z9hG4bKa", ""));
            setting.comes(request("OPTIONS", "z9hG4bKb", ""));
            setting.comes(request("OPTIONS", "z9hG4bKc", ""));
            var three = setting.user.servers().subList(round * 3, round * 3 + 3);
            assertThat(three).extracting(ServerTransaction::isMerged).containsExactly(false, true, true);

            setting.respond(three.get(1), 200);
            setting.loop.advance(ofSeconds(1));
            setting.respond(three.get(round == 0 ? 2 : 0), 200);
            setting.loop.advance(ofSeconds(1));
            setting.respond(three.get(round == 0 ? 0 : 2), 200);
            setting.passForever();
            assertAllEnded();
        }
    }

    @Test
    @Rfc("3261 §8.2.6.2: the same tag in all responses to one request")
    void hasOneTagForEachRequest() {
        setting.comes(INVITE);
        setting.comes(OPTIONS);
        var first = setting.user.servers().getFirst();

        assertThat(first.tag())
                .isEqualTo(first.tag())
                .isNotEqualTo(setting.user.server().tag());
        assertThat(first.tag().value().length()).isEqualTo(16);
    }

    @Test
    void keepsTheTagOfADialog() {
        setting.comes(inDialog(INVITE));

        assertThat(setting.user.server().tag()).hasToString("bob");
    }

    @Test
    void answers500ForAUserThatFails() {
        setting.user.answering(_ -> {
            throw new IllegalStateException("a fault of the user");
        });

        setting.comes(INVITE);
        setting.comes(OPTIONS);

        assertThat(setting.peer.codes()).containsExactly(500, 500);
        assertThat(setting.layer.counts().userFailures()).isEqualTo(2);
        setting.passForever();
        assertAllEnded();
    }

    private static SipRequest inDialog(SipRequest request) {
        return edited(request, "To: Bob <sip:bob@biloxi.com>", "To: Bob <sip:bob@biloxi.com>;tag=bob");
    }

    private static SipRequest edited(SipRequest request, String from, String to) {
        return request(request.bytes().toString().replace("\r\n", "\n").replace(from, to));
    }

    private void assertAllEnded() {
        assertThat(setting.layer.live()).isZero();
        assertThat(setting.loop.shards().armed()).isZero();
    }
}
