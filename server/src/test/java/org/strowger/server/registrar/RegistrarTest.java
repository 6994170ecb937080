package org.strowger.server.registrar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.registrar.Office.aor;
import static org.strowger.server.registrar.Office.contacts;
import static org.strowger.server.registrar.Office.register;
import static org.strowger.server.registrar.Office.registerTo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.server.location.Source;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipTime;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.Rfc;

class RegistrarTest {
    private final Office office = Office.open();

    private SipResponse send(SipRequest request) {
        return office.send(request);
    }

    private int status(SipRequest request) {
        return send(request).status().code();
    }

    private int bindings(String user) {
        return office.location.bindings(aor(user), office.now()).size();
    }

    @Test
    @Rfc("3261 §10.3-28: the 200 enumerates all current bindings")
    @Rfc("3261 §10.3-29: each Contact features an expires parameter")
    @Rfc("3261 §10.3-30: the 200 includes a Date")
    @Rfc("3261 §10.1-1: the location service is read and written")
    void listsAllBindingsWithTheTimeTheyHaveLeft() throws MalformedMessageException {
        send(register(1, "Contact: <sip:alice@192.0.2.1:5062>;expires=600;q=0.5"));
        office.loop.advance(Duration.ofMillis(100_400));

        var response = send(register(2, "Contact: <sip:alice@192.0.2.1:5064>"));

        assertThat(response.status().code()).isEqualTo(200);
        assertThat(contacts(response))
                .containsExactly(
                        "<sip:alice@192.0.2.1:5062>;expires=500;q=0.500", "<sip:alice@192.0.2.1:5064>;expires=3600");
        assertThat(response.headers().value(HeaderName.DATE)).contains(Slice.of(SipTime.date(office.now())));
        assertThat(response.toTag()).isPresent();
        assertThat(contacts(send(register(3)))).hasSize(2);
        assertThat(office.location.bindings(
                        Office.DOMAINS
                                .addressOfRecord(Uri.parse("sip:alice@192.0.2.100:5060"))
                                .orElseThrow(),
                        office.now()))
                .hasSize(2);
    }

    @Test
    void remembersWhereTheRequestCameFrom() {
        send(register(7, "Contact: <sip:alice@10.0.0.1>", "User-Agent: Phone/2"));

        var binding =
                office.location.bindings(aor("alice"), office.now()).list().getFirst();

        assertThat(binding.source()).isEqualTo(new Source("UDP", "192.0.2.1", 40_001, "192.0.2.100:5060"));
        assertThat(binding.userAgent()).isEqualTo("Phone/2");
        assertThat(binding.cseq()).isEqualTo(7);
        assertThat(binding.callId().toString()).isEqualTo("phone@192.0.2.1");
    }

    @Test
    @Rfc("3261 §10.3-7: what is for another domain is for the proxy")
    void servesItsDomainsOnly() throws MalformedMessageException {
        assertThat(office.registrar.serves(Uri.parse("sip:example.com;transport=tcp")))
                .isTrue();
        assertThat(office.registrar.serves(Uri.parse("sips:EXAMPLE.org."))).isTrue();
        assertThat(office.registrar.serves(Uri.parse("sip:elsewhere.example"))).isFalse();
        assertThat(office.registrar.serves(Uri.parse("tel:+1"))).isFalse();
        assertThat(status(registerTo("sip:elsewhere.example", "sip:alice@elsewhere.example", 1)))
                .isEqualTo(404);
    }

    @Test
    @Rfc("3261 §10.3-8: Require is processed as a user agent server does")
    void refusesExtensionsItDoesNotKnow() {
        var response = send(
                register(1, "Require: carrier-pigeon, path", "Require: teleport", "Contact: <sip:alice@192.0.2.1>"));

        assertThat(response.status().code()).isEqualTo(420);
        assertThat(response.headers().values(HeaderName.UNSUPPORTED))
                .containsExactly(Slice.of("carrier-pigeon"), Slice.of("teleport"));
        assertThat(bindings("alice")).isZero();
    }

