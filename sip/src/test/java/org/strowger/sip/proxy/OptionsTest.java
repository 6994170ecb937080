package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

/** OPTIONS that ask the proxy itself, on a network. */
class OptionsTest {
    private final Office office = new Office();

    @Test
    @Rfc("3261 §11.2: an OPTIONS for the proxy itself is answered 200")
    @Rfc("3261 §17.1-1: and at once")
    void answersAnOptionsThatIsMeantForIt() {
        office.alice("OPTIONS", "sip:example.com");
        office.alice("OPTIONS", "sip:192.0.2.1:5060", "Call-ID: 2");
        assertThat(office.alice.codes()).containsExactly(200, 200);
        assertThat(office.rules.questions).isEmpty();

        office.alice("OPTIONS", "sip:b@example.com", "Call-ID: 3");
        assertThat(office.bob.methods()).containsExactly("OPTIONS");
    }

    @Test
    @Rfc("3261 §8.2.7: discards any state that would ordinarily be retained by a UAS after a response has been sent")
    @Rfc("3261 §8.2.7: regenerates the response and re-sends it, just as if it were replying to the first instance")
    void answersOptionsForItselfWithoutState() {
        office.alice("OPTIONS", "sip:example.com", "Via: SIP/2.0/UDP 192.0.2.50;branch=z9hG4bKone");
        office.alice("OPTIONS", "sip:example.com", "Via: SIP/2.0/UDP 192.0.2.50;branch=z9hG4bKone");

        assertThat(office.alice.codes()).containsExactly(200, 200);
        assertThat(office.alice.responses().getFirst())
                .hasToString(office.alice.responses().getLast().toString());
        assertThat(office.transactions.live()).isZero();
    }
}
