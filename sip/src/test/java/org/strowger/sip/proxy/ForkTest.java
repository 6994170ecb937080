package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** Forks, cancels and what crosses on the way, on a network. */
class ForkTest {
    private final Office office = new Office();

    @Test
    @Rfc("3261 §16.1-2: a fork is handled statefully")
    @Rfc("3261 §16.7-3: every response that is forwarded is processed")
    void says486WhenOneIsBusyAndTheOtherFails() {
        office.alice("INVITE", "sip:bc@example.com");
        office.answers(office.carol, 500);
        assertThat(office.alice.codes()).containsExactly(100);

        office.answers(office.bob, 486);

        assertThat(finals()).startsWith(486).containsOnly(486);
        assertThat(office.bob.methods()).as("the ACK is ours").containsExactly("INVITE", "ACK");
    }

    @Test
    @Rfc("3261 §16.7.5-2: a 603 cancels the other and waits for it")
    @Rfc("3261 §16.7.10-2: a 6xx cancels all pending branches")
    void waitsForTheOtherAfterA603() {
        office.alice("INVITE", "sip:bc@example.com");
        office.answers(office.carol, 180);
        office.answers(office.bob, 603);
        assertThat(office.carol.methods()).containsExactly("INVITE", "CANCEL");
        assertThat(office.alice.codes()).containsExactly(100, 180);

        office.answersInvite(office.carol, 487);

        assertThat(finals()).startsWith(603).containsOnly(603);
    }

    @Test
    @Rfc("3261 §16.7.7-1: the challenges of all branches go upstream in one response")
    @Rfc("3261 §16.7.6-10: the response is processed like every other that is forwarded")
    @Rfc("3261 §16.7.5-6: challenges are merged before it goes")
    void mergesChallengesOfTwoRealms() {
        office.alice("INVITE", "sip:bc@example.com");
        challenges(office.bob, 401, HeaderName.WWW_AUTHENTICATE, "Digest realm=\"x\", nonce=\"1\"");
        challenges(office.carol, 407, HeaderName.PROXY_AUTHENTICATE, "Digest realm=\"y\", nonce=\"2\"");

        var answer = office.alice.responses().getLast();
        assertThat(answer.status().code()).isEqualTo(401);
        assertThat(answer.headers().value(HeaderName.WWW_AUTHENTICATE))
                .hasToString("Optional[Digest realm=\"x\", nonce=\"1\"]");
        assertThat(answer.headers().value(HeaderName.PROXY_AUTHENTICATE))
                .hasToString("Optional[Digest realm=\"y\", nonce=\"2\"]");
    }

    @Test
    @Rfc("3261 §16.7.10-1: the branches that lost are cancelled")
    @Rfc("3326 §2: and told that somebody else answered")
    void cancelsTheOthersWhenOneAnswers() {
        office.alice("INVITE", "sip:bcd@example.com");
        office.answers(office.carol, 180);
        office.answers(office.bob, 200);

        assertThat(office.carol.methods()).containsExactly("INVITE", "CANCEL");
        assertThat(office.carol.request().headers().value(HeaderName.REASON))
                .hasToString("Optional[SIP;cause=200;text=\"Call completed elsewhere\"]");
        assertThat(office.dave.methods()).as("not before a provisional").doesNotContain("CANCEL");
        office.answers(office.dave, 180);
        assertThat(office.dave.methods()).containsExactly("INVITE", "CANCEL");
    }

    @Test
    @Rfc("3261 §16.7.5-3: 2xx of two branches both go up")
    @Rfc("6026 §7.2-2: 2xx in Accepted is passed up")
    void passesBothWhenTwoAnswer() {
        office.alice("INVITE", "sip:bc@example.com");
        office.answers(office.bob, 200);
        office.answers(office.carol, 200);
        office.answersInvite(office.bob, 200);

        assertThat(finals()).containsExactly(200, 200, 200);
        assertThat(office.alice.responses().stream()
                        .skip(1)
                        .map(response -> response.toTag().orElseThrow().toString()))
                .containsExactly("tag-of-bob", "tag-of-carol", "tag-of-bob");
    }

    @Test
    @Rfc("6026 §8.3-1: a 2xx that comes when the server transaction has gone is discarded")
    void discardsA2xxThatComesLaterThanItsServerTransaction() {
        office.alice("INVITE", "sip:bc@example.com");
        office.answers(office.bob, 200);
        office.pass(Duration.ofSeconds(20));
        office.answersInvite(office.carol, 200);
        office.pass(Duration.ofSeconds(14));
        int before = finals().size();

        office.answersInvite(office.carol, 200);

        assertThat(finals()).hasSize(before);
        office.pass(Duration.ofMinutes(2));
        assertThat(office.isQuiet()).as(office.network.ladder()).isTrue();
    }

