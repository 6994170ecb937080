package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.testing.Rfc;

class RecursionTest {
    private static final Target BOB = Target.of(Wire.uri("sip:bob@192.0.2.60"));

    @Test
    @Rfc("3261 §16.7.4-3: a 3xx whose contacts are all tried is no candidate")
    void triesTheContactsOfA3xxInTheOrderOfTheirQ() {
        var fork = Fork.recursive("sip:bob@example.com").targeted(BOB).resolved(0, Wire.hop(1));

        var moved = fork.receives(0, 302, "Contact: <sip:bob@192.0.2.61>;q=0.1, <sip:bob@192.0.2.62>;q=0.9");

        assertThat(moved.asked()).containsExactly("resolve 1");
        assertThat(moved.context().branches().get(1).target().uri()).hasToString("sip:bob@192.0.2.62");
        assertThat(fork.resolved(1, Wire.hop(2)).receives(1, 404).asked()).containsExactly("resolve 2");
        assertThat(fork.resolved(2, Wire.hop(3)).receives(2, 486).asked()).containsExactly("best 404");
    }

    @Test
    @Rfc("3261 §16.7.4-1: contacts that are tried are removed from the response")
    void leavesTheContactsThatItDoesNotTry() {
        var fork = Fork.recursive("sip:bob@example.com").targeted(BOB).resolved(0, Wire.hop(1));

        fork.receives(0, 302, "Contact: <sip:bob@192.0.2.61>, <mailto:bob@example.com>")
                .resolved(1, Wire.hop(2));
        fork.receives(1, 486);

        assertThat(fork.asked()).containsExactly("best 302");
        var best = (BestResponse.Relay) ((ContextAction.Conclude) fork.actions().getLast()).best();
        assertThat(Wire.values(best.best(), HeaderName.CONTACT)).containsExactly("<mailto:bob@example.com>");
    }

    @Test
    @Rfc("3261 §16.5-10: no URI is tried twice, so that nobody sends us in circles")
    void triesNoUriTwice() {
        var fork = Fork.recursive("sip:bob@example.com").targeted(BOB).resolved(0, Wire.hop(1));

        assertThat(fork.receives(0, 302, "Contact: <sip:bob@192.0.2.60>").asked())
                .containsExactly("best 302");
    }

    @Test
    @Rfc("3261 §16.7.4-2: from SIPS it does not go on to SIP")
    @Rfc("5630 §5.3-12: nor by RFC 5630")
    void staysSecure() {
        var fork = Fork.recursive("sips:bob@example.com").targeted(BOB).resolved(0, Wire.hop(1));

        fork.receives(0, 302, "Contact: <sip:bob@192.0.2.61>, <sips:bob@192.0.2.62>");

        assertThat(fork.asked()).containsExactly("resolve 1");
        assertThat(fork.context().branches().get(1).target().uri()).hasToString("sips:bob@192.0.2.62");
    }

    @Test
    @Rfc("5630 §5.3-14: from SIP it does not go on to SIPS")
    @Rfc("5630 §5.3-13: the response goes upstream instead")
    void doesNotBecomeSecureByItself() {
        var fork = Fork.recursive("sip:bob@example.com").targeted(BOB).resolved(0, Wire.hop(1));

        assertThat(fork.receives(0, 302, "Contact: <sips:bob@192.0.2.62>").asked())
                .containsExactly("best 302");
    }

    @Test
    void passesA3xxOnUnlessItIsToldToFollow() {
        var fork = Fork.invite().to(1);

        assertThat(fork.receives(0, 302, "Contact: <sip:bob@192.0.2.61>").asked())
                .containsExactly("best 302");
    }

    @Test
    void leavesContactsThatCannotBeReadToUpstream() {
        var fork = Fork.recursive("sip:bob@example.com").to(1);

        assertThat(fork.receives(0, 302, "Contact: <sip:x").asked()).containsExactly("best 302");
    }

    @Test
    void followsNothingOnceTheRequestIsRefusedOrCancelled() {
        var fork = Fork.recursive("sip:bob@example.com").to(1).isCancelled();

        assertThat(fork.receives(0, 302, "Contact: <sip:bob@192.0.2.61>").asked())
                .containsExactly("best 302");
    }

    @Test
    @Rfc("3261 §16.7.4-4: after a 416 to a scheme that we chose, a new URI is tried")
    @Rfc("3261 §16.7.4-5: a SIP URI version of it")
    @Rfc("3261 §16.7.4-6: and the 416 is no candidate")
    void triesASipUriWhereATelUriWasNotUnderstood() {
        var gateway = new Target(Wire.uri("tel:+49-30-123456"), List.of(), Optional.of(Wire.hop(5070)), 1000);
        var fork = Fork.invite().targeted(gateway);

        assertThat(fork.receives(0, 416).asked()).containsExactly("forward 1 5070");
        assertThat(fork.context().branches().get(1).target().uri())
                .hasToString("sip:+49-30-123456@192.0.2.99;user=phone");
        assertThat(fork.receives(1, 416).asked()).containsExactly("best 416");
    }
}
