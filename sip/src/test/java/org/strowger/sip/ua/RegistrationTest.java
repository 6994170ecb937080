package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.ResponseBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;

/** An agent that registers with a stranger. */
class RegistrationTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Town town = new Town();
    private final List<String> states = new ArrayList<>();
    private final UserAgent alice = town.agent("alice", Town.ALICE, settings(), UserAgentListener.ABSENT);

    private static UserAgentSettings settings() {
        try {
            return Town.settings("alice")
                    .withAccount("alice", "wonder")
                    .registeringAt(SipUri.parse("sip:" + Town.STRANGER));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private Registration registered() {
        var registration = alice.register(HOUR, (_, state) -> states.add(described(state)));
        town.pass();
        return registration;
    }

    private static String described(RegistrationState state) {
        return switch (state) {
            case RegistrationState.Registering() -> "registering";
            case RegistrationState.Registered(var expires, var bindings) ->
                "registered for " + expires.toSeconds() + " of " + bindings.size();
            case RegistrationState.Failed(var reason) -> "failed: " + reason.getMessage();
            case RegistrationState.Removed(var bindings) -> "removed, left " + bindings.size();
        };
    }

    /** CSeq numbers of what came, each once. */
    private List<Long> numbers() {
        return town.stranger.requests().stream()
                .map(request -> request.cseq().number())
                .distinct()
                .toList();
    }

    private static String header(SipRequest request, HeaderName name) {
        return request.headers().value(name).orElseThrow().toString();
    }

    /** The registrar answers with a list. */
    private void lists(String... contacts) {
        ResponseBuilder ok = town.stranger.request().respond(Status.OK).toTag(Town.FIRST);
        for (var contact : contacts) {
            ok.header(HeaderName.CONTACT, contact);
        }
        town.stranger.send(ok.write());
        town.pass();
    }

    private void says(int code, HeaderName name, String value) {
        town.stranger.send(Town.respond(town.stranger.request(), code, Town.FIRST)
                .header(name, value)
                .write());
        town.pass();
    }

    @Test
    @Rfc("3261 §10.2-3: Request-URI, To, From, Call-ID, CSeq, Contact")
    @Rfc("3261 §10.2-4: no user in the Request-URI")
    @Rfc("3261 §10.2-5: the address-of-record in To")
    @Rfc("3261 §10.2-9: no action parameter")
    void saysWhoItIsAndWhere() {
        registered();

        var register = town.stranger.request();
        assertThat(register.requestUri()).hasToString("sip:192.0.2.9");
        assertThat(header(register, HeaderName.TO)).isEqualTo("<sip:alice@example.com>");
        assertThat(header(register, HeaderName.FROM)).startsWith("<sip:alice@example.com>;tag=");
        assertThat(header(register, HeaderName.CONTACT)).isEqualTo("<sip:alice@192.0.2.1:5060>;expires=3600");
        assertThat(register.cseq()).hasToString("1 REGISTER");
    }

    @Test
    @Rfc("3261 §10.2.6-1: the domain of the address-of-record is the registrar if no other is known")
    void asksItsDomain() throws MalformedMessageException {
        assertThat(UserAgentSettings.of("sip:alice@example.com").registrarUri()).hasToString("sip:example.com");
        assertThat(UserAgentSettings.of("sips:alice@example.com:5071;transport=tcp")
                        .registrarUri())
                .hasToString("sips:example.com:5071;transport=tcp");
    }

    @Test
    @Rfc("3261 §10.2-2: Record-Route in a response to REGISTER makes no route set")
    void takesNoRouteFromAnAnswer() {
        registered();
        town.stranger.send(Town.respond(town.stranger.request(), 200, Town.FIRST)
                .header(HeaderName.RECORD_ROUTE, "<sip:192.0.2.66;lr>")
                .header(HeaderName.CONTACT, "<sip:alice@192.0.2.1:5060>;expires=300")
                .write());
        town.pass(Duration.ofSeconds(211));

        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(town.stranger.request().headers().has(HeaderName.ROUTE)).isFalse();
    }

    @Test
    @Rfc("3261 §10.2.4-2: refreshes have the same Call-ID")
    @Rfc("3261 §10.2-6: all registrations with one registrar have the same Call-ID")
    @Rfc("3261 §10.2-7: the CSeq grows by one")
    @Rfc("3261 §10.2.4-1: only its own binding is refreshed")
    @Rfc("3261 §10.2.4-3: at the same address as before")
    void refreshesItselfBeforeItExpires() {
        var registration = registered();
        lists("<sip:alice@192.0.2.1:5060>;expires=300", "<sip:alice@192.0.2.77>;expires=3000");
        var first = town.stranger.request();
        assertThat(registration.registered().join().expires()).isEqualTo(Duration.ofSeconds(300));

        town.pass(Duration.ofSeconds(205));
        assertThat(numbers()).containsExactly(1L);
        town.pass(Duration.ofSeconds(6));

        var second = town.stranger.request();
        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.cseq()).hasToString("2 REGISTER");
        assertThat(second.headers().count(HeaderName.CONTACT)).isEqualTo(1);
        assertThat(states).containsExactly("registering", "registered for 300 of 2");
    }

    @Test
    @Rfc("3261 §10.2.8: 423 asks for longer")
    void asksForLonger() {
        registered();
        says(423, HeaderName.MIN_EXPIRES, "7200");

        assertThat(header(town.stranger.request(), HeaderName.CONTACT)).endsWith(";expires=7200");
    }

    @Test
    @Rfc("3261 §22.2: a challenge is answered, and with the same nonce from then on")
    void answersAChallenge() {
        registered();
        says(401, HeaderName.WWW_AUTHENTICATE, "Digest realm=\"example.com\", nonce=\"n1\", qop=\"auth\"");
        assertThat(header(town.stranger.request(), HeaderName.AUTHORIZATION)).contains("nonce=\"n1\"", "nc=00000001");
        lists("<sip:alice@192.0.2.1:5060>;expires=60");
        town.pass(Duration.ofSeconds(31));

        assertThat(header(town.stranger.request(), HeaderName.AUTHORIZATION)).contains("nonce=\"n1\"", "nc=00000002");
        assertThat(town.stranger.request().cseq().number()).isEqualTo(3);
    }

    @Test
    void saysWhyItFailed() {
        var registration = registered();
        town.answers(403, Town.FIRST, "");
        town.pass(Duration.ofHours(2));

        assertThat(states).containsExactly("registering", "failed: 403 Forbidden");
        assertThat(registration.registered()).isCompletedExceptionally();
        assertThat(town.stranger.requests()).hasSize(1);
    }

    @Test
    @Rfc("3261 §10.2.7-1: it is not tried again at once where nobody answers")
    void triesAgainAfterAWhile() {
        registered();
        town.pass(Duration.ofSeconds(33));
        assertThat(states).containsExactly("registering", "failed: no answer");
        int asked = town.stranger.requests().size();
        town.pass(Duration.ofSeconds(25));
        assertThat(town.stranger.requests()).hasSize(asked);

        town.pass(Duration.ofSeconds(10));
        lists("<sip:alice@192.0.2.1:5060>;expires=60");

        assertThat(states).endsWith("registered for 60 of 1");
    }

    @Test
    void comesAsSoonAsItIsTold() {
        registered();
        says(503, HeaderName.RETRY_AFTER, "5");
        town.pass(Duration.ofSeconds(4));
        assertThat(town.stranger.requests()).hasSize(1);
        town.pass(Duration.ofSeconds(2));

        assertThat(numbers()).containsExactly(1L, 2L);
    }

    @Test
    @Rfc("3261 §10.2.2-1: a binding is removed with an expiration of zero")
    @Rfc("3261 §10.2-8: no REGISTER before the last one is answered")
    void isTakenBackAfterwards() {
        var registration = registered();
        var gone = registration.remove();
        assertThat(town.stranger.requests()).hasSize(1);
        lists("<sip:alice@192.0.2.1:5060>;expires=60");
        assertThat(header(town.stranger.request(), HeaderName.CONTACT))
                .isEqualTo("<sip:alice@192.0.2.1:5060>;expires=0");
        lists("<sip:alice@192.0.2.77>;expires=3000");

        assertThat(gone).isCompleted();
        assertThat(states).endsWith("removed, left 1");
        town.pass(Duration.ofHours(1));
        assertThat(town.stranger.requests()).hasSize(2);
        assertThat(town.loop.armed()).isZero();
    }

    @Test
    void isTakenBackWhenTheAgentLeaves() {
        registered();
        lists("<sip:alice@192.0.2.1:5060>;expires=60");
        var gone = alice.leave();
        town.pass();
        lists();

        assertThat(gone).isCompleted();
        assertThat(states).endsWith("removed, left 0");
    }

    @Test
    void isLetGo() {
        var registration = registered();
        lists("<sip:alice@192.0.2.1:5060>;expires=60");
        registration.letGo();

        assertThat(alice.leave()).isCompleted();
        assertThat(town.stranger.requests()).hasSize(1);
    }

    @Test
    @Rfc("3261 §10.2.3: without Contact it only fetches")
    void onlyAsks() {
        var bindings = alice.bindings();
        town.pass();
        assertThat(town.stranger.request().headers().has(HeaderName.CONTACT)).isFalse();
        lists("<sip:alice@192.0.2.77>;expires=30, <sip:alice@192.0.2.78>");

        assertThat(bindings.join())
                .containsExactly(
                        new RegisteredContact(SipUri.of("alice", "192.0.2.77", 0), Optional.of(Duration.ofSeconds(30))),
                        new RegisteredContact(SipUri.of("alice", "192.0.2.78", 0), Optional.empty()));
    }

    @Test
    @Rfc("3261 §10.2.2-2: the star only with an Expires of zero")
    void removesAll() {
        var left = alice.removeBindings();
        town.pass();
        var register = town.stranger.request();
        lists();

        assertThat(register.headers().value(HeaderName.CONTACT)).hasValue(Slice.of("*"));
        assertThat(header(register, HeaderName.EXPIRES)).isEqualTo("0");
        assertThat(left.join()).isEmpty();
    }

    @Test
    void removesOne() {
        var left = alice.removeBinding(SipUri.of("alice", "192.0.2.77", 0));
        town.pass();
        assertThat(header(town.stranger.request(), HeaderName.CONTACT)).isEqualTo("<sip:alice@192.0.2.77>;expires=0");
        town.answers(404, Town.FIRST, "");

        assertThat(left).isCompletedExceptionally();
    }
}
