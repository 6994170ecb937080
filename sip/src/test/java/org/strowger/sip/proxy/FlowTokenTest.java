package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Slice;
import org.strowger.sip.proxy.flow.FlowKey;
import org.strowger.sip.proxy.flow.FlowToken;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** In-dialog requests to phones that are reached by their flow alone. */
class FlowTokenTest {
    private static final FlowToken FOUR =
            FlowToken.of(Wire.flow(Protocol.TCP, "192.0.2.1", 5060, "203.0.113.9", 40_000));
    private static final FlowToken SIX =
            FlowToken.of(Wire.flow(Protocol.UDP, "2001:db8::1", 5060, "2001:db8::9", 65_535));

    private static final FlowKey KEY = FlowKey.of(1, 2, "flow");

    private final Office office = new Office();

    @Test
    @Rfc("5626 §5.2: the token identifies the flow, and its integrity is protected")
    void isReadAgainByUsAlone() {
        for (var token : List.of(FOUR, SIX)) {
            var text = token.text(KEY);
            assertThat(text.toString()).matches("[A-Za-z0-9_-]{31,63}");
            assertThat(FlowToken.read(text, KEY)).contains(token);
            assertThat(FlowToken.read(text, FlowKey.of(1, 2, "path"))).isEmpty();
            assertThat(FlowToken.read(text, FlowKey.of(1, 3, "flow"))).isEmpty();
        }
    }

    @Test
    @Rfc("5626 §5.2: a token that was tampered with is none")
    void provesNothingOnceTamperedWith() {
        var text = FOUR.text(KEY).toString();
        for (int at = 0; at < text.length() - 1; at++) {
            var changed = new StringBuilder(text);
            changed.setCharAt(at, changed.charAt(at) == 'A' ? 'B' : 'A');
            assertThat(FlowToken.read(Slice.of(changed.toString()), KEY))
                    .as(changed.toString())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "%41%42", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void isNotReadFromAnythingElse(String text) {
        assertThat(FlowToken.read(Slice.of(text), KEY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, 192.0.2.50:5060, sip:alice@192.0.2.50,       false",
        "UDP, 10.0.0.7:5060,   sip:alice@10.0.0.7,         true",
        "UDP, 10.0.0.7:5060,   sip:alice@198.51.100.7,     false",
        "UDP, desk.local,      sip:alice@desk.local,       false",
        "UDP, 10.0.0.7:5060,   sip:alice@x.invalid,        true",
        "TCP, 10.0.0.7:5060,   sip:alice@10.0.0.7,         true",
        "TCP, 192.0.2.50:5060, sip:alice@192.0.2.50,       true",
        "TCP, 192.0.2.50:5060, sip:alice@198.51.100.7,     false",
        "TCP, x.invalid,       sip:alice@x.invalid,        true",
        "UDP, 192.0.2.50:5060, sip:alice@192.0.2.50;ob,    true",
    })
    @Rfc("5626 §5.3: where the phone cannot be reached by its contact")
    void isDueForPhonesBehindANatAndOnConnections(String protocol, String sentBy, String contact, boolean due) {
        var flow = Wire.flow(Protocol.valueOf(protocol), "192.0.2.1", 5060, "192.0.2.50", 5060);
        var via = "Via: SIP/2.0/" + protocol + " " + sentBy + ";branch=z9hG4bK1;rport";

        var direct = Wire.request("INVITE", "sip:bob@example.com", via, "Contact: <" + contact + ">");
        var byAnother = Wire.request("INVITE", "sip:bob@example.com", via, via + "x", "Contact: <" + contact + ">");

        assertThat(EdgeFlows.isDue(direct, EdgeFlows.contact(direct).orElseThrow(), flow))
                .isEqualTo(due);
        assertThat(EdgeFlows.isDue(byAnother, EdgeFlows.contact(byAnother).orElseThrow(), flow))
                .isFalse();
    }

    private String route() {
        return Wire.values(office.bob.request(), HeaderName.RECORD_ROUTE).getFirst();
    }

    @Test
    @Rfc("5626 §5.3: requests towards the phone go over the flow in the token")
    void leadsTheCalledBackToACallerBehindANat() {
        office.alice(
                "INVITE",
                "sip:bob@example.com",
                "Via: SIP/2.0/UDP 10.0.0.7:5060;branch=z9hG4bKnat;rport",
                "Contact: <sip:alice@10.0.0.7:5060>");
        var route = route();

        for (var method : List.of("INVITE", "BYE", "ACK")) {
            office.bob.send(
                    Wire.request(
                            method,
                            "sip:alice@10.0.0.7:5060",
                            "Via: SIP/2.0/UDP 192.0.2.60:5060;branch=z9hG4bKcalled" + method,
                            "From: <sip:bob@example.com>;tag=tag-of-bob",
                            "To: Alice <sip:alice@example.com>;tag=a1",
                            "Route: " + route),
                    office.node);
            office.pass();
        }

        assertThat(office.alice.methods()).containsExactly("INVITE", "BYE", "ACK");
    }

    @Test
    @Rfc("5626 §5.3: requests towards the phone go over the flow in the token")
    void leadsTheCallerToACalledBehindANat() {
        var flow = Wire.flow(Protocol.UDP, "192.0.2.1", 5060, "192.0.2.60", 5060);
        var standing =
                office.node.flow(Protocol.UDP, flow.local(), flow.remote()).orElseThrow();
        office.rules.to(new Target(
                Wire.uri("sip:bob@10.0.0.8"), List.of(), Optional.of(new NextHop.Established(standing)), 1000));
        office.alice("INVITE", "sip:bob@example.com", "Contact: <sip:alice@192.0.2.50>");
        var route = route();

        office.alice(
                "BYE",
                "sip:bob@10.0.0.8",
                "To: <sip:bob@example.com>;tag=tag-of-bob",
                "Route: " + route,
                "CSeq: 2 BYE");

        assertThat(office.bob.methods()).containsExactly("INVITE", "BYE");
        assertThat(route).hasSizeLessThan(150);
    }

    @Test
    @Rfc("5626 §5.3.1-2: if the flow no longer exists, 430 (Flow Failed)")
    void saysThatTheFlowOfACallerIsGone() {
        office.alice(
                Protocol.TCP,
                "INVITE",
                "sip:bob@example.com",
                "Via: SIP/2.0/TCP x.invalid;branch=z9hG4bKws",
                "Contact: <sip:alice@x.invalid;transport=ws>");
        var route = route();
        office.network.closeConnectionsOf(office.alice.node());

        office.bob.send(
                Wire.request(
                        "BYE",
                        "sip:alice@x.invalid;transport=ws",
                        "Via: SIP/2.0/UDP 192.0.2.60:5060;branch=z9hG4bKcalled",
                        "From: <sip:bob@example.com>;tag=tag-of-bob",
                        "To: Alice <sip:alice@example.com>;tag=a1",
                        "Route: " + route),
                office.node);
        office.pass();

        assertThat(office.bob.codes()).containsExactly(430);
    }
}
