package org.strowger.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.OPTIONS;
import static org.strowger.sip.transaction.Samples.request;

import org.junit.jupiter.api.Test;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Rfc;

/** INVITEs that are refused and not kept. */
class RefusalTest {
    private final Setting setting = new Setting();

    RefusalTest() {
        setting.user.answering(server -> server.refuseAndForget(Samples.response(server.request(), 407, server.tag())));
    }

    @Test
    @Rfc("3261 §26.3.2.4: only a single 407, without the normal retransmissions")
    @Rfc("3261 §8.2.7: a stateless UAS does not retransmit responses")
    void answersOnceAndKeepsNothing() {
        setting.comes(INVITE);

        assertThat(setting.layer.live()).isZero();
        assertThat(setting.loop.shards().armed()).isZero();
        setting.passForever();
        assertThat(setting.peer.codes()).containsExactly(407);
        assertThat(setting.user.heard()).containsExactly("request INVITE", "ended INVITE");
    }

    @Test
    @Rfc("3261 §8.2.7: the same To tag for the same request")
    void answersARepeatedInviteUnderTheSameTag() {
        setting.comes(INVITE);
        setting.comes(INVITE);

        assertThat(setting.peer.codes()).containsExactly(407, 407);
        assertThat(setting.peer.responses().getLast().toTag())
                .isPresent()
                .isEqualTo(setting.peer.responses().getFirst().toTag());
    }

    @Test
    @Rfc("3261 §8.2.7: discards any state that would ordinarily be retained by a UAS after a response has been sent")
    void answersOtherRequestsOnceAndKeepsNothing() {
        setting.comes(OPTIONS);
        setting.comes(OPTIONS);

        assertThat(setting.peer.codes()).containsExactly(407, 407);
        assertThat(setting.layer.live()).isZero();
        assertThat(setting.loop.shards().armed()).isZero();
        assertThat(setting.user.heard())
                .containsExactly("request OPTIONS", "ended OPTIONS", "request OPTIONS", "ended OPTIONS");
    }

    @Test
    @Rfc("4320 §4.2-1: no 408 to another request than INVITE")
    void keepsWhatMustNotBeAnswered408() {
        setting.user.answering(server -> server.refuseAndForget(Samples.response(server.request(), 408, server.tag())));
        setting.comes(OPTIONS);

        assertThat(setting.peer.codes()).isEmpty();
        assertThat(setting.layer.live()).isOne();
    }

    @Test
    @Rfc("3261 §8.2.7: a stateless UAS ignores ACK requests")
    void absorbsTheAck() {
        setting.comes(INVITE);
        setting.comes(HopRequests.ack(INVITE, refusal()));
        setting.comes(HopRequests.ack(INVITE, refusal()));

        assertThat(setting.user.heard()).doesNotContain("ack");
        assertThat(setting.peer.codes()).containsExactly(407);
        assertThat(setting.layer.live()).isZero();
    }

    @Test
    void absorbsTheAckUnderANewBranch() {
        setting.comes(INVITE);
        setting.comes(edited(HopRequests.ack(INVITE, refusal()), "z9hG4bKkjshdyff", "z9hG4bKother"));

        assertThat(setting.user.heard()).doesNotContain("ack");
    }

    @Test
    void passesAnAckWithATagOfOthersUp() {
        setting.comes(INVITE);
        var ours = refusal().toTag().orElseThrow().toString();
        var ack = HopRequests.ack(INVITE, refusal());
        setting.comes(edited(ack, ours, "0123456789abcdef"));
        setting.comes(edited(ack, ours, "x" + ours));
        setting.comes(edited(ack, "Call-ID: 987", "Call-ID: 986"));
        setting.comes(edited(ack, "CSeq: 986759", "CSeq: 986758"));

        assertThat(setting.user.acks()).hasSize(4);
    }

    @Test
    void tellsTheTagsOfBranchesApart() {
        setting.comes(INVITE);
        setting.comes(edited(INVITE, "z9hG4bKkjshdyff", "z9hG4bKfork"));

        assertThat(setting.peer.responses().getFirst().toTag())
                .isNotEqualTo(setting.peer.responses().getLast().toTag());
    }

    @Test
    @Rfc("3261 §17.2.1-10: sent again to an INVITE that comes again")
    @Rfc("3261 §17.2.1-11: the ACK is absorbed")
    void keepsARefusalThatMayNotBeTheSameAgain() {
        setting.user.answering(server -> server.refuse(Samples.response(server.request(), 480, server.tag())));

        setting.comes(INVITE);
        setting.loop.advance(ofSeconds(5));
        assertThat(setting.peer.codes()).containsExactly(480);
        setting.comes(INVITE);
        assertThat(setting.peer.codes()).containsExactly(480, 480);
        setting.comes(HopRequests.ack(INVITE, refusal()));
        setting.passForever();

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ended INVITE");
        assertThat(setting.layer.live()).isZero();
    }

    @Test
    @Rfc("3261 §17.2.1-10: sent again to an INVITE that comes again")
    @Rfc("3261 §17.2.1-11: its ACK, which has the tag of the dialog, is absorbed")
    void keepsARefusalInADialogForItsAckButDoesNotRepeatIt() {
        var again = edited(INVITE, "To: Bob <sip:bob@biloxi.com>", "To: Bob <sip:bob@biloxi.com>;tag=bob");
        setting.comes(again);
        setting.loop.advance(ofSeconds(5));
        assertThat(setting.peer.codes()).containsExactly(407);
        setting.comes(again);
        assertThat(setting.peer.codes()).containsExactly(407, 407);

        setting.comes(HopRequests.ack(again, refusal()));
        setting.passForever();

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ended INVITE");
        assertThat(setting.layer.live()).isZero();
    }

    @Test
    @Rfc("3261 §17.2.1: who has had a 100 does not repeat the INVITE, so the refusal is repeated")
    void repeatsARefusalAfterAProvisionalResponse() {
        setting.user.answering(server -> {
            server.respond(Samples.trying(server.request()));
            server.refuseAndForget(Samples.response(server.request(), 403, server.tag()));
        });

        setting.comes(INVITE);
        setting.loop.advance(ofMillis(1700));

        assertThat(setting.peer.codes()).containsExactly(100, 403, 403, 403);
    }

    @Test
    @Rfc("3261 §16.11-6: a request that was passed on without state is passed on again")
    void hearsAgainOfWhatItForgot() {
        setting.user.answering(ServerTransaction::forget);
        var cancel = request("CANCEL", "z9hG4bKnew", "");

        setting.comes(cancel);
        setting.comes(cancel);

        assertThat(setting.user.heard())
                .containsExactly("request CANCEL", "ended CANCEL", "request CANCEL", "ended CANCEL");
        assertThat(setting.layer.live()).isZero();
    }

    @Test
    void saysNothingToWhatWasForgotten() {
        setting.user.answering(server -> {
            server.forget();
            server.refuseAndForget(Samples.response(server.request(), 403, server.tag()));
        });

        setting.comes(INVITE);

        assertThat(setting.peer.codes()).isEmpty();
        assertThat(setting.layer.counts().lateResponses()).isEqualTo(1);
    }

    private SipResponse refusal() {
        return setting.peer.responses().getFirst();
    }

    private static SipRequest edited(SipRequest request, String was, String is) {
        return request(request.bytes().toString().replace("\r\n", "\n").replace(was, is));
    }
}