    @Test
    @Rfc("3261 §16.7.5: every 2xx goes back, also to a caller whose branch tells nothing (RFC 2543)")
    void sendsARepeated2xxToAnOldCaller() {
        office.alice("INVITE", "sip:b@example.com", "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=1;rport");
        office.answers(office.bob, 200);
        office.answers(office.bob, 200);

        assertThat(finals()).containsExactly(200, 200);
        office.pass(Duration.ofMinutes(2));
        assertThat(office.isQuiet()).as(office.network.ladder()).isTrue();
    }

    @Test
    @Rfc("6026 §7.1: an INVITE that comes again after its 2xx is no new call")
    void absorbsAnInviteThatComesAgainAfterTheAnswer() {
        var invite = office.alice("INVITE", "sip:b@example.com");
        office.answers(office.bob, 200);

        office.sends(invite, Protocol.UDP);

        assertThat(office.bob.methods()).containsExactly("INVITE");
    }

    @Test
    @Rfc("3261 §16.10-2: CANCEL is answered 200 at once")
    @Rfc("3261 §16.10-1: and every pending branch is cancelled")
    @Rfc("3261 §16.10-3: and every pending branch is cancelled")
    void cancelsWhatRings() {
        cancelled("INVITE", "sip:bc@example.com", () -> {
            office.answers(office.bob, 180);
            office.answers(office.carol, 180);
        });
        assertThat(office.alice.responses().getLast().cseq().method().name()).isEqualTo("CANCEL");
        assertThat(office.bob.request().headers().value(HeaderName.REASON)).hasToString("Optional[SIP;cause=600]");
        assertThat(office.bob.methods()).containsExactly("INVITE", "CANCEL");
        assertThat(office.carol.methods()).containsExactly("INVITE", "CANCEL");

        office.answersInvite(office.bob, 487);
        office.answersInvite(office.carol, 487);

        assertThat(office.alice.codes()).startsWith(100, 180, 180, 200, 487);
        office.alice("ACK", "sip:bc@example.com", "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKcall");
        office.pass(Duration.ofMinutes(2));
        assertThat(office.isQuiet()).as(office.network.ladder()).isTrue();
    }

    @Test
    void holdsTheCancelUntilAProvisionalCame() {
        cancelled("INVITE", "sip:b@example.com", () -> {});
        assertThat(office.bob.methods()).containsExactly("INVITE");

        office.answers(office.bob, 180);
        assertThat(office.bob.methods()).containsExactly("INVITE", "CANCEL");
    }

    @Test
    void cancelsOnceThoughTheCancelComesTwice() {
        var cancel = cancelled("INVITE", "sip:b@example.com", () -> office.answers(office.bob, 180));

        office.sends(cancel, Protocol.UDP);

        assertThat(office.bob.methods()).containsExactly("INVITE", "CANCEL");
        assertThat(office.alice.codes()).containsExactly(100, 180, 200, 200);
    }

    @Test
    void letsTheAnswerWinThatCrossesTheCancel() {
        cancelled("INVITE", "sip:b@example.com", () -> office.answers(office.bob, 180));

        office.answersInvite(office.bob, 200);

        assertThat(office.alice.codes()).containsExactly(100, 180, 200, 200);
        assertThat(office.alice.responses().getLast().cseq().method().name()).isEqualTo("INVITE");
    }

    @Test
    @Rfc("3261 §16.8-1: timer C does not end a branch whose CANCEL is under way: its answer may cross")
    void waitsForTheEndOfACancelledBranchThoughTimerCWouldFire() {
        cancelled("INVITE", "sip:b@example.com", () -> {
            office.answers(office.bob, 180);
            office.pass(Duration.ofSeconds(180));
        });
        office.pass(Duration.ofSeconds(20));
        assertThat(office.alice.codes()).doesNotContain(487);

        office.answersInvite(office.bob, 200);

        assertThat(office.alice.responses().getLast().status().code()).isEqualTo(200);
        office.pass(Duration.ofMinutes(2));
        assertThat(office.isQuiet()).as(office.network.ladder()).isTrue();
    }

