package org.strowger.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.auth.Peers.NOON;
import static org.strowger.sip.auth.Peers.PASSWORD;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.testing.Rfc;

class TamperingTest {
    private final DigestAuthenticator server = Peers.authenticator(DigestPolicy.DEFAULT);

    private String answer() {
        var alice = Peers.client("alice", PASSWORD);
        alice.learn(Peers.unauthorized(Peers.register(), Peers.check(server, Peers.register(), NOON)));
        return Peers.withCredentials(Peers.register(), alice)
                .headers()
                .value(HeaderName.AUTHORIZATION)
                .orElseThrow()
                .toString();
    }

    private Verdict check(String value) {
        return Peers.check(server, Peers.register("Authorization: " + value), NOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "realm", "nonce", "uri", "algorithm", "qop", "nc", "cnonce", "response"})
    @Rfc("7616 §3.4.1: every parameter goes into the response")
    void acceptsNoParameterThatWasChanged(String parameter) {
        String answer = answer();
        String quote = answer.contains(parameter + "=\"") ? "\"" : "";
        int at = answer.indexOf(" " + parameter + "=" + quote) + parameter.length() + 2 + quote.length();
        char other = answer.charAt(at) == '1' ? '2' : '1';

        assertThat(check(answer.substring(0, at) + other + answer.substring(at + 1)))
                .isNotInstanceOf(Verdict.Accepted.class);
        assertThat(check(answer)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void acceptsTheMethodItWasMadeForOnly() {
        var other = Peers.request("OPTIONS", "sip:example.com", "one@host", "Authorization: " + answer());

        assertThat(Peers.check(server, other, NOON)).isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void acceptsNothingAfterAnyChangeOfAnyOctet() {
        long seed = 20261123;
        var random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            String answer = answer();
            int at = "Digest ".length() + random.nextInt(answer.length() - "Digest ".length());
            char changed = (char) (' ' + 1 + random.nextInt(94));
            String tampered = answer.substring(0, at) + changed + answer.substring(at + 1);

            // names and algorithms do not care about case, separators not about their number
            boolean same = tampered.replaceAll("[ ,]+", ",").equalsIgnoreCase(answer.replaceAll("[ ,]+", ","));
            assertThat(same || !(check(tampered) instanceof Verdict.Accepted))
                    .as("seed %d, round %d: %s", seed, round, tampered)
                    .isTrue();
        }
    }
}
