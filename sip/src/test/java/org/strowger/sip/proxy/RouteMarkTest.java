package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.testing.Peer;

/** What our mark lets pass unasked: a dialog that was admitted, and no more than that. */
class RouteMarkTest {
    private static final String INVENTED = "To: <sip:anybody@example.net>;tag=invented";
    private static final String BOBS_TAG = "To: <sip:bob@example.com>;tag=tag-of-bob";
    private static final String CONTACT = "Contact: <sip:alice@192.0.2.50>";

    private final Office office = new Office();

    @Test
    void isAShortToken() {
        var mark = mark(
                CONTACT.replace("192.0.2.50", "alice.example.net"),
                "Record-Route: <sip:edge.example.net;lr>, <sip:other;lr>");

        assertThat(mark).matches("[0-9a-f]{16}\\.[A-Za-z0-9_-]{18}\\.[A-Za-z0-9_-]{6,18}");
        assertThat(mark).hasSizeLessThan(64);
    }

    /** A neighbour with the same secret, or the next version of this server, has to read it. */
    @Test
    void staysTheSameForTheSameCall() {
        assertThat(Wire.mark(Wire.MARK, Wire.request("INVITE", "sip:bob@example.com")))
                .isEqualTo("1b235913d8637462.q6Qtkf.ht98AEeQ_UCU");
        assertThat(Wire.mark(
                        Wire.MARK,
                        Wire.request("INVITE", "sip:bob@example.com", "Contact: <sip:alice@Phone.example.net>")))
                .isEqualTo("fb7099104836aef4.J0yBvbq6Qtkf.ht98AEeQ_UCU");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "SUBSCRIBE", "REFER", "OPTIONS", "FROBNICATE"})
    void takesNobodyElsewhereWhoHasStolenIt(String method) {
        var mark = mark(CONTACT);

        office.alice(method, "sip:carol@192.0.2.61", INVENTED, route(mark), "CSeq: 2 " + method);
        office.alice(method, "sip:carol@192.0.2.60;maddr=192.0.2.61", INVENTED, route(mark), "CSeq: 3 " + method);

        assertThat(office.rules.questions).as("the first INVITE and these").hasSize(3);
        assertThat(office.carol.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    void takesNobodyAlongAFurtherRoute(String method) {
        var mark = mark(CONTACT);

        office.alice(method, "sip:bob@192.0.2.60", BOBS_TAG, route(mark, "sip:192.0.2.61;lr"), "CSeq: 2 " + method);

        assertThat(office.rules.questions).hasSize(2);
        assertThat(office.rules.questions.getLast().routed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "BYE"})
    void lendsNobodyTheNameOfAnother(String method) {
        var mark = mark(CONTACT);

        office.alice(
                method,
                "sip:bob@192.0.2.60",
                "From: <sip:chief@example.com>;tag=a1",
                BOBS_TAG,
                route(mark),
                "CSeq: 2 " + method);

        assertThat(office.rules.questions).hasSize(2);
    }

    @Test
    void takesTheCallerNowhereThatItChoseItself() {
        var mark = mark("Contact: <sip:gateway@192.0.2.61>", "Record-Route: <sip:192.0.2.61;lr>");

        office.alice("INVITE", "sip:premium@192.0.2.61", BOBS_TAG, route(mark), "CSeq: 2 INVITE");
        asCalled(office.alice, "INVITE", "sip:premium@192.0.2.61", route(mark));

        assertThat(office.rules.questions).hasSize(3);
        assertThat(office.carol.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "15", "16", "17", "22", "24", "30"})
    void provesNothingOnceTamperedWith(int at) {
        var mark = new StringBuilder(mark("Contact: <sip:alice@alice.example.net>"));
        mark.setCharAt(at, mark.charAt(at) == 'a' ? 'b' : 'a');

        office.alice("BYE", "sip:bob@192.0.2.60", BOBS_TAG, route(mark.toString()), "CSeq: 2 BYE");

        assertThat(office.rules.questions).hasSize(2);
    }

    @Test
    void letsTheCallerCallAgainInItsDialog() {
        var mark = mark(CONTACT);
        var first = Wire.values(office.bob.request(), HeaderName.RECORD_ROUTE);

        office.alice(
                "INVITE",
                "sip:bob@192.0.2.60:5060;ob",
                "From: \"Alice, renamed\" <sip:alice@EXAMPLE.com;user=phone>;tag=a1",
                BOBS_TAG,
                route(mark),
                "CSeq: 2 INVITE");

        assertThat(office.bob.methods()).containsExactly("INVITE", "INVITE");
        assertThat(office.rules.questions).hasSize(1);
        assertThat(Wire.values(office.bob.request(), HeaderName.RECORD_ROUTE))
                .as("no new places for an old dialog")
                .isEqualTo(first);
    }

    @Test
    void letsTheCalledCallAgainInItsDialog() {
        var mark = mark(CONTACT);

        asCalled(office.bob, "INVITE", "sip:alice@192.0.2.50", route(mark));

        assertThat(office.alice.methods()).containsExactly("INVITE");
        assertThat(office.rules.questions).hasSize(1);
    }

    @Test
    void knowsAContactByItsNameInWhateverCase() {
        var mark = mark("Contact: <sip:alice@Phone.LOCALHOST:5070>");

        asCalled(office.bob, "INVITE", "sip:alice@phone.localhost:5070", route(mark));

        assertThat(office.rules.questions).hasSize(1);
        assertThat(office.log.lines).last().isEqualTo("INVITE to sip:alice@phone.localhost:5070");
    }

    @Test
    void knowsAnIpv6ContactInWhateverSpelling() {
        var mark = mark("Contact: <sip:alice@[2001:DB8:0:0::50]>");

        asCalled(office.bob, "INVITE", "sip:alice@[2001:db8::50]", route(mark));

        assertThat(office.rules.questions).hasSize(1);
    }

    @Test
    void knowsTheProxyThatTheCallerIsBehind() {
        var mark = mark("Contact: <sip:alice@10.0.0.7>", "Record-Route: <sip:edge@192.0.2.61;lr>");

        asCalled(office.bob, "INVITE", "sip:alice@10.0.0.7", route(mark, "sip:edge@192.0.2.61;lr"));

        assertThat(office.carol.methods()).containsExactly("INVITE");
        assertThat(office.rules.questions).hasSize(1);
    }

    @Test
    void asksWhereAnotherThanTheCalledSpeaksForIt() {
        var mark = mark(CONTACT);

        asCalled(office.dave, "INVITE", "sip:alice@192.0.2.50", route(mark));

        assertThat(office.rules.questions).hasSize(2);
        assertThat(office.alice.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "ACK", "PRACK", "UPDATE", "INFO", "NOTIFY"})
    void letsWhatStartsNothingGoWhereTheDialogHasLed(String method) {
        var mark = mark(CONTACT);

        office.alice(method, "sip:bob@192.0.2.61", BOBS_TAG, route(mark), "CSeq: 2 " + method);
        asCalled(office.dave, method, "sip:alice@192.0.2.50", route(mark));

        assertThat(office.carol.methods()).containsExactly(method);
        assertThat(office.alice.methods()).containsExactly(method);
        assertThat(office.rules.questions).hasSize(1);
    }

    @Test
    void growsNoNewPlacesByAnUpdate() {
        var mark = mark(CONTACT);

        office.alice("UPDATE", "sip:bob@192.0.2.61", BOBS_TAG, route(mark), "CSeq: 2 UPDATE");

        assertThat(Wire.values(office.carol.request(), HeaderName.RECORD_ROUTE))
                .containsExactly("<sip:" + mark + "@192.0.2.1:5060;lr>");
    }

    /** Alice calls Bob, who learns this mark. */
    private String mark(String... fields) {
        office.alice("INVITE", "sip:b@example.com", fields);
        var value = Wire.values(office.bob.request(), HeaderName.RECORD_ROUTE).getFirst();
        return value.substring("<sip:".length(), value.indexOf('@'));
    }

    /** Somebody sends a request as Bob would. */
    private void asCalled(Peer sender, String method, String uri, String route) {
        var address = sender.node().address().getHostString();
        sender.send(
                Wire.request(
                        method,
                        uri,
                        "Via: SIP/2.0/UDP " + address + ":5060;branch=z9hG4bKcalled" + method,
                        "From: <sip:bob@example.com>;tag=tag-of-bob",
                        "To: Alice <sip:alice@example.com>;tag=a1",
                        route),
                office.node);
        office.pass();
    }

    private static String route(String mark, String... further) {
        var ours = "<sip:" + mark + "@192.0.2.1:5060;lr>";
        var values = Stream.concat(Stream.of(ours), Arrays.stream(further).map(uri -> "<" + uri + ">"));
        return "Route: " + String.join(", ", values.toList());
    }
}
