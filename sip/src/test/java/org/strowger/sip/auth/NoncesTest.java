package org.strowger.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.auth.Peers.NOON;

import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;

class NoncesTest {
    private static final Nonces.Binding HERE = new Nonces.Binding(Peers.REALM, new CallId(Slice.of("a@b")));

    private final Nonces nonces = new Nonces(new SecretKeySpec(new byte[32], "HmacSHA256"), new Random(1));

    @Test
    void opensWhatItIssued() {
        var opened = nonces.open(nonces.issue(HERE, 2, NOON), HERE).orElseThrow();

        assertThat(opened.issuedAt()).isEqualTo(NOON);
        assertThat(opened.attempt()).isEqualTo(2);
    }

    @Test
    void issuesTwoInTheSameMillisecondThatDiffer() {
        assertThat(nonces.issue(HERE, 0, NOON)).isNotEqualTo(nonces.issue(HERE, 0, NOON));
    }

    @Test
    void opensNothingThatIsForAnotherRealmCallIdOrSecret() {
        String nonce = nonces.issue(HERE, 0, NOON);
        var others = new Nonces(new SecretKeySpec(new byte[] {1}, "HmacSHA256"), new Random(1));

        assertThat(nonces.open(nonce, new Nonces.Binding(new Realm("other"), HERE.callId())))
                .isEmpty();
        assertThat(nonces.open(nonce, new Nonces.Binding(Peers.REALM, new CallId(Slice.of("c@d")))))
                .isEmpty();
        assertThat(others.open(nonce, HERE)).isEmpty();
        assertThat(nonces.open("", HERE)).isEmpty();
        assertThat(nonces.open("\u00e4", HERE)).isEmpty();
    }

    @Test
    void opensNothingAfterAnyChange() {
        String nonce = nonces.issue(HERE, 0, NOON);
        for (int at = 0; at < nonce.length(); at++) {
            char other = nonce.charAt(at) == 'A' ? 'B' : 'A';
            assertThat(nonces.open(nonce.substring(0, at) + other + nonce.substring(at + 1), HERE))
                    .isEmpty();
        }
    }
}
