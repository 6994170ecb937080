package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.proxy.flow.Edge;
import org.strowger.sip.proxy.flow.FlowToken;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** The proxy between phones and their registrar elsewhere, which is Carol; Alice is the phone. */
class EdgeTest {
    private static final String FLOW = "Contact: <sip:alice@10.0.0.7>;+sip.instance=\"<urn:x:y>\";reg-id=1";
    private static final String PLAIN = "Contact: <sip:alice@10.0.0.7>";
    private static final String SUPPORTED = "Supported: path, outbound";
    private static final String HOME = "sip:home.example";

    private final Office office = new Office();

    @BeforeEach
    void standAtTheEdge() {
        standAt(office, Edge.SUPPORTED);
    }

    private static void standAt(Office office, Edge edge) {
        office.rules.decide(_ -> new Decision.Forward(
                List.of(Target.of(Wire.uri("sip:carol@192.0.2.61"))), List.of(), Manner.USUAL.withEdge(edge)));
    }

    private List<String> paths() {
        return Wire.values(office.carol.request(), HeaderName.PATH);
    }

    /** Where requests for Alice go, as her registrar has learnt. */
    private String pathOf(Protocol protocol) {
        office.alice(protocol, "REGISTER", HOME, SUPPORTED, FLOW);
        var path = paths().getFirst();
        office.answers(office.carol, 200);
        return path;
    }

    /** A request for Alice from her registrar. */
    private SipRequest send(String method, String route, String... fields) {
        var all = new ArrayList<>(List.of(fields));
        all.add("Via: SIP/2.0/UDP 192.0.2.61:5060;branch=z9hG4bKhome" + method);
        all.add("Route: " + route);
        var request = Wire.request(method, "sip:alice@10.0.0.7", all.toArray(String[]::new));
        office.carol.send(request, office.node);
        office.pass();
        return request;
    }

    @Test
    @Rfc("5626 §5.1-1: the first hop puts its URI into Path")
    @Rfc("5626 §5.1-2: with a flow token")
    @Rfc("5626 §5.1-4: and ob")
    @Rfc("3327 §4-1: and lr")
    void putsItselfAndTheFlowIntoPath() {
        office.alice("REGISTER", HOME, SUPPORTED, FLOW);

        assertThat(paths()).hasSize(1);
        assertThat(paths().getFirst()).matches("<sip:flow\\.[A-Za-z0-9_-]{31}@192\\.0\\.2\\.1:5060;lr;ob>");
        assertThat(office.carol.request().headers().has(HeaderName.REQUIRE)).isFalse();
    }

    @Test
    @Rfc("5626 §5.1-3: each flow has a token of its own")
    void tellsFlowsApart() {
        assertThat(pathOf(Protocol.UDP)).isNotEqualTo(pathOf(Protocol.TCP));
    }

    @Test
    @Rfc("3327 §5.2: a new topmost value")
    void putsItselfInFrontOfOthers() {
        office.alice("REGISTER", HOME, SUPPORTED, FLOW, "Path: <sip:phone.example;lr>");

        assertThat(paths()).hasSize(2);
        assertThat(paths().getLast()).isEqualTo("<sip:phone.example;lr>");
    }

    @ParameterizedTest
    @CsvSource({"NONE, false, false", "FLOWS, true, false", "SUPPORTED, true, true", "REQUIRED, true, true"})
    void doesSoForWhomItIsToldTo(Edge edge, boolean flows, boolean others) {
        standAt(office, edge);

        office.alice("REGISTER", HOME, SUPPORTED, FLOW);
        assertThat(paths().isEmpty()).isNotEqualTo(flows);
        office.answers(office.carol, 200);
        office.alice("REGISTER", HOME, SUPPORTED, PLAIN, "Call-ID: other", "CSeq: 2 REGISTER");
        assertThat(paths().isEmpty()).isNotEqualTo(others);
    }

    @ParameterizedTest
    @EnumSource(
            value = Edge.class,
            names = {"FLOWS", "SUPPORTED"})
    @Rfc("3327 §5.2-1: no Path where the phone has not said that it supports it")
    void doesNothingForPhonesThatDoNotKnowPath(Edge edge) {
        standAt(office, edge);

        office.alice("REGISTER", HOME, FLOW);

        assertThat(paths()).isEmpty();
    }

    @Test
    @Rfc("5626 §5.1-5: no ob behind another hop")
    void doesNothingBehindAnotherHop() {
        var via = "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKa, SIP/2.0/UDP 10.0.0.7;branch=z9hG4bKb";

        office.alice("REGISTER", HOME, via, SUPPORTED, FLOW);

        assertThat(paths()).isEmpty();
    }

    @Test
    @Rfc("3327 §5.2-2: Require: path where the edge requires it")
    @Rfc("3327 §5.2-3: 421 where the phone does not know Path")
    void requiresPathWhereItIsToldTo() {
        standAt(office, Edge.REQUIRED);

        office.alice("REGISTER", HOME, FLOW);
        assertThat(office.alice.codes()).containsExactly(421);
        assertThat(Wire.values(office.alice.responses().getLast(), HeaderName.REQUIRE))
                .containsExactly("path");
        assertThat(office.carol.requests()).isEmpty();

        office.alice("REGISTER", HOME, "CSeq: 2 REGISTER", SUPPORTED, FLOW);
        assertThat(Wire.values(office.carol.request(), HeaderName.REQUIRE)).containsExactly("path");
    }

