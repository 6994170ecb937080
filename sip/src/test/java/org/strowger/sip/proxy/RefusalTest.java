package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** What the proxy answers itself before it has forwarded anything. */
class RefusalTest {
    private final Office office = new Office();

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407})
    @Rfc("3261 §26.3.2.4: a challenge is sent once, and nothing is kept")
    @Rfc("3261 §16.1-4: and no CANCEL is sent when the state is given up")
    void answersAnInviteOnceAndForgetsIt(int code) {
        office.rules.decide(_ -> Decision.Reject.with(Status.of(code)).forgotten());
        var invite = office.alice("INVITE", "sip:b@example.com");
        assertThat(office.isQuiet()).isTrue();
        office.pass(Duration.ofMinutes(1));
        assertThat(office.alice.codes()).containsExactly(code);

        office.sends(invite.failureAck(office.alice.responses().getLast()), Protocol.UDP);

        assertThat(office.bob.requests()).isEmpty();
        assertThat(office.alice.codes()).containsExactly(code);
        assertThat(office.rules.questions).as("not asked for the ACK").hasSize(1);
    }

    @Test
    @Rfc("3261 §26.3.2.4: without the normal retransmissions")
    @Rfc("3261 §17.2.1-10: sent again to the same INVITE, whatever has changed meanwhile")
    void keepsARefusalThatMayNotBeTheSameAgain() {
        office.rules.reject(480);
        var invite = office.alice("INVITE", "sip:b@example.com");
        office.pass(Duration.ofSeconds(2));
        office.rules.to(Target.of(Wire.uri("sip:bob@192.0.2.60")));
        office.sends(invite, Protocol.UDP);

        assertThat(office.alice.codes()).containsExactly(480, 480);
        assertThat(office.bob.requests()).isEmpty();
    }

    @Test
    @Rfc("3261 §26.3.2.4: nor is a response repeated to what is not valid")
    void answersWhatIsNotValidOnce() {
        office.alice("INVITE", "sip:b@example.com", "Max-Forwards: 0", "Call-ID: 1");
        office.alice("INVITE", "mailto:b@example.com", "Call-ID: 2");
        office.alice("INVITE", "sip:b@example.com", "Proxy-Require: x", "Call-ID: 3");
        office.alice("INVITE", "sip:b@example.com", "Route: <sip:x", "Call-ID: 4");
        assertThat(office.isQuiet()).isTrue();
        office.pass(Duration.ofMinutes(1));

        assertThat(office.alice.codes()).containsExactly(483, 416, 420, 400);
    }

    @Test
    @Rfc("3261 §8.3: a redirect server keeps the transaction")
    void keepsARedirection() {
        office.rules.reject(302);
        office.alice("INVITE", "sip:b@example.com");
        office.pass(Duration.ofSeconds(1));

        assertThat(office.alice.codes()).hasSizeGreaterThan(1).containsOnly(302);
    }

    @Test
    @Rfc("3261 §17.2.1: after a 100 the refusal is repeated until the ACK comes")
    void keepsWhatItHasSaid100To() {
        office.rules.holdAnswers();
        office.rules.reject(404);
        var invite = office.alice("INVITE", "sip:b@example.com");
        office.rules.answer();
        office.pass(Duration.ofSeconds(1));
        assertThat(office.alice.codes()).containsExactly(100, 404, 404);

        office.sends(invite.failureAck(office.alice.responses().getLast()), Protocol.UDP);
        office.pass(Duration.ofMinutes(1));

        assertThat(office.alice.codes()).containsExactly(100, 404, 404);
        assertThat(office.bob.requests()).isEmpty();
    }

    @Test
    void letsTheCallPassThatComesWithTheNextSequenceNumber() {
        office.rules.reject(407);
        var invite = office.alice("INVITE", "sip:b@example.com");
        office.sends(invite.failureAck(office.alice.responses().getLast()), Protocol.UDP);
        office.rules.to(Target.of(Wire.uri("sip:bob@192.0.2.60")));

        office.alice("INVITE", "sip:b@example.com", "CSeq: 2 INVITE");
        office.answers(office.bob, 200);

        assertThat(office.alice.codes()).containsExactly(407, 100, 200);
    }

    @Test
    @Rfc("3261 §16.10-4: a CANCEL of which we know no INVITE is forwarded, whenever it comes")
    @Rfc("3261 §16.11-6: to the same destination")
    @Rfc("3261 §16.11-9: under the same branch")
    void forwardsAnUnknownCancelAsOftenAsItComes() {
        var cancel = office.alice("CANCEL", "sip:b@example.com");
        office.sends(cancel, Protocol.UDP);

        assertThat(office.bob.methods()).containsExactly("CANCEL", "CANCEL");
        assertThat(office.bob.requests().getLast().bytes())
                .isEqualTo(office.bob.requests().getFirst().bytes());
        assertThat(office.isQuiet()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Max-Forwards: 70", "Max-Forwards: 0"})
    @Rfc("3261 §8.2.2.3: what Require names and we do not understand is answered 420, and named in Unsupported")
    void answers420ToAnOptionsForItselfThatRequiresTheUnknown(String hops) {
        office.alice("OPTIONS", "sip:example.com", "Require: 100rel, path", hops);

        assertThat(office.alice.codes()).containsExactly(420);
        assertThat(Wire.values(office.alice.responses().getLast(), HeaderName.UNSUPPORTED))
                .containsExactly("100rel", "path");
    }

    @Test
    @Rfc("3261 §8.2.2.3: what is understood is answered as usual")
    void answersAnOptionsForItselfThatRequiresTheKnown() {
        var knowing = new Office(ProxySettings.DEFAULT.withSupported(List.of("path")));

        knowing.alice("OPTIONS", "sip:example.com", "Require: PATH");

        assertThat(knowing.alice.codes()).containsExactly(200);
    }

    @Test
    void doesNotMindWhatIsRequiredOfOthers() {
        office.alice("OPTIONS", "sip:b@example.com", "Require: 100rel");

        assertThat(office.bob.methods()).containsExactly("OPTIONS");
    }
}
