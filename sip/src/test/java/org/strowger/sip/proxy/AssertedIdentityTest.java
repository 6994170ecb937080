package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.proxy.identity.Border;
import org.strowger.sip.proxy.identity.TrustDomain;
import org.strowger.sip.proxy.identity.TrustDomain.Told;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.testing.Rfc;

/** P-Asserted-Identity and Privacy at the border: Carol and Dave are of the Trust Domain, Alice and Bob are not. */
class AssertedIdentityTest {
    private static final Set<InetAddress> TRUSTED =
            Set.of(InetAddress.ofLiteral("192.0.2.61"), InetAddress.ofLiteral("192.0.2.62"));
    private static final String ALICE = "<sip:alice@example.com>";
    private static final String[] CLAIMED = {
        "P-Asserted-Identity: \"The Boss\" <sip:boss@example.com>, <tel:+4930123456>",
        "P-Asserted-Identity: <sips:boss@example.com>",
        "P-Preferred-Identity: <sip:boss@example.com>"
    };

    private static Office office(Told told) {
        return new Office(ProxySettings.DEFAULT, null, Border.of(new TrustDomain(TRUSTED::contains, told)));
    }

    /** Alice has proven to be Alice. */
    private static Office provenOffice(Told told, String target) {
        var office = office(told);
        office.rules.decide(question -> new Decision.Forward(
                List.of(Target.of(Wire.uri(target))), List.of(), Manner.USUAL.withCaller(Slice.of(ALICE))));
        return office;
    }

    private static List<String> asserted(SipMessage message) {
        return Wire.values(message, HeaderName.P_ASSERTED_IDENTITY);
    }

    private static void callsFromCarol(Office office, String uri, String... fields) {
        var all = new ArrayList<>(List.of(fields));
        all.add("Via: SIP/2.0/UDP 192.0.2.61:5060;branch=z9hG4bKcarol1");
        office.carol.send(Wire.request("INVITE", uri, all.toArray(String[]::new)), office.node);
        office.pass();
    }

    private static void answers(Office office, Peer phone, String... fields) {
        var answer = phone.request().respond(Status.of(200)).toTag(new Tag(Slice.of("t")));
        for (var field : fields) {
            int colon = field.indexOf(':');
            answer.header(HeaderName.of(field.substring(0, colon)), Slice.of(field.substring(colon + 2)));
        }
        phone.send(answer.write());
        office.pass();
    }

