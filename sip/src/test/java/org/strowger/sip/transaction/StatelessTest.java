package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.testing.Passed;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

class StatelessTest {
    private final Setting setting = new Setting();
    private final ArrayList<String> failures = new ArrayList<>();

    @Test
    @Rfc("3261 §16.11: the same branch for a request that comes again")
    void givesARepeatedRequestTheSameBranch() {
        var ack = request("ACK", "z9hG4bKnew", "");

        send(ack.edit());
        send(ack.edit());
        setting.pass();

        assertThat(setting.peer.requests()).hasSize(2);
        assertThat(branch(0)).isEqualTo(branch(1)).startsWith("z9hG4bK");
        assertThat(setting.peer.request().headers().values(HeaderName.VIA)).hasSize(2);
        assertThat(setting.layer.live()).isZero();
    }

    @Test
    @Rfc("3261 §16.11: another branch for another request")
    void givesAnotherRequestAnotherBranch() {
        send(request("ACK", "z9hG4bKnew", "").edit());
        send(request("ACK", "z9hG4bKnewer", "").edit());
        setting.pass();

        assertThat(branch(0)).isNotEqualTo(branch(1));
    }

    @Test
    void sendsARequestOfOurOwnThatHasNoViaYet() {
        send(ack(1));
        send(ack(1));
        send(ack(2));
        setting.pass();

        assertThat(branch(0)).isEqualTo(branch(1)).isNotEqualTo(branch(2));
        assertThat(setting.peer.request().headers().values(HeaderName.VIA)).hasSize(1);
    }

    @Test
    @Rfc("3261 §16.11: a response to what was sent without a transaction is for the core")
    void passesUpAResponseToWhatWasSentWithoutATransaction() {
        send(request("CANCEL", "z9hG4bKnew", "").edit());
        setting.pass();
        setting.peer.answer(200);
        setting.pass();

        assertThat(setting.user.heard()).containsExactly("stateless 200");
        assertThat(setting.layer.counts().strayResponses()).isZero();
    }

    @Test
    @Rfc("3261 §16.11: INVITE, CANCEL and ACK of one hop before us have one branch")
    void givesWhatBelongsTogetherOneBranch() {
        send(request("INVITE", "z9hG4bKnew", "").edit());
        send(request("CANCEL", "z9hG4bKnew", "").edit());
        send(request("ACK", "z9hG4bKnew", "").edit());
        setting.pass();

        assertThat(List.of(branch(0), branch(1), branch(2))).containsOnly(branch(0));
    }

    @Test
    @Rfc("3261 §16.11: where the branch is not unique, what else the request is known by")
    void takesMoreIntoAccountWhereTheHopBeforeMakesNoUniqueBranches() {
        send(request("INVITE", "1", "").edit());
        send(request("INVITE", "1", "").edit());
        send(request("CANCEL", "1", "").edit());
        send(request("INVITE", "2", "").edit());
        setting.pass();

        assertThat(List.of(branch(0), branch(1), branch(2))).containsOnly(branch(0));
        assertThat(branch(3)).isNotEqualTo(branch(0));
    }

    @Test
    @Rfc("3261 §18.1.1-4: falls back to UDP where TCP is reset")
    void fallsBackToUdpWhereTcpIsRefused() {
        setting.peer.node().refusingConnections();

        send(request("ACK", "z9hG4bKnew", "Subject: %s\n".formatted("x".repeat(1300)))
                .edit());
        setting.pass();

        assertThat(setting.network.passed()).extracting(Passed::protocol).containsExactly(Protocol.UDP);
        assertThat(failures).isEmpty();
    }

    @Test
    void tellsOfAFailure() {
        setting.us.broken(new IOException("gone"));

        send(request("ACK", "z9hG4bKnew", "").edit());
        setting.pass();

        assertThat(failures).containsExactly("gone");
    }

    private void send(RequestEdit edit) {
        setting.inside(
                edit.original(),
                shard -> setting.layer.sendStateless(
                        shard, edit, setting.peer.node().hop(Protocol.UDP), cause -> failures.add(cause.getMessage())));
    }

    private static RequestEdit ack(int number) {
        return SipRequest.builder(Method.ACK, SipUri.of("bob", "biloxi.com", 0))
                .header(HeaderName.FROM, "<sip:alice@atlanta.com>;tag=1")
                .header(HeaderName.TO, "<sip:bob@biloxi.com>;tag=2")
                .header(HeaderName.CALL_ID, "own")
                .header(HeaderName.CSEQ, number + " ACK")
                .edit();
    }

    private String branch(int index) {
        return setting.peer
                .requests()
                .get(index)
                .topVia()
                .branch()
                .orElseThrow()
                .toString();
    }
}
