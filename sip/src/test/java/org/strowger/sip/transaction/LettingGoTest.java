package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.OPTIONS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

/** A user that needs an answered request no more lets go of it; what a transaction does for its peer stays the same. */
class LettingGoTest {
    private final Setting setting = new Setting();
    private final List<String> further = new ArrayList<>();

    @Test
    @Rfc("6026 §7.1: a repeated INVITE is absorbed in Accepted")
    @Rfc("3261 §9.2: a CANCEL after the answer has its 200, and no effect")
    void knowsRepetitionAndCancelOfAnAnsweredInvite() {
        setting.comes(INVITE);
        setting.respond(200);
        letGoOfServer();
        setting.comes(INVITE);
        setting.comes(HopRequests.cancel(INVITE, List.of()));

        assertThat(setting.user.heard()).containsExactly("request INVITE");
        assertThat(setting.peer.codes()).containsExactly(200, 200);
        assertThatIllegalStateException().isThrownBy(setting.user.server()::request);
    }

    @Test
    @Rfc("3261 §17.2.2-7: the final response goes out again when the request comes again")
    void answersARepetitionOfAnyOtherRequest() {
        setting.comes(OPTIONS);
        setting.respond(200);
        letGoOfServer();
        setting.comes(OPTIONS);

        assertThat(setting.user.heard()).containsExactly("request OPTIONS");
        assertThat(setting.peer.codes()).containsExactly(200, 200);
    }

    @Test
    @Rfc("3261 §8.2.2.2: a request that came by another way is merged with one that was answered")
    void knowsARequestThatCameByAnotherWay() {
        setting.comes(OPTIONS);
        setting.respond(200);
        letGoOfServer();
        setting.comes(Samples.request("OPTIONS", "z9hG4bKotherWay", ""));

        assertThat(setting.user.server().isMerged()).isTrue();
    }

    @Test
    @Rfc("3261 §8.2.2.2: 482 for a request that has come by more ways than there can be")
    void countsThoseThatWereAnswered() {
        for (int way = 0; way < ServerTable.MOST_ALIKE; way++) {
            setting.comes(Samples.request("OPTIONS", "z9hG4bKway" + way, ""));
            setting.respond(200);
            letGoOfServer();
        }
        setting.comes(Samples.request("OPTIONS", "z9hG4bKoneMore", ""));

        assertThat(setting.user.servers()).hasSize(ServerTable.MOST_ALIKE);
        assertThat(setting.peer.codes()).endsWith(200, 482).hasSize(ServerTable.MOST_ALIKE + 1);
    }

    @Test
    @Rfc("3261 §17.2.2-9: it lasts until timer J fires")
    @Rfc("3261 §17.2.2-10: and then no longer")
    void isLiveUntilItsLastTimerFires() {
        setting.comes(OPTIONS);
        setting.respond(200);
        letGoOfServer();
        assertThat(setting.layer.live()).isEqualTo(1);

        setting.loop.advance(Timers.RFC3261.t1().multipliedBy(64).minusMillis(20));
        setting.comes(OPTIONS);
        assertThat(setting.user.heard()).containsExactly("request OPTIONS");
        setting.loop.advance(Timers.RFC3261.t1());
        assertThat(setting.layer.live()).isZero();
        setting.comes(OPTIONS);
        assertThat(setting.user.heard()).containsExactly("request OPTIONS", "request OPTIONS");
    }

    @Test
    @Rfc("6026 §7.2: every 2xx goes up in Accepted")
    void hearsEveryFurtherAnswerToItsOwnInvite() {
        var client = setting.start(INVITE);
        setting.pass();
        var ok = setting.peer.answer(200);
        setting.pass();
        setting.inside(INVITE, _ -> client.letGo());
        setting.peer.send(ok);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 200", "response 200");
        assertThatIllegalStateException().isThrownBy(client::request);
    }

    @Test
    @Rfc("6026 §7.2: every 2xx goes up in Accepted, until timer M")
    void tellsAnotherOfFurtherAnswersWithWhatItsUserLeft() {
        var client = setting.start(INVITE);
        setting.inside(INVITE, _ -> client.letGo(Slice.of("too early"), this::further));
        setting.pass();
        var ok = setting.peer.answer(200);
        setting.pass();
        setting.inside(INVITE, _ -> {
            client.letGo(Slice.of("left"), this::further);
            client.letGo(Slice.of("once more"), this::further);
        });
        setting.peer.send(ok);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 200");
        assertThat(further).containsExactly("200 left");
        setting.passForever();
        setting.peer.send(ok);
        setting.pass();
        assertThat(further).hasSize(1);
        assertThat(setting.layer.kept()).isZero();
    }

    @Test
    @Rfc("3261 §26.3.2.4: nothing is kept of an INVITE that was refused and forgotten")
    void keepsNothingOfWhatHasEnded() {
        setting.comes(INVITE);
        var server = setting.user.server();
        server.shard().execute(() -> {
            server.refuseAndForget(Samples.response(INVITE, 407, server.tag()));
            server.letGo();
        });

        assertThat(setting.peer.codes()).isEmpty();
        setting.pass();
        assertThat(setting.peer.codes()).containsExactly(407);
        assertThat(setting.layer.kept()).isZero();
    }