    @Test
    @Rfc("3327 §5.2-4: Path in the response stays as it is")
    @Rfc("3608 §6.2-1: and so does Service-Route")
    void passesTheAnswerAsItIs() {
        office.alice("REGISTER", HOME, SUPPORTED, FLOW);
        var register = office.carol.request();
        var answer = register.respond(Status.OK)
                .toTag(new Tag(Slice.of("carol")))
                .header(HeaderName.PATH, paths().getFirst())
                .header(HeaderName.SERVICE_ROUTE, "<sip:orig@home.example;lr>")
                .write();
        office.carol.send(answer);
        office.pass();

        var received = office.alice.responses().getLast();
        assertThat(Wire.values(received, HeaderName.PATH)).isEqualTo(paths());
        assertThat(Wire.values(received, HeaderName.SERVICE_ROUTE)).containsExactly("<sip:orig@home.example;lr>");
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"UDP", "TCP"})
    @Rfc("5626 §5.3.1: what comes back by that URI goes over that flow, without its Route")
    void forwardsOverTheFlow(Protocol protocol) {
        var path = pathOf(protocol);

        send("INVITE", path, "Contact: <sip:carol@192.0.2.61>");

        var invite = office.alice.request();
        assertThat(invite.requestUri()).hasToString("sip:alice@10.0.0.7");
        assertThat(invite.headers().has(HeaderName.ROUTE)).isFalse();
        assertThat(office.rules.questions).hasSize(1);
    }

    @Test
    @Rfc("5626 §5.3.1: subsequent requests of the dialog are delivered over the flow")
    @Rfc("5626 §5.3.1: a Record-Route is added where none would be")
    void staysOnThePathOfTheDialogs() {
        var modest = new Office(ProxySettings.DEFAULT.withRecordRoute(false));
        standAt(modest, Edge.SUPPORTED);
        modest.alice(Protocol.TCP, "REGISTER", HOME, SUPPORTED, FLOW);
        var path = Wire.values(modest.carol.request(), HeaderName.PATH).getFirst();
        modest.answers(modest.carol, 200);
        modest.carol.send(
                Wire.request(
                        "INVITE",
                        "sip:alice@10.0.0.7",
                        "Via: SIP/2.0/UDP 192.0.2.61:5060;branch=z9hG4bKinvite",
                        "Contact: <sip:carol@192.0.2.61>",
                        "Route: " + path),
                modest.node);
        modest.pass();
        var route = Wire.values(modest.alice.request(), HeaderName.RECORD_ROUTE);
        assertThat(route).isNotEmpty();

        modest.carol.send(
                Wire.request(
                        "BYE",
                        "sip:alice@10.0.0.7",
                        "Via: SIP/2.0/UDP 192.0.2.61:5060;branch=z9hG4bKbye",
                        "To: <sip:alice@home.example>;tag=tag-of-alice",
                        "CSeq: 2 BYE",
                        "Route: " + String.join(", ", route)),
                modest.node);
        modest.pass();

        assertThat(modest.alice.methods()).containsExactly("INVITE", "BYE");
    }

    @Test
    @Rfc("5626 §5.3.1-2: 430 where the flow no longer exists")
    void saysThatTheFlowIsGone() {
        var path = pathOf(Protocol.TCP);
        office.network.closeConnectionsOf(office.alice.node());

        send("INVITE", path);

        assertThat(office.carol.codes()).contains(430);
        assertThat(office.alice.requests()).isEmpty();
    }

    @Test
    @Rfc("5626 §5.3.1-1: 403 where the token was tampered with")
    void refusesTamperedTokens() {
        var path = pathOf(Protocol.UDP);

        send("MESSAGE", path.replace("flow.A", "flow.B").replace("flow.", "flow.x"));

        assertThat(office.carol.codes()).containsExactly(403);
        assertThat(office.alice.requests()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.6.6: a SIPS URI does not go over a flow that is not secure, and a token leads nowhere else")
    void isNoRelayForSipsUris() throws MalformedMessageException {
        var token = FlowToken.of(Wire.flow(Protocol.UDP, "192.0.2.1", 5060, "192.0.2.60", 5060));

        assertThat(TargetSet.by(token, straightTo("sip:dave@192.0.2.62"), office.node)
                        .isEmpty())
                .isFalse();
        assertThat(TargetSet.by(token, straightTo("sips:dave@192.0.2.62"), office.node)
                        .isEmpty())
                .isTrue();
    }

    private static Prepared straightTo(String uri) throws MalformedMessageException {
        return Prepared.of(Wire.request("MESSAGE", uri), Wire.FROM_ALICE, Wire.OURS, Wire.MARK);
    }

    @Test
    @Rfc("5626 §5.3: a request that comes by the flow of its own token is an outgoing one")
    void asksWhereOutgoingRequestsGo() {
        var path = pathOf(Protocol.UDP);

        office.alice("MESSAGE", "sip:dave@elsewhere.example", "Route: " + path, "Call-ID: out");

        assertThat(office.rules.questions).hasSize(2);
        assertThat(office.carol.request().method().name()).isEqualTo("MESSAGE");
        assertThat(office.carol.request().headers().has(HeaderName.ROUTE)).isFalse();
    }

    @Test
    void forwardsWhatHasNoTransactionToo() {
        var path = pathOf(Protocol.UDP);

        send("ACK", path);
        send("CANCEL", path);

        assertThat(office.alice.methods()).containsExactly("ACK", "CANCEL");
    }
}
