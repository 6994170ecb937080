package org.strowger.server.registrar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.registrar.Office.aor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;

class DoorkeeperTest {
    private final Office office = Office.guarded();

    private Admission admit(SipRequest request) {
        return admit(office, request);
    }

    private static Admission admit(Office office, SipRequest request) {
        var admissions = new ArrayList<Admission>();
        var shard = office.loop.shards().at(0);
        shard.execute(() -> admissions.add(office.doorkeeper().admit(request, Office.PHONE, shard, office.now())));
        return admissions.getFirst();
    }

    private static SipRequest request(String method, String from, String... lines) {
        return Office.parse("""
            %1$s sip:bob@example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
            Max-Forwards: 70
            From: %2$s;tag=1
            To: <sip:bob@example.com>
            Call-ID: call@192.0.2.1
            CSeq: 1 %1$s
            %3$sContent-Length: 0

            """.formatted(method, from, lines.length == 0 ? "" : String.join("\n", lines) + "\n")
                .replace("\n", "\r\n")
                .getBytes(UTF_8));
    }

    private SipRequest answered(String user, String password, SipRequest request) {
        var rejected = (Admission.Rejected) admit(request);
        var response = request.respond(rejected.status()).toTag(new Tag(Slice.of("t")));
        for (var line : rejected.lines()) {
            response.header(line.name(), line.value());
        }
        var client = new DigestClient(Account.of(user, password), new Random(9));
        client.learn(response.write());
        return Office.withCredentials(request, client);
    }

    private static int status(Admission admission) {
        return ((Admission.Rejected) admission).status().code();
    }

    @Test
    @Rfc("3261 §22.3: the proxy MUST populate the 407 with a Proxy-Authenticate")
    @Rfc("3261 §16.3.6-1: where credentials are required, the request is inspected")
    void asksWhoeverSaysToBeAUserOfOurs() {
        var rejected = (Admission.Rejected) admit(request("INVITE", "<sip:alice@example.com>"));

        assertThat(rejected.status().code()).isEqualTo(407);
        assertThat(rejected.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.name()).isEqualTo(HeaderName.PROXY_AUTHENTICATE));
    }

    @Test
    @Rfc("3261 §22.3: credentials are for the proxy whose realm they name")
    void admitsTheUserAndTellsWhatToWithhold() {
        var request = answered(
                "alice",
                "wonderland",
                request(
                        "INVITE",
                        "\"Alice\" <sips:alice@EXAMPLE.com:5061>",
                        "Proxy-Authorization: Digest realm=\"next.example\", username=\"a\", nonce=\"n\","
                                + " uri=\"sip:x\", response=\"0\""));

        var ours = request.headers().all(HeaderName.PROXY_AUTHORIZATION).get(1);
        assertThat(admit(request)).isEqualTo(new Admission.Admitted(List.of(ours), Optional.of(aor("alice"))));
    }

    @Test
    void refusesAUserWhoSaysToBeAnother() {
        assertThat(status(admit(answered("bob", "builder", request("INVITE", "<sip:alice@example.com>")))))
                .isEqualTo(403);
        assertThat(status(admit(answered("bob", "builder", request("INVITE", "<sip:example.com>")))))
                .isEqualTo(403);
    }

    @Test
    void asksAgainWhoHasTheWrongPassword() {
        assertThat(status(admit(answered("alice", "guess", request("INVITE", "<sip:alice@example.com>")))))
                .isEqualTo(407);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:carol@elsewhere.example>",
                "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
                "<tel:+15551234>"
            })
    void letsStrangersPass(String from) {
        assertThat(admit(request("INVITE", from))).isEqualTo(new Admission.Admitted(List.of(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "CANCEL"})
    @Rfc("3261 §22.1: servers MUST NOT attempt to challenge an ACK")
    @Rfc("3261 §22.1: servers MUST NOT attempt to challenge CANCEL requests")
    void neverAsksForAnAckOrACancel(String method) {
        var line =
                "Proxy-Authorization: Digest realm=\"example.com\", username=\"alice\", nonce=\"old\", uri=\"sip:x\","
                        + " response=\"0\"";
        var request = request(method, "<sip:alice@example.com>", line);

        assertThat(admit(request))
                .isEqualTo(new Admission.Admitted(
                        request.headers().all(HeaderName.PROXY_AUTHORIZATION), Optional.empty()));
    }

    @Test
    void asksNobodyWhereNothingIsRequired() {
        assertThat(admit(Office.open(), request("INVITE", "<sip:alice@example.com>")))
                .isEqualTo(new Admission.Admitted(List.of(), Optional.empty()));
    }

    @Test
    void answersBrokenCredentialsAsABadRequest() {
        assertThat(status(admit(request(
                        "INVITE", "<sip:alice@example.com>", "Proxy-Authorization: Digest realm=\"example.com\""))))
                .isEqualTo(400);
    }
}
