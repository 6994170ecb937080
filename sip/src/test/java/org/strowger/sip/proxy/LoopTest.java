package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Loops and spirals, on a network. */
class LoopTest {
    private final Office office = new Office();

    @Test
    @Rfc("5393 §4.2.2-4: a loop is answered 482")
    @Rfc("3261 §16.2-3: requests with unknown methods are forwarded like others")
    void breaksALoop() {
        mirror("FROB", "sip:b@example.com");

        office.alice("FROB", "sip:b@example.com");

        assertThat(office.bob.requests())
                .as("once from Alice, once from the mirror")
                .hasSize(2);
        assertThat(office.bob.codes()).containsExactly(482);
    }

    @Test
    @Rfc("3261 §16.3: a spiral is legitimate")
    void letsASpiralPass() {
        mirror("INVITE", "sip:c@example.com");

        office.alice("INVITE", "sip:b@example.com");
        office.pass();
        office.answers(office.carol, 180);

        assertThat(office.bob.codes()).containsExactly(100, 180);
    }

    @Test
    @Rfc("5393 §4.1-1: a request that is forked is checked for loops")
    @Rfc("5393 §4.1-2: by the steps of that RFC")
    void boundsTheAttackOfTwoUsersRegisteredToEachOther() {
        var self = Optional.of(office.node.hop(Protocol.UDP));
        office.rules.to(
                new Target(Wire.uri("sip:a@example.com"), List.of(), self, 1000),
                new Target(Wire.uri("sip:b@example.com"), List.of(), self, 1000));

        office.alice("INVITE", "sip:a@example.com");
        office.pass(Duration.ofSeconds(5));

        assertThat(office.network.passed("proxy", "proxy").stream().filter(line -> line.startsWith("INVITE")))
                .as("the number that docs/configuration.md states")
                .hasSize(10);
        assertThat(office.alice.codes()).contains(482);
    }

    @Test
    @Rfc("5393 §4.2.1-7: CANCEL and the ACK for a failure have the branch of their INVITE")
    @Rfc("3261 §16.6.8-7: CANCEL and the ACK for a failure have the branch of their INVITE")
    void keepsTheWholeBranchInCancelAndAck() {
        var via = "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKcall";
        office.alice("INVITE", "sip:b@example.com", via);
        office.answers(office.bob, 180);
        office.alice("CANCEL", "sip:b@example.com", via);
        office.answersInvite(office.bob, 487);

        assertThat(office.bob.methods()).containsExactly("INVITE", "CANCEL", "ACK");
        assertThat(office.bob.requests().stream()
                        .map(request -> request.topVia().branch())
                        .distinct())
                .hasSize(1);
    }

    /** Bob sends what he gets back to the proxy, with his Via and that Request-URI. */
    private void mirror(String method, String uri) {
        office.bob.reacting(request -> {
            if (request.method().name().equals(method)) {
                office.bob.send(back(request, uri), office.node);
            }
        });
    }

    private SipRequest back(SipRequest request, String uri) {
        int hop = office.bob.requests().size();
        return request.edit()
                .requestUri(Wire.uri(uri))
                .write(Slice.of("SIP/2.0/UDP 192.0.2.60:5060;branch=z9hG4bKmirror" + hop));
    }
}
