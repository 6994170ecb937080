package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;

/** RFC 4028 §8, with two minutes as the shortest and half an hour as the longest time, on a network. */
class SessionTimersTest {
    private static final SessionTimers ASKED = new SessionTimers(Duration.ofMinutes(2), Duration.ofMinutes(30));

    private final Office office = new Office(ProxySettings.DEFAULT.withSessionTimers(Optional.of(ASKED)));

    private static List<String> interval(SipMessage message) {
        return Wire.values(message, HeaderName.SESSION_EXPIRES);
    }

    private static List<String> least(SipMessage message) {
        return Wire.values(message, HeaderName.MIN_SE);
    }

    /** Bob answers with these fields. */
    private SipResponse answered(String... fields) {
        var answer = office.bob.request().respond(Status.OK).toTag(new Tag(Slice.of("b")));
        for (var field : fields) {
            answer.header(
                    HeaderName.of(field.substring(0, field.indexOf(':'))), field.substring(field.indexOf(':') + 2));
        }
        office.bob.send(answer.write());
        office.pass();
        return office.alice.responses().getLast();
    }

    @Test
    @Rfc("4028 §8.1: a proxy may ask for a session timer")
    void asksWhereNobodyDid() {
        office.alice("INVITE", "sip:b@example.com");

        assertThat(interval(office.bob.request())).containsExactly("1800");
        assertThat(least(office.bob.request())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3600;refresher=uac,1800;refresher=uac", "3600,1800", "1800;refresher=uas,1800;refresher=uas", "120,120"
    })
    @Rfc("4028 §8.1: a proxy may reduce the time, and must not increase it")
    @Rfc("4028 §8.1: it must not modify the refresher")
    void reducesWhatIsTooLong(String came, String leaves) {
        office.alice("INVITE", "sip:b@example.com", "Supported: timer", "Session-Expires: " + came);

        assertThat(interval(office.bob.request())).containsExactly(leaves);
    }

    @ParameterizedTest
    @CsvSource({"3600,2400,2400", "100,200,200"})
    @Rfc("4028 §8.1: never below Min-SE, and up to it where it is below")
    void keepsAboveMinSe(String came, String least, String leaves) {
        office.alice("INVITE", "sip:b@example.com", "Session-Expires: " + came, "Min-SE: " + least);

        assertThat(interval(office.bob.request())).containsExactly(leaves);
        assertThat(least(office.bob.request())).containsExactly(least);
    }

