package org.strowger.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.registrar.Office.aor;
import static org.strowger.server.registrar.Office.contacts;
import static org.strowger.server.registrar.Office.register;
import static org.strowger.server.registrar.Office.registerTo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Gruu;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.testing.Rfc;

/** GRUUs at the registrar (RFC 5627 §5). */
class GruuTest {
    private static final String INSTANCE = ";+sip.instance=\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\"";
    private static final String OTHER = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000000000001>\"";
    private static final String PUBLIC = "sip:alice@example.com;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    private static final String SUPPORTED = "Supported: gruu, path, outbound";
    private static final Pattern TEMPORARY = Pattern.compile(";temp-gruu=\"([^\"]+)\"");

    private final Office office = Office.open();

    private static SipUri uri(String text) {
        try {
            return SipUri.parse(text);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static String contact(String uri, String parameters) {
        return "Contact: <" + uri + ">" + parameters;
    }

    private int status(SipRequest request) {
        return office.send(request).status().code();
    }

    /** The temporary GRUU of the first contact in the answer. */
    private String temporary(SipRequest request) {
        var matcher = TEMPORARY.matcher(contacts(office.send(request)).getFirst());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private Optional<Gruu> read(String gruu) {
        return office.gruus.read(uri(gruu), Office.DOMAINS);
    }

    /** Contacts that a request to that GRUU would go to. */
    private List<String> behind(String gruu) {
        return read(gruu)
                .map(found -> found.among(office.location.bindings(found.aor(), office.now())).stream()
                        .map(Binding::contactText)
                        .map(Object::toString)
                        .toList())
                .orElse(List.of());
    }

    private static SipRequest withCallId(String callId, SipRequest request) {
        return Office.parse(
                request.bytes().toString().replace("phone@192.0.2.1", callId).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Rfc("5627 §5.1-4: a public GRUU is made")
    @Rfc("5627 §5.1-5: it is the AOR with gr and a value")
    @Rfc("5627 §5.2-3: pub-gruu stands in the Contact")
    @Rfc("5627 §5.2-1: and so does temp-gruu")
    @Rfc("5627 §5.2-4: gruu is in neither Require nor Supported")
    @Rfc("5627 §5.4-1: instance and AOR are found by the GRUU")
    void givesBothGruusToWhoSupportsThem() {
        var answer = office.send(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));

        assertThat(contacts(answer).getFirst())
                .startsWith("<sip:alice@192.0.2.1>;expires=3600" + INSTANCE + ";pub-gruu=\"" + PUBLIC
                        + "\";temp-gruu=\"sip:tgruu.")
                .endsWith("@example.com;gr\"");
        assertThat(answer.headers().has(HeaderName.REQUIRE)).isFalse();
        assertThat(answer.headers().has(HeaderName.SUPPORTED)).isFalse();
        assertThat(behind(PUBLIC)).containsExactly("sip:alice@192.0.2.1");
        assertThat(read(PUBLIC).orElseThrow().aor()).isEqualTo(aor("alice"));
    }

    @Test
    void givesNoneToOthers() {
        assertThat(contacts(office.send(register(1, contact("sip:alice@192.0.2.1", INSTANCE)))))
                .containsExactly("<sip:alice@192.0.2.1>;expires=3600" + INSTANCE);
        assertThat(contacts(office.send(register(2, SUPPORTED, contact("sip:alice@192.0.2.2", "")))))
                .last()
                .isEqualTo("<sip:alice@192.0.2.2>;expires=3600");
    }

    @Test
    @Rfc("5627 §5.1-6: pub-gruu of the request is ignored")
    @Rfc("5627 §5.1-11: temp-gruu of the request is ignored")
    void takesNoSuggestions() {
        var answer = office.send(register(
                1,
                contact("sip:alice@192.0.2.1", INSTANCE + ";pub-gruu=\"sip:x@example.com;gr\";temp-gruu=\"sip:y\"")));

        assertThat(contacts(answer)).containsExactly("<sip:alice@192.0.2.1>;expires=3600" + INSTANCE);
    }

    @Test
    @Rfc("5627 §5.1-8: each registration gets a new temporary GRUU")
    @Rfc("5627 §5.2-2: the most recent one is told")
    @Rfc("5627 §5.4-4: a temporary GRUU is valid until it is invalidated")
    void gathersTemporaryGruus() {
        var first = temporary(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));
        var second = temporary(register(2, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));

        assertThat(first).isNotEqualTo(second);
        assertThat(behind(first)).containsExactly("sip:alice@192.0.2.1");
        assertThat(behind(second)).containsExactly("sip:alice@192.0.2.1");
    }

    @Test
    @Rfc("5627 §5.1-9: no two are the same")
    @Rfc("5627 §5.1-10: nothing shows whether two are of the same instance")
    @Rfc("5627 §5.4-2: those of different instances differ")
    void makesTemporaryGruusThatTellNothing() {
        var some = temporary(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));
        var more = temporary(register(2, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));
        var others = temporary(registerTo(
                "sip:example.com",
                "sip:a.very.long.name@example.com",
                3,
                SUPPORTED,
                contact("sip:l@192.0.2.1", OTHER)));

        assertThat(some).doesNotContain("alice").hasSameSizeAs(others);
        assertThat(some.substring("sip:tgruu.".length(), 40)).isNotEqualTo(more.substring("sip:tgruu.".length(), 40));
        assertThat(behind(others)).containsExactly("sip:l@192.0.2.1");
    }

    @Test
    void makesThemOfLongNamesToo() {
        var name = "n".repeat(100);
        var gruu = temporary(registerTo(
                "sip:example.com", "sip:" + name + "@example.com", 1, SUPPORTED, contact("sip:n@192.0.2.1", INSTANCE)));

        assertThat(behind(gruu)).containsExactly("sip:n@192.0.2.1");
    }

    @Test
    @Rfc("5627 §5.1-7: another Call-ID invalidates them")
    void forgetsThemWithTheCallId() {
        var old = temporary(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));
        var fresh = temporary(
                withCallId("rebooted@192.0.2.1", register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE))));