    @Test
    void endsACallThatIsCancelledWhileRoutingThinks() {
        office.rules.holdAnswers();

        cancelled("INVITE", "sip:b@example.com", () -> {});
        office.rules.answer();
        office.pass();

        assertThat(office.alice.codes()).startsWith(100, 200, 487);
        assertThat(office.bob.requests()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.11-15: like any other request, to one target")
    @Rfc("3261 §16.10-4: a CANCEL without a response context is forwarded statelessly")
    void forwardsACancelOfWhichItKnowsNoInvite() {
        office.alice("CANCEL", "sip:bc@example.com");

        assertThat(office.bob.methods()).containsExactly("CANCEL");
        assertThat(office.carol.requests()).as("one target only").isEmpty();
        assertThat(office.alice.responses()).isEmpty();
        office.pass(Duration.ofMinutes(2));
        assertThat(office.isQuiet()).as(office.network.ladder()).isTrue();
    }

    @Test
    void says481ToSuchACancelWhereRoutingRefusesItAndNeverChallengesIt() {
        office.rules.reject(407);

        office.alice("CANCEL", "sip:b@example.com");

        assertThat(office.alice.codes()).containsExactly(481);
    }

    @Test
    @Rfc("3261 §16.6.11-2: timer C is longer than 3 minutes")
    @Rfc("3261 §16.8-2: when it fires, a ringing branch is cancelled")
    @Rfc("3261 §16.7.2-2: and set anew by a provisional, as long again")
    void endsACallThatRingsForEver() {
        office.alice("INVITE", "sip:b@example.com");
        office.answers(office.bob, 180);
        office.pass(Duration.ofSeconds(170));
        office.answersInvite(office.bob, 183);
        office.pass(Duration.ofSeconds(180));
        assertThat(office.bob.methods()).containsExactly("INVITE");

        office.pass(Duration.ofSeconds(6));
        assertThat(office.bob.methods()).startsWith("INVITE", "CANCEL");
        office.answersInvite(office.bob, 487);

        assertThat(office.alice.codes()).startsWith(100, 180, 183, 487);
        assertThat(office.log.lines).contains("cancel sip:bob@192.0.2.60: timer C");
    }

    @Test
    @Rfc("3261 §16.6.7-6: the next hops of a target are tried in order")
    @Rfc("3261 §16.6.7-8: each with another branch")
    void triesTheNextHopWhenOneIsDead() {
        var dead = new NextHop.Address(Protocol.TCP, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.99"), 5060));
        var twoWays = new Office(
                ProxySettings.DEFAULT,
                (_, _, answer) -> answer.accept(List.of(dead, hopOf(office.bob), hopOf(office.carol))));

        twoWays.alice("INVITE", "sip:b@example.com");
        twoWays.pass(Duration.ofSeconds(4));
        twoWays.answers(twoWays.bob, 503);

        var branches = List.of(
                twoWays.bob.requests().getFirst().topVia().branch(),
                twoWays.carol.request().topVia().branch());
        assertThat(branches).doesNotHaveDuplicates();
        twoWays.answers(twoWays.carol, 200);
        assertThat(twoWays.alice.codes()).containsExactly(100, 200);
    }

    @Test
    @Rfc("3261 §16.9-2: a branch that cannot be sent leaves the others alone")
    void goesOnWhenOneBranchCannotBeSent() {
        office.rules.to(
                Target.of(Wire.uri("sip:x@192.0.2.99;transport=tcp")), Target.of(Wire.uri("sip:bob@192.0.2.60")));

        office.alice("INVITE", "sip:b@example.com");
        office.pass(Duration.ofSeconds(4));
        office.answers(office.bob, 200);

        assertThat(office.alice.codes()).containsExactly(100, 200);
    }

    @Test
    void endsWhenNothingCanBeSent() {
        office.node.broken(new IOException("the cable is out"));
        office.alice("INVITE", "sip:b@example.com");

        office.node.mended();
        office.pass(Duration.ofSeconds(1));

        assertThat(finals()).startsWith(500).containsOnly(500);
    }

    @Test
    @Rfc("3261 §16.3-3: merged requests are no error")
    void forwardsMergedRequests() {
        office.alice("INVITE", "sip:b@example.com");
        office.alice("INVITE", "sip:b@example.com");

        assertThat(office.bob.methods()).containsExactly("INVITE", "INVITE");
        assertThat(office.alice.codes()).containsExactly(100, 100);
    }

    @Test
    @Rfc("3261 §16.7.4-1: contacts of a 3xx are tried, where the operator wants it")
    void followsARedirectionWhereItIsToldTo() {
        var following = new Office(ProxySettings.DEFAULT.withRecurse(true));
        following.alice("INVITE", "sip:b@example.com");

        following.bob.send(following
                .bob
                .request()
                .respond(Status.of(302))
                .toTag(new Tag(Slice.of("x")))
                .header(HeaderName.CONTACT, "<sip:carol@192.0.2.61>")
                .write());
        following.pass();
        following.answers(following.carol, 200);

        assertThat(following.alice.codes()).containsExactly(100, 200);
    }

    private SipRequest cancelled(String method, String uri, Runnable between) {
        var via = "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKcall";
        office.alice(method, uri, via);
        between.run();
        return office.alice("CANCEL", uri, via, "Reason: SIP;cause=600");
    }

    private void challenges(Peer phone, int code, HeaderName field, String challenge) {
        phone.send(phone.request()
                .respond(Status.of(code))
                .toTag(new Tag(Slice.of("t")))
                .header(field, challenge)
                .write());
        office.pass();
    }

    /** The final responses that Alice got to her INVITE; repeated until she acknowledges them. */
    private List<Integer> finals() {
        return office.alice.codes().stream().filter(code -> code >= 200).toList();
    }

    private static NextHop hopOf(Peer phone) {
        return phone.node().hop(Protocol.UDP);
    }
}