    @Test
    @Rfc("4028 §8.1: above Min-SE where nothing was asked for")
    void asksForNoLessThanMinSe() {
        office.alice("INVITE", "sip:b@example.com", "Min-SE: 2400");

        assertThat(interval(office.bob.request())).containsExactly("2400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    @Rfc("4028 §8.1: 422 with Min-SE to who understands it")
    void refusesWhatIsTooShort(String method) {
        office.alice(method, "sip:b@example.com", "Supported: 100rel, Timer", "Session-Expires: 119");

        assertThat(office.alice.codes()).containsExactly(422);
        assertThat(least(office.alice.responses().getLast())).containsExactly("120");
        assertThat(office.bob.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Min-SE: 90", "Min-SE:", "Min-SE: 110"})
    @Rfc("4028 §8.1: who does not understand it is not refused: Min-SE is inserted or increased")
    void raisesWhatIsTooShortForWhoDoesNotUnderstand(String least) {
        office.alice("INVITE", "sip:b@example.com", "Session-Expires: 100", least);

        assertThat(interval(office.bob.request())).containsExactly("120");
        assertThat(least(office.bob.request())).containsExactly("120");
    }

    @Test
    @Rfc("4028 §8.1: and it is inserted where it is the least that there may be")
    void insertsMinSeOf90Seconds() {
        var least = new SessionTimers(SessionTimers.LEAST, Duration.ofHours(1));
        var common = new Office(ProxySettings.DEFAULT.withSessionTimers(Optional.of(least)));

        common.alice("INVITE", "sip:b@example.com", "Session-Expires: 30");

        assertThat(interval(common.bob.request())).containsExactly("90");
        assertThat(least(common.bob.request())).containsExactly("90");
    }

    @Test
    @Rfc("4028 §8.1: Min-SE is never modified where the request supports timer")
    void leavesMinSeToWhoUnderstands() {
        office.alice("INVITE", "sip:b@example.com", "Supported: timer", "Session-Expires: 1000", "Min-SE: 90");

        assertThat(least(office.bob.request())).containsExactly("90");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "OPTIONS", "INFO"})
    void leavesOtherRequestsAlone(String method) {
        office.alice(method, "sip:b@example.com", "Supported: timer", "Session-Expires: 10");

        assertThat(interval(office.bob.request())).containsExactly("10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", ";refresher=uac", "12x", "99999999999999"})
    void leavesAloneWhatItCannotRead(String value) {
        office.alice("INVITE", "sip:b@example.com", "Supported: timer", "Session-Expires: " + value);

        assertThat(interval(office.bob.request())).containsExactly(value);
        assertThat(interval(answered())).isEmpty();
    }

    @Test
    void asksForNothingInAnUpdateThatDoesNot() {
        office.alice("UPDATE", "sip:b@example.com", "Supported: timer");

        assertThat(interval(office.bob.request())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Require: 100rel,100rel/timer", "Allow: ACK,timer", "Require: timer,timer"})
    @Rfc("4028 §8.2: where only the caller knows session timers it is told to refresh")
    void tellsTheCallerToRefreshWhereTheCalleeDoesNot(String field, String required) {
        office.alice("INVITE", "sip:b@example.com", "Supported: timer", "Session-Expires: 3600");

        var answer = answered(field);

        assertThat(interval(answer)).containsExactly("1800;refresher=uac");
        assertThat(Wire.values(answer, HeaderName.REQUIRE))
                .containsExactlyElementsOf(Arrays.asList(required.split("/")));
    }

    @Test
    @Rfc("4028 §8.2: what the callee says is not modified")
    void leavesTheAnswerOfACalleeWhoKnows() {
        office.alice("INVITE", "sip:b@example.com", "Supported: timer", "Session-Expires: 3600");

        var answer = answered("Session-Expires: 1200;refresher=uas", "Require: timer");

        assertThat(interval(answer)).containsExactly("1200;refresher=uas");
        assertThat(Wire.values(answer, HeaderName.REQUIRE)).containsExactly("timer");
    }

    @Test
    @Rfc("4028 §8.2: where neither knows there is no session timer")
    void leavesTheAnswerToACallerWhoDoesNot() {
        office.alice("INVITE", "sip:b@example.com");

        assertThat(interval(answered())).isEmpty();
    }

    @Test
    @Rfc("4028 §8.2: there can be several 2xx, each with its session")
    void tellsTheCallerInEach2xx() {
        office.alice("INVITE", "sip:bc@example.com", "Supported: timer");
        var invite = office.carol.request();
        answered();
        for (var tag : List.of("c", "c-again")) {
            office.carol.send(
                    invite.respond(Status.OK).toTag(new Tag(Slice.of(tag))).write());
            office.pass();
        }

        assertThat(office.alice.responses().stream()
                        .filter(response -> response.status().isSuccess())
                        .map(SessionTimersTest::interval))
                .as("the last when nothing was left to be decided")
                .hasSize(3)
                .allMatch(List.of("1800;refresher=uac")::equals);
    }

    @Test
    @Rfc("4028 §8.2: only in a 2xx")
    void leavesRefusalsAlone() {
        office.alice("INVITE", "sip:b@example.com", "Supported: timer");
        office.answers(office.bob, 486);

        assertThat(interval(office.alice.responses().getLast())).isEmpty();
    }

    @Test
    @Rfc("4028 §8: stateless proxies must not ask for session timers")
    void asksForNothingWithoutState() {
        office.rules.decide(_ ->
                new Decision.Forward(List.of(Target.of(Wire.uri("sip:bob@192.0.2.60"))), List.of(), Manner.STATELESS));
        office.alice("INVITE", "sip:b@example.com", "Supported: timer");

        assertThat(interval(office.bob.request())).isEmpty();
    }

    @Test
    @Rfc("4028 §8.3: a proxy never sends a BYE")
    void endsNoCall() {
        office.alice("INVITE", "sip:b@example.com", "Supported: timer");
        answered();
        office.pass(Duration.ofHours(2));

        assertThat(office.bob.methods()).doesNotContain("BYE");
        assertThat(office.isQuiet()).isTrue();
    }

    @Test
    @Rfc("4028 §8: whoever asks for nothing touches nothing")
    void leavesAllToOthersWhereNothingIsConfigured() {
        var plain = new Office();
        plain.alice(
                "INVITE", "sip:b@example.com", "Supported: timer", "Session-Expires: 50;refresher=uac", "Min-SE: 10");
        assertThat(interval(plain.bob.request())).containsExactly("50;refresher=uac");
        assertThat(least(plain.bob.request())).containsExactly("10");
        plain.answers(plain.bob, 200);
        assertThat(interval(plain.alice.responses().getLast())).isEmpty();
    }

    @Test
    @Rfc("4028 §8.1: never lower than 90 seconds")
    void areNotShorterThan90Seconds() {
        assertThatThrownBy(() -> new SessionTimers(Duration.ofSeconds(89), Duration.ofHours(1)))
                .hasMessageContaining("PT1M30S <= shortest");
    }
}