    @Test
    @Rfc("3261 §8.2.2.2: a merged request is answered 482")
    void refusesAMergedRequest() {
        assertThat(office.send(register(1, "Contact: <sip:alice@192.0.2.1>"), true)
                        .status()
                        .code())
                .isEqualTo(482);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@example.org", "sip:alice@elsewhere.example", "sip:example.com"})
    @Rfc("3261 §10.3-12: an address-of-record that is not valid for the domain in the Request-URI is not found")
    void findsNoAddressOfRecordOfAnotherDomain(String to) {
        assertThat(status(registerTo("sip:example.com", to, 1, "Contact: <sip:alice@192.0.2.1>")))
                .isEqualTo(404);
    }

    @Test
    @Rfc("3261 §10.3-13: the address-of-record is converted to a canonical form")
    @Rfc("3261 §10.3-14: parameters removed, escapes undone")
    void knowsAUserByItsCanonicalForm() {
        send(registerTo(
                "sip:example.com", "sips:%61lice@EXAMPLE.COM:5061;user=phone", 1, "Contact: <sip:alice@192.0.2.1>"));

        assertThat(bindings("alice")).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §10.3-19: the expires parameter is the requested expiration")
    @Rfc("3261 §10.3-20: without it, the Expires header field")
    @Rfc("3261 §10.3-21: without both, a configured default")
    void takesTheExpirationFromParameterThenHeaderThenDefault() {
        var response = send(
                register(1, "Expires: 1800", "Contact: <sip:a@192.0.2.1>;expires=900", "Contact: <sip:b@192.0.2.1>"));
        var plain = send(register(2, "Contact: <sip:c@192.0.2.1>"));

        assertThat(contacts(response))
                .containsExactly("<sip:a@192.0.2.1>;expires=900", "<sip:b@192.0.2.1>;expires=1800");
        assertThat(contacts(plain)).contains("<sip:c@192.0.2.1>;expires=3600");
    }

    @ParameterizedTest
    @CsvSource({
        "'Contact: <sip:a@192.0.2.1>;expires=soon', 3600",
        "'Contact: <sip:a@192.0.2.1>;expires', 3600",
        "'Contact: <sip:a@192.0.2.1>;expires=99999', 7200",
        "'Contact: <sip:a@192.0.2.1>;expires=4294967295', 7200",
        "'Contact: <sip:a@192.0.2.1>\nExpires: tomorrow', 3600",
        "'Contact: <sip:a@192.0.2.1>\nExpires: 99999999999', 3600",
        "'Contact: <sip:a@192.0.2.1>;expires=60', 60"
    })
    @Rfc("3261 §10.2-10: malformed values are treated as equivalent to 3600")
    @Rfc("3261 §10.3: the registrar MAY choose an expiration less than the requested one")
    void grantsNoMoreThanItsLongest(String lines, int granted) {
        assertThat(contacts(send(register(1, lines)))).containsExactly("<sip:a@192.0.2.1>;expires=" + granted);
    }

    @Test
    @Rfc("3261 §10.3-22: 423 contains Min-Expires")
    @Rfc("3261 §10.3-26: nothing is committed unless all updates succeed")
    void refusesABriefRegistrationWhole() {
        var response = send(register(1, "Contact: <sip:a@192.0.2.1>, <sip:b@192.0.2.1>;expires=29"));

        assertThat(response.status().code()).isEqualTo(423);
        assertThat(response.headers().value(HeaderName.MIN_EXPIRES)).contains(Slice.of("30"));
        assertThat(bindings("alice")).isZero();
    }

    @Test
    @Rfc("3261 §10.3: 423 only below one hour")
    void neverCallsAnHourTooBrief() {
        var hours = new Office(
                new RegistrarPolicy(Duration.ofHours(2), Duration.ofHours(2), Duration.ofHours(4), 5), Access.OPEN);

        assertThat(hours.send(register(1, "Contact: <sip:a@192.0.2.1>;expires=3600"))
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(hours.send(register(2, "Contact: <sip:a@192.0.2.1>;expires=3599"))
                        .status()
                        .code())
                .isEqualTo(423);
    }

    @Test
    @Rfc("3261 §10.3-23: of another Call-ID, the binding is removed if the expiration is zero and updated otherwise")
    @Rfc("3261 §10.3-6: each REGISTER is processed independently of other registrations")
    void updatesABindingOfAnotherCallIdWhateverItsCseq() {
        send(register(100, "Contact: <sip:a@192.0.2.1>;expires=600", "Contact: <sip:b@192.0.2.1>"));

        var other = Office.parse(register(
                        1,
                        "Contact: <sip:A@192.0.2.1>;expires=0, <sip:a@192.0.2.1>;expires=0",
                        "Contact: <sip:b@192.0.2.1>;expires=90")
                .bytes()
                .toString()
                .replace("phone@", "rebooted@")
                .getBytes(UTF_8));

        assertThat(contacts(send(other))).containsExactly("<sip:b@192.0.2.1>;expires=90");
    }

    @Test
    @Rfc("3261 §10.3-24: of the same Call-ID, a higher CSeq updates or removes")
    void refreshesAndRemovesByAHigherCseq() {
        send(register(1, "Contact: <sip:a@192.0.2.1>;expires=600"));

        assertThat(contacts(send(register(2, "Contact: <sip:a@192.0.2.1;newparam=1>;expires=700;q=0.2"))))
                .containsExactly("<sip:a@192.0.2.1;newparam=1>;expires=700;q=0.200");
        assertThat(contacts(send(register(3, "Contact: <sip:a@192.0.2.1>", "Expires: 0"))))
                .isEmpty();
        assertThat(bindings("alice")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    @Rfc("3261 §10.3-25: a CSeq that is not higher aborts the update, and the request fails")
    @Rfc("3261 §10.3-27: the request fails with 500, tentative updates are removed")
    @Rfc("3261 §10.3-26: all or nothing")
    @Rfc("3261 §10.3-5: processed completely or not at all")
    void abortsAnUpdateThatComesTooLate(int cseq) {
        send(register(5, "Contact: <sip:a@192.0.2.1>"));

        assertThat(status(register(cseq, "Contact: <sip:new@192.0.2.1>, <sip:a@192.0.2.1>;expires=0")))
                .isEqualTo(500);
        assertThat(contacts(send(register(6)))).containsExactly("<sip:a@192.0.2.1>;expires=3600");
    }

    @Test
    @Rfc("3261 §10.3-16: the star removes bindings of other Call-IDs")
    @Rfc("3261 §10.3-17: and those of the same Call-ID if the CSeq is higher")
    void removesAllBindingsByTheStar() {
        send(register(1, "Contact: <sip:a@192.0.2.1>, <sip:b@192.0.2.1>"));

        var response = send(register(2, "Contact: *", "Expires: 0"));

        assertThat(response.status().code()).isEqualTo(200);
        assertThat(contacts(response)).isEmpty();
        assertThat(bindings("alice")).isZero();
        assertThat(status(register(3, "Contact: *", "Expires: 0"))).isEqualTo(200);
    }

    @Test
    @Rfc("3261 §10.3-18: otherwise the update is aborted and the request fails")
    void abortsAStarThatComesTooLate() {
        send(register(5, "Contact: <sip:a@192.0.2.1>, <sip:b@192.0.2.1>"));

        assertThat(status(register(5, "Contact: *", "Expires: 0"))).isEqualTo(500);
        assertThat(bindings("alice")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: *",
                "Contact: *\nExpires: 1",
                "Contact: *\nExpires: never",
                "Contact: *, <sip:b@192.0.2.1>\nExpires: 0",
                "Contact: <sip:b@192.0.2.1>\nContact: *\nExpires: 0",
                "Contact: *\nContact: *\nExpires: 0"
            })
    @Rfc("3261 §10.3-15: a star with other Contacts or an expiration other than zero is a 400")
    @Rfc("3261 §10.2.2-2: the star only with Expires 0")
    void refusesAStarThatIsNotAloneOrNotZero(String lines) {
        send(register(1, "Contact: <sip:a@192.0.2.1>"));

        assertThat(status(register(2, lines))).isEqualTo(400);
        assertThat(bindings("alice")).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §10.3: contacts are compared by the URI comparison rules")
    void findsABindingByUriEquivalence() {
        send(register(1, "Contact: <sip:%61lice@Phone.Example;Transport=TCP>;expires=100"));

        assertThat(contacts(send(register(2, "Contact: <sip:alice@phone.example;transport=tcp>;expires=200"))))
                .containsExactly("<sip:alice@phone.example;transport=tcp>;expires=200");
        assertThat(contacts(send(register(3, "Contact: <sip:alice@phone.example>;expires=200"))))
                .hasSize(2);
    }

    @Test
    void letsTheLastOfEquivalentContactsCount() {
        assertThat(contacts(send(register(1, "Contact: <sip:a@192.0.2.1>;expires=100, <sip:a@192.0.2.1>;expires=200"))))
                .containsExactly("<sip:a@192.0.2.1>;expires=200");
    }

    @Test
    void keepsOnlySoManyBindings() {
        var small = new Office(
                new RegistrarPolicy(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofHours(1), 2), Access.OPEN);
        small.send(register(1, "Contact: <sip:a@192.0.2.1>, <sip:b@192.0.2.1>"));

        var refused = small.send(register(2, "Contact: <sip:c@192.0.2.1>"));
        var swapped = small.send(register(3, "Contact: <sip:c@192.0.2.1>, <sip:a@192.0.2.1>;expires=0"));

        assertThat(refused.status().code()).isEqualTo(403);
        assertThat(refused.status().reason()).isEqualTo("Too Many Contacts");
        assertThat(contacts(swapped)).hasSize(2);
    }

    @Test
    @Rfc("3327 §5.3: the path vector keeps its order")
    @Rfc("3327 §5.3: is stored with the binding")
    @Rfc("3327 §5.3: and copied into the 200")
    void keepsThePathInItsOrder() {
        var response = send(register(
                1,
                "Supported: path",
                "Path: <sip:p3.example;lr>,<sip:p2.example;lr>",
                "Path: <sip:p1.example;lr>",
                "Contact: <sip:alice@192.0.2.1>"));

        var expected = List.of(
                Slice.of("<sip:p3.example;lr>"), Slice.of("<sip:p2.example;lr>"), Slice.of("<sip:p1.example;lr>"));
        assertThat(response.status().code()).isEqualTo(200);
        assertThat(response.headers().values(HeaderName.PATH)).isEqualTo(expected);
        assertThat(office.location
                        .bindings(aor("alice"), office.now())
                        .list()
                        .getFirst()
                        .path())
                .isEqualTo(expected);
        assertThat(send(register(2)).headers().has(HeaderName.PATH)).isFalse();
    }

    @Test
    @Rfc("3327 §5.3-1: a Path without support for it in the user agent is refused with 420")
    void refusesAPathTheUserAgentDoesNotKnowOf() {
        var response = send(register(1, "Path: <sip:p1.example;lr>", "Contact: <sip:alice@192.0.2.1>"));

        assertThat(response.status().code()).isEqualTo(420);
        assertThat(response.headers().values(HeaderName.UNSUPPORTED)).containsExactly(Slice.of("path"));
    }

    @Test
    void refusesAPathThatCannotBeRead() {
        assertThat(status(register(1, "Require: path", "Path: <sip:p1", "Contact: <sip:alice@192.0.2.1>")))
                .isEqualTo(400);
    }

    @Test
    @Rfc("3261 §10.3-2: Record-Route is ignored")
    @Rfc("3261 §10.3-3: Record-Route is in no response")
    @Rfc("3261 §10.2-1: Record-Route has no meaning in REGISTER")
    void ignoresRecordRoute() {
        var response = send(register(1, "Record-Route: <sip:p.example;lr>", "Contact: <sip:alice@192.0.2.1>"));

        assertThat(response.status().code()).isEqualTo(200);
        assertThat(response.headers().has(HeaderName.RECORD_ROUTE)).isFalse();
    }

    @Test
    @Rfc("3261 §10.3-4: requests are processed in the order they are received")
    void processesRequestsInTheirOrder() {
        for (int cseq = 1; cseq <= 10; cseq++) {
            send(register(cseq, "Contact: <sip:alice@192.0.2.1>;expires=" + (1000 + cseq)));
        }

        assertThat(contacts(send(register(11)))).containsExactly("<sip:alice@192.0.2.1>;expires=1010");
    }

    @Test
    @Rfc("3261 §10.3-1: no 6xx, whatever comes")
    void neverAnswersWith6xx() {
        long seed = 10_3;
        var random = new Random(seed);
        var pieces = List.of(
                "Contact: <sip:a@192.0.2.1>",
                "Contact: *",
                "Contact: <sip:b@192.0.2.1>;expires=0",
                "Expires: 0",
                "Expires: 10",
                "Contact: sip:x?y=z",
                "Contact: <tel:+1>;q=2",
                "Contact: <mailto:a@b>;q=0.1",
                "Require: x",
                "Path: <sip:p;lr>",
                "Supported: path",
                "Authorization: Digest ?",
                "Record-Route: <sip:r>");
        for (int round = 0; round < 2000; round++) {
            var lines = new ArrayList<String>();
            for (int line = random.nextInt(5); line > 0; line--) {
                lines.add(pieces.get(random.nextInt(pieces.size())));
            }
            assertThat(status(register(1 + random.nextInt(9), lines.toArray(String[]::new))))
                    .as("seed %d, round %d: %s", seed, round, lines)
                    .isBetween(200, 599);
        }
    }
}
