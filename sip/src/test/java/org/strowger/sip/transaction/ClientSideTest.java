package org.strowger.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.OPTIONS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Passed;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

class ClientSideTest {
    private final Setting setting = new Setting();

    @Test
    @Rfc("3261 §18.1.1-6: our sent-by is in the Via")
    @Rfc("3581 §3-1: rport without a value")
    @Rfc("3261 §8.1.1.7: the branch begins with the magic cookie")
    void putsItsViaOnTop() {
        var client = setting.start(INVITE);

        assertThat(client.request().topVia().text().toString())
                .matches("SIP/2\\.0/UDP 192\\.0\\.2\\.2:5060;branch=z9hG4bK[0-9a-v]{24};rport");
        assertThat(client.request().headers().values(HeaderName.VIA)).hasSize(2);
    }

    @Test
    @Rfc("3261 §17.1.1.2-8: repeats with intervals that double, seven times in all")
    @Rfc("3261 §17.1.1.2-13: and then tells its user")
    void repeatsAnInviteUntilItGivesUp() {
        setting.start(INVITE);

        setting.loop.advance(ofSeconds(33));

        assertThat(setting.network.passed())
                .extracting(Passed::after)
                .containsExactly(
                        ofMillis(0),
                        ofMillis(500),
                        ofMillis(1500),
                        ofMillis(3500),
                        ofMillis(7500),
                        ofMillis(15_500),
                        ofMillis(31_500));
        assertThat(setting.network.passed()).extracting(Passed::bytes).containsOnly(firstSent());
        assertThat(setting.user.heard()).containsExactly("timed out");
        assertThat(setting.layer.counts().timeouts()).isEqualTo(1);
        assertThat(setting.layer.counts().retransmissionsSent()).isEqualTo(6);
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §17.1.2.2: repeats with intervals of 0.5, 1, 2, 4, 4 … seconds")
    void repeatsAnotherRequestUntilItGivesUp() {
        setting.start(OPTIONS);

        setting.loop.advance(ofSeconds(33));

        assertThat(setting.network.passed()).hasSize(11);
        assertThat(setting.user.heard()).containsExactly("timed out");
        assertAllEnded();
    }

    @Test
    @Rfc("6026 §8.9-1: a response that matches is passed to its transaction")
    @Rfc("6026 §8.4-3: the ACK goes where the INVITE went")
    @Rfc("6026 §8.4-5: and again when the response comes again")
    void passesAFailureUpAndAcknowledgesIt() {
        setting.start(INVITE);
        setting.pass();
        var invite = setting.peer.request();

        var busy = setting.peer.answer(486);
        setting.pass();
        setting.peer.send(busy);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 486");
        assertThat(setting.peer.methods()).containsExactly("INVITE", "ACK", "ACK");
        assertThat(setting.peer.request().topVia().branch())
                .isEqualTo(invite.topVia().branch());
        assertThat(setting.network.passed("us", "peer")).hasSize(3);
        setting.passForever();
        assertAllEnded();
    }

    @Test
    @Rfc("6026 §7.2-2: every 2xx goes up while the transaction is in Accepted")
    @Rfc("6026 §7.3-1: a response is compared with the transactions that are there")
    @Rfc("6026 §7.3-2: and goes nowhere when there is none any more")
    @Rfc("6026 §8.9-2: silently")
    void passesEverySuccessUpUntilTimerMFires() {
        setting.start(INVITE);
        setting.pass();
        var ok = setting.peer.answer(200);
        setting.pass();
        setting.peer.send(ok);
        setting.loop.advance(ofSeconds(31));
        assertThat(setting.user.news()).containsExactly("response 200", "response 200");

        setting.loop.advance(ofSeconds(2));
        assertAllEnded();
        setting.peer.send(ok);
        setting.pass();

        assertThat(setting.user.heard()).isEmpty();
        assertThat(setting.layer.counts().strayResponses()).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §17.1.3: the method in CSeq has to match")
    @Rfc("6026 §8.9-2: a response of another method is dropped")
    void dropsAResponseOfAnotherMethod() {
        setting.start(OPTIONS);
        setting.pass();

        setting.peer.answer(edited(setting.peer.request(), "OPTIONS", "INFO"), 200);
        setting.pass();

        assertThat(setting.user.heard()).isEmpty();
        assertThat(setting.layer.counts().strayResponses()).isEqualTo(1);
    }

    @Test
    @Rfc("6026 §8.9-2: a response that matches nothing is dropped")
    void dropsAResponseWithAForgedBranch() {
        setting.start(OPTIONS);
        setting.pass();
        String branch = branch(setting.peer.request());
        String forged = branch.substring(0, branch.length() - 1) + (branch.endsWith("0") ? "1" : "0");

        setting.peer.answer(edited(setting.peer.request(), branch, forged), 200);
        setting.peer.answer(edited(setting.peer.request(), branch, "z9hG4bKstranger"), 200);
        setting.pass();

        assertThat(setting.user.heard()).isEmpty();
        assertThat(setting.layer.counts().strayResponses()).isEqualTo(2);
    }

    @Test
    void dropsAResponseWhoseSlotHasANewTenant() {
        setting.start(OPTIONS);
        setting.pass();
        var old = setting.peer.request();
        setting.peer.answer(200);
        setting.loop.advance(ofSeconds(6));
        assertAllEnded();
        var next = setting.start(OPTIONS);

        setting.peer.answer(old, 200);
        setting.pass();

        assertThat(setting.layer.counts().strayResponses()).isEqualTo(1);
        assertThat(slot(next.request())).isEqualTo(slot(old));
        assertThat(branch(next.request())).isNotEqualTo(branch(old));
    }

    @Test
    @Rfc("3261 §17.1.2.2-10: K is zero over a reliable transport")
    @Rfc("3261 §17.1.2.2-12: the transaction is destroyed at once")
    void endsAtOnceOverAReliableTransport() {
        setting.start(OPTIONS.edit(), setting.peer.node().hop(Protocol.TCP));
        setting.pass();
        setting.peer.answer(200);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 200");
        assertThat(setting.network.passed("us", "peer")).hasSize(1);
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §17.1.4-1: a request that cannot be sent fails")
    void failsWhenTheRequestCannotBeSent() {
        setting.us.broken(new IOException("network is unreachable"));

        setting.start(INVITE);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("failed: network is unreachable");
        assertAllEnded();
    }

    @Test
    void tellsNobodyOfAFailureBeforeTheTransactionIsInItsHands() {
        setting.us.broken(new IOException("network is unreachable"));
        var early = new ArrayList<String>();

        setting.inside(OPTIONS, shard -> {
            setting.layer.start(shard, OPTIONS.edit(), setting.peer.node().hop(Protocol.UDP), setting.user);
            early.addAll(setting.user.heard());
        });

        assertThat(early).isEmpty();
        assertThat(setting.user.heard()).containsExactly("failed: network is unreachable");
        assertAllEnded();
    }

    @Test
    void givesItsSlotBackWhenTheRequestCannotBeWritten() {
        var incomplete = OPTIONS.edit().removeAll(HeaderName.FROM);
        var hop = setting.peer.node().hop(Protocol.UDP);

        setting.inside(
                INVITE,
                shard -> assertThatThrownBy(() -> setting.layer.start(shard, incomplete, hop, setting.user))
                        .isInstanceOf(IllegalStateException.class));

        assertAllEnded();
        assertThat(slot(setting.start(INVITE).request())).isEqualTo("00000");
    }

    @Test
    void endsSilentlyWhenTheAckCannotBeSent() {
        setting.start(INVITE);
        setting.pass();
        setting.us.broken(new IOException("network is unreachable"));

        setting.peer.answer(486);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 486");
        assertAllEnded();
    }

    @Test
    void givesEachOfManyTransactionsABranchOfItsOwn() {
        var branches = new HashSet<String>();

        for (int i = 0; i < 100; i++) {
            branches.add(branch(setting.start(OPTIONS).request()));
        }

        assertThat(branches).hasSize(100);
        assertThat(setting.layer.live()).isEqualTo(100);
        setting.passForever();
        assertAllEnded();
        assertThat(setting.layer.counts().clients()).isEqualTo(100);
    }

    @Test
    void aUserThatFailsEndsItsOwnTransactionOnly() {
        setting.user.reacting(response -> {
            if (response.status().code() == 180) {
                throw new IllegalStateException("a fault of the user");
            }
        });
        setting.start(INVITE);
        setting.start(OPTIONS);
        setting.pass();
        setting.peer.answer(setting.peer.requests().getFirst(), 180);
        setting.peer.answer(setting.peer.requests().getLast(), 200);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("response 180", "response 200");
        assertThat(setting.layer.counts().userFailures()).isEqualTo(1);
        assertThat(setting.layer.live()).isEqualTo(1);
        setting.passForever();
        assertAllEnded();
    }

    private static String branch(SipRequest request) {
        return request.topVia().branch().orElseThrow().toString();
    }

    private static String slot(SipRequest request) {
        return branch(request).substring(10, 15);
    }

    private static SipRequest edited(SipRequest request, String from, String to) {
        return Samples.request(request.bytes().toString().replace("\r\n", "\n").replace(from, to));
    }

    private Slice firstSent() {
        return setting.network.passed().getFirst().bytes();
    }

    private void assertAllEnded() {
        assertThat(setting.layer.live()).isZero();
        assertThat(setting.loop.shards().armed()).isZero();
    }
}