    @ParameterizedTest
    @EnumSource(Told.class)
    @Rfc("3325 §5-2: a SIP URI that a stranger asserts is removed")
    @Rfc("3325 §5-3: and so is a tel URI")
    @Rfc("3325 §6-1: P-Preferred-Identity is removed")
    void removesWhatAStrangerAsserts(Told told) {
        var office = office(told);

        office.alice("INVITE", "sip:d@example.com", CLAIMED);

        assertThat(asserted(office.dave.request())).isEmpty();
        assertThat(office.dave.request().headers().has(HeaderName.P_PREFERRED_IDENTITY))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"TRUSTED, true", "EVERYBODY, true", "NOBODY, false"})
    @Rfc("3325 §5-1: who has proven who they are is asserted")
    @Rfc("3325 §9.1-1: by one name-addr")
    @Rfc("3325 §9.1-2: with a sip URI")
    void tellsTrustedPeersWhoCalls(Told told, boolean isTold) {
        var office = provenOffice(told, "sip:dave@192.0.2.62");

        office.alice("INVITE", "sip:d@example.com", CLAIMED);

        assertThat(asserted(office.dave.request())).isEqualTo(isTold ? List.of(ALICE) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"TRUSTED, false", "EVERYBODY, true", "NOBODY, false"})
    void tellsOthersIfEverybodyIsTold(Told told, boolean isTold) {
        var office = provenOffice(told, "sip:bob@192.0.2.60");

        office.alice("INVITE", "sip:b@example.com");

        assertThat(asserted(office.bob.request())).isEqualTo(isTold ? List.of(ALICE) : List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Privacy: id",
                "Privacy: header;id",
                "Privacy: header",
                "Privacy: ID",
                "From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=a1"
            })
    @Rfc("3325 §5-4: Privacy is examined before strangers are told")
    @Rfc("3323 §5.1-1: nothing is added that reveals an identity")
    @Rfc("3323 §5-1: the level of privacy is evaluated")
    void tellsNoStrangerWhomTheCallerDoesNotWantToBeTold(String field) {
        var office = provenOffice(Told.EVERYBODY, "sip:bob@192.0.2.60");

        office.alice("INVITE", "sip:b@example.com", field);

        assertThat(asserted(office.bob.request())).isEmpty();
    }

    @Test
    void tellsTrustedPeersWhoCallsInPrivate() {
        var office = provenOffice(Told.TRUSTED, "sip:dave@192.0.2.62");

        office.alice("INVITE", "sip:d@example.com", "Privacy: id");

        assertThat(asserted(office.dave.request())).containsExactly(ALICE);
        assertThat(Wire.values(office.dave.request(), HeaderName.PRIVACY)).containsExactly("id");
    }

    @ParameterizedTest
    @CsvSource({"b", "d"})
    @Rfc("3325 §7-4: what a trusted peer asserts goes on")
    void keepsWhatATrustedPeerAsserts(String letter) {
        var office = office(Told.NOBODY);

        callsFromCarol(office, "sip:" + letter + "@example.com", CLAIMED);

        var phone = letter.equals("b") ? office.bob : office.dave;
        assertThat(asserted(phone.request()))
                .containsExactly("\"The Boss\" <sip:boss@example.com>", "<tel:+4930123456>", "<sips:boss@example.com>");
    }

    @Test
    @Rfc("3325 §7-1: Privacy id removes it before it goes to a stranger")
    @Rfc("3325 §7-6: all of its values")
    void keepsItFromStrangersWherePrivacyAsks() {
        var office = office(Told.EVERYBODY);

        callsFromCarol(office, "sip:bd@example.com", CLAIMED[0], CLAIMED[1], "Privacy: id");

        assertThat(asserted(office.bob.request())).isEmpty();
        assertThat(asserted(office.dave.request())).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "none;critical"})
    @Rfc("3325 §7-2: Privacy none keeps it")
    @Rfc("3323 §4.2-1: and stays as it is")
    @Rfc("3323 §4.2-2: unaltered")
    @Rfc("3323 §5-2: no privacy function is performed")
    @Rfc("3323 §5-3: none and critical are supported")
    void keepsItWherePrivacyIsNone(String privacy) {
        var office = office(Told.TRUSTED);

        callsFromCarol(office, "sip:b@example.com", CLAIMED[0], "Privacy: " + privacy);

        assertThat(asserted(office.bob.request())).hasSize(2);
        assertThat(Wire.values(office.bob.request(), HeaderName.PRIVACY)).containsExactly(privacy);
    }

    @ParameterizedTest
    @CsvSource({
        "header;critical, header",
        "'id;user;session;critical', 'user, session'",
        "history;critical, history",
        "we-are-not-here-to-be-quoted;critical, other"
    })
    @Rfc("3323 §5-4: what is critical and cannot be done is answered 500")
    @Rfc("3323 §5-5: with what was wanted in the reason phrase")
    void refusesWhatIsCriticalAndNotDone(String privacy, String unmet) {
        var office = office(Told.TRUSTED);

        office.alice("INVITE", "sip:b@example.com", "Privacy: " + privacy);

        assertThat(office.alice.codes()).containsExactly(500);
        assertThat(office.alice.responses().getFirst().status().reason()).isEqualTo("Privacy Failure: " + unmet);
        assertThat(office.bob.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id;critical", "header", "user;session", "none"})
    @Rfc("3323 §5-3: critical is supported where it can be met")
    void passesWhatItDoesOrWhatIsNotCritical(String privacy) {
        var office = office(Told.TRUSTED);

        office.alice("INVITE", "sip:b@example.com", "Privacy: " + privacy);

        assertThat(office.bob.methods()).containsExactly("INVITE");
    }

    @Test
    @Rfc("3325 §5-2: responses of strangers as well")
    @Rfc("3325 §6-1: and their preferences")
    void removesWhatAStrangerAssertsInAResponse() {
        var office = office(Told.TRUSTED);
        office.alice("INVITE", "sip:b@example.com");

        answers(office, office.bob, CLAIMED);
        answers(office, office.bob, CLAIMED);

        assertThat(office.alice.codes()).containsExactly(100, 200, 200);
        assertThat(office.alice.responses()).allSatisfy(response -> {
            assertThat(asserted(response)).isEmpty();
            assertThat(response.headers().has(HeaderName.P_PREFERRED_IDENTITY)).isFalse();
        });
    }

    @Test
    void keepsWhatATrustedPeerAssertsInAResponse() {
        var office = office(Told.TRUSTED);
        office.alice("INVITE", "sip:d@example.com");

        answers(office, office.dave, CLAIMED[1]);
        answers(office, office.dave, CLAIMED[1]);

        assertThat(office.alice.responses().subList(1, 3))
                .allSatisfy(response -> assertThat(asserted(response)).containsExactly("<sips:boss@example.com>"));
    }

    @Test
    @Rfc("3325 §7-1: Privacy of a response as well")
    void keepsItOfAResponseFromStrangersWherePrivacyAsks() {
        var office = office(Told.TRUSTED);
        office.alice("INVITE", "sip:d@example.com");

        answers(office, office.dave, CLAIMED[1], "Privacy: id");

        assertThat(asserted(office.alice.responses().getLast())).isEmpty();
    }

    @Test
    void leavesAllAsItIsWithoutATrustDomain() {
        var office = new Office();

        office.alice("INVITE", "sip:b@example.com", CLAIMED[0], CLAIMED[2], "Privacy: header;critical");

        assertThat(asserted(office.bob.request())).hasSize(2);
        assertThat(office.bob.request().headers().has(HeaderName.P_PREFERRED_IDENTITY))
                .isTrue();
    }

    @Test
    void treatsWhatIsForwardedWithoutStateTheSame() {
        var office = office(Told.TRUSTED);
        office.rules.decide(_ -> new Decision.Forward(
                List.of(Target.of(Wire.uri("sip:dave@192.0.2.62"))),
                List.of(),
                Manner.STATELESS.withCaller(Slice.of(ALICE))));

        office.alice("INVITE", "sip:d@example.com", CLAIMED);
        answers(office, office.dave, CLAIMED);

        assertThat(asserted(office.dave.request())).containsExactly(ALICE);
        assertThat(asserted(office.alice.responses().getLast())).isEmpty();
    }
}
