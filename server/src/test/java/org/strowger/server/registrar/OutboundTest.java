package org.strowger.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.registrar.Office.aor;
import static org.strowger.server.registrar.Office.contacts;
import static org.strowger.server.registrar.Office.register;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Reach;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

/** Flows at the registrar (RFC 5626 §6). */
class OutboundTest {
    private static final String INSTANCE = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"";
    private static final String OTHER = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000000000001>\"";
    private static final String SUPPORTED = "Supported: path, outbound";
    private static final String EDGE = "Path: <sip:token@edge.example.com;lr;ob>";

    private final Office office = Office.open();

    private SipResponse send(SipRequest request) {
        return office.send(request);
    }

    private List<String> bound() {
        return office.location.bindings(aor("alice"), office.now()).list().stream()
                .map(binding -> binding.contactText().toString())
                .toList();
    }

    private Binding only() {
        var all = office.location.bindings(aor("alice"), office.now()).list();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static String contact(String uri, String parameters) {
        return "Contact: <" + uri + ">" + parameters;
    }

    /** The same from behind another hop. */
    private static SipRequest forwarded(SipRequest request) {
        var text = request.bytes()
                .toString()
                .replace("Max-Forwards: 70", "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKphone\r\nMax-Forwards: 69");
        return Office.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Slice> values(SipResponse response, HeaderName name) {
        return response.headers().values(name);
    }

    @Test
    @Rfc("5626 §6: the binding is between the AOR and instance-id with reg-id")
    @Rfc("5626 §6-13: what identifies the flow is updated")
    @Rfc("5626 §6-14: and so is the time")
    void keysAFlowByInstanceAndRegIdWhateverTheContact() {
        send(register(1, SUPPORTED, contact("sip:alice@192.0.2.1:5062", INSTANCE + ";reg-id=1")));
        office.loop.advance(Duration.ofSeconds(100));
        send(register(2, SUPPORTED, contact("sip:alice@192.0.2.1:6000", INSTANCE + ";reg-id=1")));

        assertThat(bound()).containsExactly("sip:alice@192.0.2.1:6000");
        assertThat(only().secondsLeft(office.now())).isEqualTo(3600);
        assertThat(only().cseq()).isEqualTo(2);
    }

    @Test
    @Rfc("5626 §6: flows of one instance stand side by side")
    void keepsSeveralFlowsOfOneInstance() {
        send(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1")));
        send(register(2, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=2")));
        send(register(3, SUPPORTED, contact("sip:alice@192.0.2.1", OTHER + ";reg-id=1")));

        assertThat(bound()).hasSize(3);

        send(register(4, SUPPORTED, contact("sip:alice@elsewhere.example", INSTANCE + ";reg-id=2;expires=0")));

        assertThat(bound()).hasSize(2);
    }

    @Test
    @Rfc("5626 §4.1: instances are compared as URNs are, not as strings")
    @Rfc("5626 §6: and reg-ids as numbers")
    void comparesInstancesAsUrns() {
        send(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1")));
        send(register(2, SUPPORTED, contact("sip:alice@192.0.2.2", INSTANCE.toLowerCase(Locale.ROOT) + ";reg-id=01")));
        assertThat(bound()).containsExactly("sip:alice@192.0.2.2");

        send(register(3, SUPPORTED, contact("sip:alice@192.0.2.3", ";+sip.instance=\"<urn:x:A%2fB>\";reg-id=1")));
        send(register(4, SUPPORTED, contact("sip:alice@192.0.2.4", ";+sip.instance=\"<URN:X:A%2FB>\";reg-id=1")));
        send(register(5, SUPPORTED, contact("sip:alice@192.0.2.5", ";+sip.instance=\"<urn:x:a%2fb>\";reg-id=1")));
        assertThat(bound()).containsExactly("sip:alice@192.0.2.2", "sip:alice@192.0.2.4", "sip:alice@192.0.2.5");
    }

    @Test
    @Rfc("5626 §6-11: Require: outbound where the phone supports it")
    @Rfc("5626 §6-10: contact, parameters and Path are stored")
    @Rfc("5626 §6-12: enough is stored to find the flow again")
    void saysThatItWorksByFlows() {
        var answer = send(register(1, SUPPORTED, contact("sip:alice@192.0.2.77", INSTANCE + ";reg-id=1;audio")));

        assertThat(values(answer, HeaderName.REQUIRE)).containsExactly(Slice.of("outbound"));
        assertThat(values(answer, HeaderName.SUPPORTED)).contains(Slice.of("outbound"));
        assertThat(contacts(answer))
                .containsExactly("<sip:alice@192.0.2.77>;expires=3600" + INSTANCE + ";reg-id=1;audio");
        assertThat(only().reach()).isEqualTo(Reach.FLOW);
        assertThat(only().source().port()).isEqualTo(40_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {";expires=60", INSTANCE, ";reg-id=1", ";+sip.instance=\"urn:x:y\";reg-id=1"})
    @Rfc("5626 §6-8: no Require: outbound without a reg-id that counts")
    @Rfc("5626 §6-9: contacts without instance and reg-id are bound as ever")
    void doesNotSaySoWhereNoFlowIsRegistered(String parameters) {
        var answer = send(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", parameters)));

        assertThat(answer.status().code()).isEqualTo(200);
        assertThat(values(answer, HeaderName.REQUIRE)).isEmpty();
        assertThat(only().isFlow()).isFalse();
        assertThat(contacts(answer).getFirst()).doesNotContain("reg-id");
    }

    @Test
    @Rfc("5626 §6-11: nor to a phone that does not support it")
    void doesNotSaySoToWhoDoesNotSupportIt() {
        var answer = send(register(1, contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1")));

        assertThat(values(answer, HeaderName.REQUIRE)).isEmpty();
        assertThat(only().isFlow()).isTrue();
    }

    @Test
    @Rfc("5626 §6-2: the Via says whether we are the first hop")
    @Rfc("5626 §6-3: the Path says what the first hop can")
    @Rfc("5626 §6-5: 439 where it lacks outbound support")
    void refusesAFlowThroughAFirstHopThatKnowsNone() {
        var contact = contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1");

        assertThat(send(forwarded(register(1, SUPPORTED, contact))).status().code())
                .isEqualTo(439);
        assertThat(send(forwarded(register(2, SUPPORTED, contact, "Path: <sip:edge.example.com;lr>")))
                        .status()
                        .code())
                .isEqualTo(439);
        assertThat(bound()).isEmpty();
        assertThat(send(forwarded(register(3, SUPPORTED, contact, EDGE)))
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(only().isFlow()).isTrue();
        assertThat(only().reach()).isEqualTo(Reach.CONTACT);
    }

    @Test
    @Rfc("5626 §6-3: the first hop's URI stands last in Path (decision 0030)")
    void looksForObWhereTheFirstHopHasWritten() {
        var contact = contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1");

        assertThat(send(forwarded(register(1, SUPPORTED, contact, "Path: <sip:inner.example.com;lr>", EDGE)))
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(send(forwarded(register(2, SUPPORTED, contact, EDGE, "Path: <sip:outer.example.com;lr>")))
                        .status()
                        .code())
                .isEqualTo(439);
    }

    @Test
    @Rfc("5626 §6-4: outbound processing is not applied")
    @Rfc("5626 §6-6: reg-id is ignored then")
    @Rfc("5626 §11.6-1: no 439 to who does not support outbound")
    void ignoresTheRegIdOfAPhoneThatDoesNotSupportOutbound() {
        var contact = contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1");

        var answer = send(forwarded(register(1, contact)));

        assertThat(answer.status().code()).isEqualTo(200);
        assertThat(values(answer, HeaderName.REQUIRE)).isEmpty();
        assertThat(only().isFlow()).isFalse();
    }

    @Test
    @Rfc("5626 §6-7: several lasting contacts with a reg-id among them are refused with 400")
    void registersOneFlowAtATime() {
        var flow = "Contact: <sip:alice@192.0.2.1>" + INSTANCE + ";reg-id=1";

        assertThat(send(register(1, SUPPORTED, flow, "Contact: <sip:alice@192.0.2.2>"))
                        .status()
                        .code())
                .isEqualTo(400);
        assertThat(bound()).isEmpty();
        send(register(2, "Contact: <sip:alice@192.0.2.2>"));
        assertThat(send(register(3, SUPPORTED, flow, "Contact: <sip:alice@192.0.2.2>;expires=0"))
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(bound()).containsExactly("sip:alice@192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({"0", "2147483648", "x", "-1", "''"})
    @Rfc("5626 §10: reg-id is a number of 1 to 2^31 - 1")
    void refusesWhatIsNoRegId(String regId) {
        var parameter = regId.isEmpty() ? ";reg-id" : ";reg-id=" + regId;

        assertThat(send(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE + parameter)))
                        .status()
                        .code())
                .isEqualTo(400);
    }

    @Test
    @Rfc("5626 §5.4: Flow-Timer tells how often a phone is to be heard")
    @Rfc("5626 §5.4-3: and the flow is left alone for longer than that")
    void asksToBeHeard() {
        var timed = new Office(RegistrarPolicy.DEFAULT.withFlowTimer(Duration.ofSeconds(120)), Access.OPEN);
        var flow = contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1");

        assertThat(timed.send(register(1, SUPPORTED, flow)).headers().value(HeaderName.FLOW_TIMER))
                .contains(Slice.of("120"));
        assertThat(timed.watched).containsExactly("/192.0.2.1:40001 130");
        assertThat(timed.send(register(2, flow)).headers().has(HeaderName.FLOW_TIMER))
                .isFalse();
        assertThat(timed.send(forwarded(register(3, SUPPORTED, flow, EDGE)))
                        .headers()
                        .has(HeaderName.FLOW_TIMER))
                .isFalse();
        assertThat(timed.watched).hasSize(1);
    }

    @Test
    @Rfc("5626 §7-6: no message arrives by a flow that has ended: its bindings end, whatever the address-of-record")
    void forgetsWhatHungOnAFlowThatEnded() {
        send(register(1, SUPPORTED, contact("sip:alice@192.0.2.1", INSTANCE + ";reg-id=1")));
        send(Office.registerTo(
                "sip:example.com",
                "sip:bob@example.com",
                2,
                SUPPORTED,
                contact("sip:bob@192.0.2.1", OTHER + ";reg-id=1")));
        send(register(3, contact("sip:alice@192.0.2.1:5060", "")));

        office.registrar.closed(Office.PHONE);

        assertThat(bound()).containsExactly("sip:alice@192.0.2.1:5060");
        assertThat(office.location.size()).isEqualTo(1);
    }
}