    @Test
    void keepsSomethingWhileAnAnsweredTransactionLastsAndNothingThen() {
        setting.comes(INVITE);
        setting.respond(200);
        letGoOfServer();
        setting.comes(OPTIONS);
        setting.respond(200);
        assertThat(setting.layer.kept()).isEqualTo(2);

        setting.passForever();

        assertThat(setting.layer.kept()).isZero();
    }

    @Test
    @Rfc("3261 §17.2.2-7: the final response goes out again as it was")
    void answersARepetitionWithTheVeryBytes() {
        setting.comes(OPTIONS);
        setting.respond(200);
        setting.comes(OPTIONS);
        setting.comes(OPTIONS);

        assertThat(setting.peer.codes()).containsExactly(200, 200, 200);
        assertThat(setting.peer.responses().stream().map(SipResponse::bytes).distinct())
                .hasSize(1);
    }

    @Test
    void keepsARequestThatMayStillGoOutAgain() {
        var client = setting.start(INVITE);
        setting.inside(INVITE, _ -> client.letGo());

        assertThat(client.request().method()).isEqualTo(INVITE.method());
    }

    @Test
    @Rfc("3261 §17.1.3: a response has the method of the request in CSeq")
    void tellsNobodyOfAResponseToAnotherMethod() throws MalformedMessageException {
        var client = setting.start(INVITE);
        setting.pass();
        var ok = setting.peer.answer(200);
        setting.pass();
        setting.inside(INVITE, _ -> client.letGo(Slice.of("left"), this::further));
        var other = ok.bytes().toString().replace(" INVITE", " CANCEL");
        setting.peer.send((SipResponse) SipParser.parse(Slice.of(other).toBytes()));
        setting.pass();

        assertThat(further).isEmpty();
        assertThat(setting.layer.counts().strayResponses()).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §17.1.2.2: what comes again within timer K is absorbed")
    void absorbsARepeatedAnswerToWhatItsUserLetGo() {
        var client = setting.start(OPTIONS);
        setting.pass();
        var ok = setting.peer.answer(200);
        setting.pass();
        setting.inside(OPTIONS, _ -> client.letGo());
        assertThat(setting.layer.live()).isEqualTo(1);
        setting.peer.send(ok);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 200");
        assertThat(setting.layer.counts().strayResponses()).isZero();
        setting.loop.advance(Timers.RFC3261.t4());
        assertThat(setting.layer.live()).isZero();
        setting.peer.send(ok);
        setting.pass();
        assertThat(setting.layer.counts().strayResponses()).isEqualTo(1);
    }

    /** Timer K of a later request ends before timer J of an earlier one. */
    @Test
    void endsEachAtItsOwnTime() {
        setting.comes(OPTIONS);
        setting.respond(200);
        letGoOfServer();
        var client = setting.start(OPTIONS);
        setting.pass();
        setting.peer.answer(200);
        setting.pass();
        setting.inside(OPTIONS, _ -> client.letGo());
        assertThat(setting.layer.live()).isEqualTo(2);

        setting.loop.advance(Timers.RFC3261.t4());
        assertThat(setting.layer.live()).isEqualTo(1);
        setting.loop.advance(Timers.RFC3261.t1().multipliedBy(64));
        assertThat(setting.layer.live()).isZero();
    }

    @Test
    @Rfc("6026 §7.1: the ACK of a 2xx goes up, whoever made its tag")
    void passesTheAckOfItsOwnAnswerUp() {
        setting.comes(INVITE);
        var server = setting.user.server();
        server.shard().execute(() -> {
            server.respond(Samples.response(INVITE, 200, server.tag()));
            server.letGo();
        });
        setting.pass();
        var tag = setting.peer.responses().getLast().toTag().orElseThrow();
        var ack = Samples.request("ACK", "z9hG4bKack", "").bytes().toString().replace("\r\n", "\n");
        setting.comes(Samples.request(ack.replace("bob@biloxi.com>", "bob@biloxi.com>;tag=" + tag)));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ack");
    }

    @Test
    void countsAnAnswerThatCouldNotBeSentThoughItsUserHasLetGo() {
        setting.comes(INVITE);
        setting.us.broken(new IOException("network is unreachable"));
        var server = setting.user.server();
        server.shard().execute(() -> {
            server.respond(Samples.response(INVITE, 200, server.tag()));
            server.letGo();
        });
        setting.pass();

        assertThat(setting.layer.counts().sendFailures()).isEqualTo(1);
    }

    private void further(Shard shard, SipResponse response, Slice left) {
        shard.check();
        further.add(response.status().code() + " " + left);
    }

    private void letGoOfServer() {
        var server = setting.user.server();
        server.shard().execute(server::letGo);
    }
}