        assertThat(behind(old)).isEmpty();
        assertThat(behind(fresh)).containsExactly("sip:alice@192.0.2.1");
        assertThat(behind(PUBLIC)).containsExactly("sip:alice@192.0.2.1");
    }

    @Test
    @Rfc("5627 §5.1-7: of flows the one of the same reg-id is examined, and all are invalidated")
    void forgetsThemWithTheCallIdOfAnyFlow() {
        var one = register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1"));
        var two =
                withCallId("two@phone", register(1, SUPPORTED, contact("sip:alice@192.0.2.2", INSTANCE + ";reg-id=2")));
        var ofOne = temporary(one);
        assertThat(status(two)).isEqualTo(200);
        assertThat(behind(ofOne)).containsExactly("sip:alice@192.0.2.1", "sip:alice@192.0.2.2");

        assertThat(status(register(2, contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1;expires=0"))))
                .isEqualTo(200);
        assertThat(behind(ofOne)).containsExactly("sip:alice@192.0.2.2");

        status(withCallId(
                "three@phone", register(1, SUPPORTED, contact("sip:alice@192.0.2.2", INSTANCE + ";reg-id=2"))));
        assertThat(behind(ofOne)).isEmpty();
    }

    @Test
    @Rfc("5627 §5.3-1: with the last contact of the instance they end")
    void forgetsThemWithTheRegistration() {
        var gruu = temporary(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));
        status(register(2, contact("sip:alice@192.0.2.1", INSTANCE + ";expires=0")));
        office.loop.advance(java.time.Duration.ofSeconds(1));
        status(register(3, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));

        assertThat(behind(gruu)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@example.com", PUBLIC, "sip:alice@192.0.2.100", "tel:+49301234"})
    @Rfc("5627 §5.1-1: the AOR itself is refused with 403")
    @Rfc("5627 §5.1-2: a GRUU of it is refused with 403")
    @Rfc("5627 §5.1-3: what is no SIP URI is refused with 403")
    void refusesContactsThatAreNoPhone(String uri) {
        assertThat(status(register(1, contact(uri, INSTANCE)))).isEqualTo(403);
        assertThat(office.location.size()).isZero();
    }

    @Test
    @Rfc("5627 §5.1-2: a temporary GRUU of it too")
    void refusesItsOwnTemporaryGruuAsContact() {
        var gruu = temporary(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));

        assertThat(status(register(2, contact(gruu, INSTANCE)))).isEqualTo(403);
    }

    @Test
    @Rfc("5630 §5.1.1: who is reached by SIPS gets SIPS URIs")
    void makesSipsGruusForSipsContacts() {
        var answer = office.send(registerTo(
                "sips:example.com", "sip:alice@example.com", 1, SUPPORTED, contact("sips:alice@192.0.2.1", INSTANCE)));

        assertThat(contacts(answer).getFirst())
                .contains("pub-gruu=\"sips:alice@example.com;gr=", "temp-gruu=\"sips:tgruu.");
    }

    @Test
    @Rfc("5627 §5.4-3: no GRUU is another address-of-record")
    void readsNothingThatItDidNotMake() {
        var gruu = temporary(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE)));
        char last = gruu.charAt(60);

        assertThat(read(gruu.substring(0, 60) + (last == 'A' ? 'B' : 'A') + gruu.substring(61)))
                .isEmpty();
        assertThat(read(gruu.replace("example.com", "example.org"))).isEmpty();
        assertThat(read(gruu.replace(";gr", ""))).isEmpty();
        assertThat(read("sip:tgruu.@example.com;gr")).isEmpty();
        assertThat(read("sip:tgruu.***@example.com;gr")).isEmpty();
        assertThat(read("sip:alice@example.com;gr")).isEmpty();
        assertThat(read("sip:alice@elsewhere.example;gr=x")).isEmpty();
    }

    @Test
    void writesAnyUrn() {
        var answer = office.send(
                register(1, SUPPORTED, contact("sip:alice@192.0.2.1", ";+sip.instance=\"<urn:x:a%2Fb?c,d>\"")));

        assertThat(contacts(answer).getFirst())
                .contains(";pub-gruu=\"sip:alice@example.com;gr=urn:x:a%252fb%3Fc%2Cd\"");
        assertThat(behind("sip:alice@example.com;gr=urn:x:a%252fb%3Fc%2Cd")).containsExactly("sip:alice@192.0.2.1");
    }
}
