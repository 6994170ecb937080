package org.strowger.sip.transaction;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.OPTIONS;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

class CancelTest {
    private static final SipRequest CANCEL = HopRequests.cancel(INVITE, List.of());

    private final Setting setting = new Setting();

    @Test
    @Rfc("3261 §9.1: held until a provisional response came")
    @Rfc("3261 §9.1: a client transaction of its own, with the branch of the INVITE")
    void holdsTheCancelUntilAProvisionalResponse() {
        var client = setting.start(INVITE);
        cancel(client);
        setting.pass();
        assertThat(setting.peer.methods()).containsExactly("INVITE");

        setting.peer.answer(180);
        setting.pass();

        assertThat(setting.peer.methods()).containsExactly("INVITE", "CANCEL");
        assertThat(setting.peer.request().topVia().branch())
                .isEqualTo(client.request().topVia().branch());
        assertThat(setting.layer.live()).isEqualTo(2);
    }

    @Test
    @Rfc("3261 §9.1: the CANCEL is repeated like any request")
    @Rfc("3261 §17.1.3: the 200 of the CANCEL belongs to the CANCEL, the 487 to the INVITE")
    void givesEachItsOwnResponse() {
        cancel(ringing());
        setting.loop.advance(ofSeconds(1));
        assertThat(setting.peer.methods()).containsExactly("INVITE", "CANCEL", "CANCEL");

        setting.peer.answer(200);
        setting.pass();
        setting.peer.answer(setting.peer.requests().getFirst(), 487);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 180", "response 487");
        assertThat(setting.peer.methods()).endsWith("ACK");
        assertThat(setting.layer.counts().strayResponses()).isZero();
        setting.passForever();
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §9.1: the responses may come in any order, over any transport")
    void takesThe487BeforeThe200OverTcp() {
        var client = setting.start(INVITE.edit(), setting.peer.node().hop(Protocol.TCP));
        setting.pass();
        setting.peer.answer(180);
        setting.pass();
        cancel(client);
        setting.pass();

        setting.peer.answer(setting.peer.requests().getFirst(), 487);
        setting.pass();
        assertThat(setting.layer.live()).isEqualTo(1);
        setting.peer.answer(setting.peer.requests().get(1), 200);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 180", "response 487");
        assertThat(setting.layer.counts().strayResponses()).isZero();
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §9.1: 64*T1 after the CANCEL the INVITE counts as cancelled")
    void endsAnInviteThatNobodyAnswersAfterTheCancel() {
        cancel(ringing());

        setting.loop.advance(ofSeconds(31));
        assertThat(setting.user.heard()).containsExactly("response 180");
        setting.loop.advance(ofSeconds(2));

        assertThat(setting.user.heard()).containsExactly("response 180", "timed out");
        assertAllEnded();
    }

    @Test
    void sendsTheReasonWithTheCancel() {
        var why = Slice.of("SIP;cause=200");
        var client = ringing();
        setting.inside(INVITE, _ -> client.cancel(List.of(new HeaderField(HeaderName.REASON, why, why))));
        setting.pass();

        assertThat(setting.peer.request().headers().value(HeaderName.REASON)).contains(why);
    }

    @Test
    void hasNoEffectWhenTheTransactionIsOver() {
        var client = setting.start(INVITE);
        setting.us.broken(new IOException("gone"));
        setting.passForever();
        setting.us.mended();

        cancel(client);
        setting.passForever();

        assertThat(setting.user.heard()).containsExactly("failed: gone");
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §9.2: answered 200, with the tag of the INVITE's responses, and the user is told")
    void answersACancelAndTellsTheUser() {
        setting.user.answeringCancel(invite -> invite.respond(Samples.response(INVITE, 487, invite.tag())));
        setting.comes(INVITE);
        setting.respond(180);

        setting.comes(CANCEL);

        assertThat(setting.user.heard()).containsExactly("request INVITE", "cancelled");
        assertThat(setting.peer.codes()).containsExactly(180, 200, 487);
        assertThat(setting.peer.responses().get(1).cseq().method().name()).isEqualTo("CANCEL");
        assertThat(setting.peer.responses())
                .extracting(response -> response.toTag())
                .hasSize(3);
        assertThat(setting.peer.responses().stream()
                        .map(response -> response.toTag())
                        .distinct())
                .hasSize(1);
    }

    @Test
    @Rfc("3261 §9.2: the To tag of the 200 is that of the response sent before")
    void answersACancelWithTheTagThatItsUserChose() {
        setting.comes(INVITE);
        var server = setting.user.server();
        server.shard().execute(() -> server.respond(Samples.response(INVITE, 183)));

        setting.comes(CANCEL);

        assertThat(setting.peer.responses().getLast().toTag()).contains(Samples.BOBS_TAG);
    }

    @Test
    @Rfc("3261 §9.2: a repeated CANCEL is answered by its own server transaction")
    void tellsTheUserOnce() {
        setting.comes(INVITE);
        setting.comes(CANCEL);
        setting.comes(CANCEL);

        assertThat(setting.user.heard()).containsExactly("request INVITE", "cancelled");
        assertThat(setting.peer.codes()).containsExactly(200, 200);
    }

    @Test
    void tellsTheUserOnceEvenIfTheCancelComesAgainByTcp() {
        setting.comesByTcp(INVITE);
        setting.comesByTcp(CANCEL);
        setting.comesByTcp(CANCEL);

        assertThat(setting.user.heard()).containsExactly("request INVITE", "cancelled");
        assertThat(setting.peer.codes()).containsExactly(200, 200);
    }

    @Test
    @Rfc("3261 §9.2: no effect on an INVITE that has its final response")
    void hasNoEffectOnAnInviteThatIsAnswered() {
        setting.comes(INVITE);
        setting.respond(200);
        setting.comes(CANCEL);

        assertThat(setting.user.heard()).containsExactly("request INVITE");
        assertThat(setting.peer.codes()).containsExactly(200, 200);
    }

    @Test
    @Rfc("3261 §9.2: a CANCEL that matches nothing goes to the core")
    void passesACancelThatMatchesNothingUp() {
        setting.comes(CANCEL);
        setting.respond(481);
        setting.comes(CANCEL);

        assertThat(setting.user.heard()).containsExactly("request CANCEL");
        assertThat(setting.peer.codes()).containsExactly(481, 481);
        setting.passForever();
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §9.1: not sent for another request than INVITE")
    void sendsNoCancelForAnotherRequest() {
        var client = setting.start(OPTIONS);
        setting.pass();
        setting.peer.answer(100);
        setting.pass();
        cancel(client);
        setting.pass();

        assertThat(setting.peer.methods()).containsExactly("OPTIONS");
    }

    private ClientTransaction ringing() {
        var client = setting.start(INVITE);
        setting.pass();
        setting.peer.answer(180);
        setting.pass();
        return client;
    }

    private void cancel(ClientTransaction client) {
        setting.inside(client.request(), _ -> client.cancel(List.of()));
    }

    private void assertAllEnded() {
        assertThat(setting.layer.live()).isZero();
        assertThat(setting.loop.shards().armed()).isZero();
    }
}
