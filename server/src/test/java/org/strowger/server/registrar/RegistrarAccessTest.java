package org.strowger.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.registrar.Office.aor;
import static org.strowger.server.registrar.Office.contacts;
import static org.strowger.server.registrar.Office.register;
import static org.strowger.server.registrar.Office.registerTo;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.auth.Realm;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.testing.Rfc;

class RegistrarAccessTest {
    private final Office office = Office.guarded();

    @Test
    @Rfc("3261 §10.3-9: a registrar authenticates the user agent client")
    @Rfc("3261 §22.2: WWW-Authenticate MUST be included in 401 responses")
    void asksWhoItIs() {
        var response = office.send(register(1, "Contact: <sip:alice@192.0.2.1>"));

        assertThat(response.status().code()).isEqualTo(401);
        assertThat(response.headers().all(HeaderName.WWW_AUTHENTICATE))
                .extracting(field -> field.value().toString())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("Digest realm=\"example.com\"")
                                .contains("algorithm=SHA-256"),
                        second -> assertThat(second).contains("algorithm=MD5"));
        assertThat(office.location.size()).isZero();
    }

    @Test
    void registersWhoKnowsThePassword() {
        var response = office.sendAs("alice", "wonderland", register(1, "Contact: <sip:alice@192.0.2.1>"));

        assertThat(response.status().code()).isEqualTo(200);
        assertThat(contacts(response)).containsExactly("<sip:alice@192.0.2.1>;expires=3600");
    }

    @Test
    void refreshesWithTheSameNonceAndAHigherCount() {
        var client = new DigestClient(Account.of("alice", "wonderland"), new Random(5));
        client.learn(office.send(register(1)));

        for (int cseq = 2; cseq < 6; cseq++) {
            var request = Office.withCredentials(register(cseq, "Contact: <sip:alice@192.0.2.1>"), client);
            assertThat(office.send(request).status().code()).isEqualTo(200);
        }
    }

    @Test
    void asksAgainWhoHasAnotherPasswordAndRefusesTheThirdGuess() {
        var request = register(1, "Contact: <sip:alice@192.0.2.1>");
        var response = office.send(request);
        for (int guess = 1; guess <= 3; guess++) {
            var client = new DigestClient(Account.of("alice", "guess"), new Random(6));
            client.learn(response);
            response = office.send(Office.withCredentials(request, client));
            assertThat(response.status().code()).isEqualTo(guess < 3 ? 401 : 403);
        }
        assertThat(office.location.size()).isZero();
    }

    @Test
    @Rfc("3261 §10.3-10: it determines whether the user may modify this address-of-record")
    @Rfc("3261 §10.3-11: 403 if not")
    void letsNobodyRegisterForAnother() {
        assertThat(office.sendAs("bob", "builder", register(1, "Contact: <sip:bob@192.0.2.1>"))
                        .status()
                        .code())
                .isEqualTo(403);
        assertThat(office.location.bindings(aor("alice"), office.now())).isEmpty();
    }

    @Test
    void tellsNobodyWhoIsAUser() {
        var toNobody = registerTo("sip:example.com", "sip:nobody@example.com", 1);

        assertThat(office.send(toNobody).status().code()).isEqualTo(401);
        assertThat(office.sendAs("alice", "wonderland", toNobody).status().code())
                .isEqualTo(403);
        assertThat(office.sendAs("nobody", "guess", toNobody).status().code()).isEqualTo(401);
    }

    @Test
    void answersBrokenCredentialsAsABadRequest() {
        assertThat(office.send(register(1, "Authorization: Digest realm=\"example.com\", nc=x"))
                        .status()
                        .code())
                .isEqualTo(400);
    }

    @Test
    void usesARealmForAllDomainsWhereOneIsConfigured() {
        var one = new Office(
                RegistrarPolicy.DEFAULT,
                new Access(true, Office.users(), Optional.of(new Realm("The Office")), _ -> false));
        var request = registerTo("sip:example.org", "sip:alice@example.org", 1, "Contact: <sip:alice@192.0.2.1>");

        assertThat(one.send(request)
                        .headers()
                        .value(HeaderName.WWW_AUTHENTICATE)
                        .orElseThrow()
                        .toString())
                .contains("realm=\"The Office\"");
        assertThat(one.sendAs("alice", "wonderland", request).status().code()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rfc("3261 §10.3-12: 404 for who is no user, where nobody is asked")
    void takesTrustedPeersAtTheirWordAboutUsersThereAre(boolean required) {
        var trusting = new Office(
                RegistrarPolicy.DEFAULT, new Access(required, Office.users(), Optional.empty(), Office.PHONE::equals));

        assertThat(trusting.send(register(1, "Contact: <sip:alice@192.0.2.1>"))
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(trusting.send(registerTo("sip:example.com", "sip:carol@example.com", 1))
                        .status()
                        .code())
                .isEqualTo(404);
    }
}
