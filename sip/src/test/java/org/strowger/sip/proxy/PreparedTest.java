package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;

class PreparedTest {
    private static final SipRequest INVITE = Wire.request("INVITE", "sip:bob@example.com");
    private static final String OUR_ROUTE = "<sip:" + Wire.mark(Wire.MARK, INVITE) + "@192.0.2.1:5060;lr>";
    private static final String TO_BOB = "To: <sip:bob@example.com>;tag=b1";
    private static final String NEXT = "<sip:next.example.net;lr>";

    @Test
    @Rfc("3261 §16.4-6: a first Route that is this proxy is removed")
    void takesItsOwnRouteOff() throws MalformedMessageException {
        var prepared = prepare("BYE", "sip:bob@192.0.2.60", TO_BOB, "Route: " + OUR_ROUTE + ", " + NEXT);

        assertThat(prepared.requestUri()).hasToString("sip:bob@192.0.2.60");
        assertThat(Wire.texts(prepared.routes())).containsExactly(NEXT);
        assertThat(prepared.isRouted()).isTrue();
    }

    @Test
    @Rfc("5658 §5: both values of a double Record-Route are removed")
    void takesBothOfADoubleRecordRouteOff() throws MalformedMessageException {
        var tcp = "<sip:" + Wire.mark(Wire.MARK, INVITE) + "@192.0.2.1:5060;transport=tcp;lr>";

        var prepared =
                prepare("BYE", "sip:bob@192.0.2.60", TO_BOB, "Route: " + OUR_ROUTE, "Route: " + tcp, "Route: " + NEXT);

        assertThat(Wire.texts(prepared.routes())).containsExactly(NEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:192.0.2.1;lr>",
                "<sip:example.com;lr>",
                "<sip:example.com:5060;lr>",
                "<sip:192.0.2.1;transport=TCP;lr>"
            })
    @Rfc("3261 §16.4-6: by address, port, transport or domain")
    void knowsItselfByAddressAndByDomain(String route) throws MalformedMessageException {
        assertThat(prepare("INVITE", "sip:bob@example.net", "Route: " + route).isRouted())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:192.0.2.1:443;transport=ws;lr>", "<sips:192.0.2.1:443;transport=ws;lr>"})
    @Rfc("7118 §5.2: the transport is ws for secured WebSockets too")
    void knowsItsSecuredWebSocketByTheTransportWs(String route) throws MalformedMessageException {
        var secured = new Ours(
                (protocol, host, port) -> protocol == Protocol.WSS && host.equals("192.0.2.1") && port == 443,
                _ -> false);
        var flow = Wire.flow(Protocol.WSS, "192.0.2.1", 443, "192.0.2.50", 40_000);
        var request = Wire.request("ACK", "sip:bob@bob.invalid;transport=ws", TO_BOB, "Route: " + route);

        assertThat(Prepared.of(request, flow, secured, Wire.MARK).isRouted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sips:192.0.2.1:8443;transport=ws;lr>",
                "<sip:192.0.2.1:8443;transport=ws;lr>",
                "<sips:192.0.2.1:5061;transport=tcp;lr>",
                "<sips:192.0.2.1:5061;lr>"
            })
    @Rfc("7118 §8.2: a Route with transport=ws goes by WSS")
    @Rfc("3261 §26.2.2: the transport parameter of a sips URI is over TLS")
    void knowsItselfByATransportOverTls(String route) throws MalformedMessageException {
        var secure = new Ours(
                (protocol, host, port) -> host.equals("192.0.2.1")
                        && (protocol == Protocol.WSS && port == 8443 || protocol == Protocol.TLS && port == 5061),
                "example.com"::equals);
        var flow = Wire.flow(Protocol.WSS, "192.0.2.1", 8443, "192.0.2.50", 50000);
        var bye = Wire.request("BYE", "sip:bob@192.0.2.60", TO_BOB, "Route: " + route + ", " + NEXT);

        var prepared = Prepared.of(bye, flow, secure, Wire.MARK);

        assertThat(Wire.texts(prepared.routes())).containsExactly(NEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:a@b@192.0.2.1:5060;lr>",
                "<sip:a b@192.0.2.1:5060;lr>",
                "<sip:x@192.0.2.9;p=@192.0.2.1:5060;lr>",
                "<sip:%@192.0.2.1:5060;lr>"
            })
    void isNotMisledByWhatOnlyEndsLikeItsOwnRoute(String route) {
        assertThatThrownBy(() -> prepare("BYE", "sip:bob@192.0.2.60", TO_BOB, "Route: " + route))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void isNotWhoListensWithoutTls() throws MalformedMessageException {
        var plain = new Ours((protocol, _, _) -> protocol == Protocol.WS, "example.com"::equals);
        var flow = Wire.flow(Protocol.WS, "192.0.2.1", 8080, "192.0.2.50", 50000);
        var route = "<sip:192.0.2.1:8080;transport=wss;lr>";

        var prepared =
                Prepared.of(Wire.request("INVITE", "sip:bob@example.net", "Route: " + route), flow, plain, Wire.MARK);

        assertThat(Wire.texts(prepared.routes())).containsExactly(route);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:192.0.2.1:15070;lr>",
                "<sip:192.0.2.2;lr>",
                "<sip:example.com:5080;lr>",
                "<sip:192.0.2.1;transport=ws;lr>",
                "<tel:+4930123456>"
            })
    void leavesTheRouteOfAnother(String route) throws MalformedMessageException {
        assertThat(Wire.texts(prepare("INVITE", "sip:bob@example.net", "Route: " + route)
                        .routes()))
                .containsExactly(route);
    }

    @Test
    @Rfc("3261 §16.4-1: the Request-URI is inspected")
    @Rfc("3261 §16.4-2: a Request-URI that we put into Record-Route is replaced by the last Route")
    @Rfc("3261 §16.4-3: and the request is processed as if it had come so")
    void undoesWhatAStrictRouterDid() throws MalformedMessageException {
        var ours = OUR_ROUTE.substring(1, OUR_ROUTE.length() - 1);

        var prepared = prepare("BYE", ours, TO_BOB, "Route: " + NEXT + ", <sip:bob@192.0.2.60>");

        assertThat(prepared.requestUri()).hasToString("sip:bob@192.0.2.60");
        assertThat(Wire.texts(prepared.routes())).containsExactly(NEXT);
        assertThat(prepared.proven()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@example.com;maddr=192.0.2.1,                       UDP, sip:bob@example.com",
        "sip:bob@example.com:5060;maddr=192.0.2.1;user=phone,       UDP, sip:bob@example.com:5060;user=phone",
        "sip:bob@example.com;maddr=192.0.2.1;transport=tcp,         TCP, sip:bob@example.com",
        "sip:bob@example.com;maddr=example.com,                     UDP, sip:bob@example.com",
        "sip:bob@example.com;maddr=192.0.2.1;transport=tcp,         UDP,"
                + " sip:bob@example.com;maddr=192.0.2.1;transport=tcp",
        "sip:bob@example.com:5080;maddr=192.0.2.1,                  UDP, sip:bob@example.com:5080;maddr=192.0.2.1",
        "sip:bob@example.com;maddr=192.0.2.77,                      UDP, sip:bob@example.com;maddr=192.0.2.77",
    })
    @Rfc("3261 §16.4-4: maddr is checked against what we are responsible for")
    @Rfc("3261 §16.4-5: our own maddr is stripped if the request came by the port and transport of the URI")
    void stripsItsOwnMaddr(String uri, Protocol protocol, String expected) throws MalformedMessageException {
        var flow = Wire.flow(protocol, "192.0.2.1", 5060, "192.0.2.50", 5060);

        var prepared = Prepared.of(Wire.request("INVITE", uri), flow, Wire.OURS, Wire.MARK);

        assertThat(prepared.requestUri()).hasToString(expected);
    }

    @Test
    @Rfc("3261 §16.4-5: any non-default port is stripped with maddr")
    void stripsANonDefaultPortWithItsMaddr() throws MalformedMessageException {
        var at5080 = new Ours((_, host, port) -> host.equals("192.0.2.1") && port == 5080, "example.com"::equals);
        Flow flow = Wire.flow(Protocol.UDP, "192.0.2.1", 5080, "192.0.2.50", 5060);
        var request = Wire.request("INVITE", "sip:bob:pw@example.com:5080;a=b;maddr=192.0.2.1");

        var prepared = Prepared.of(request, flow, at5080, Wire.MARK);

        assertThat(prepared.requestUri()).hasToString("sip:bob:pw@example.com;a=b");
    }

    @Test
    @Rfc("3261 §16.7.8-5: we know our Record-Route by its user part")
    @Rfc("3261 §16.6.4-10: which is distinct for each dialog")
    void seesTheProofOfADialogFromBothSides() throws MalformedMessageException {
        assertThat(prepare("BYE", "sip:bob@192.0.2.60", TO_BOB, "Route: " + OUR_ROUTE)
                        .proven())
                .isTrue();
        assertThat(prepare(
                                "BYE",
                                "sip:alice@192.0.2.50",
                                "From: <sip:bob@example.com>;tag=b1",
                                "To: <sip:alice@example.com>;tag=a1",
                                "Route: " + OUR_ROUTE)
                        .proven())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Call-ID: another                        | To: <sip:bob@example.com>;tag=b1",
                "From: <sip:alice@example.com>;tag=m1    | To: <sip:bob@example.com>;tag=b1",
                "From: <sip:mallory@example.com>;tag=a1  | To: <sip:bob@example.com>;tag=b1",
                "From: <sip:alice@example.net>;tag=a1    | To: <sip:bob@example.com>;tag=b1",
                "From: <sip:alice@example.com>;tag=a1    | To: <sip:bob@example.com>"
            })
    @Rfc("3261 §16.6.4-12: a URI of a Record-Route is of no use outside its dialog")
    void acceptsNoMarkOfAnotherDialogAndNoneOutsideADialog(String field, String to) throws MalformedMessageException {
        assertThat(prepare("BYE", "sip:bob@192.0.2.60", to, field, "Route: " + OUR_ROUTE)
                        .proven())
                .isFalse();
    }

    @Test
    void acceptsNoMarkThatIsForged() throws MalformedMessageException {
        var forged = "<sip:" + Wire.mark(new RouteMark(Secret.random()), INVITE) + "@192.0.2.1:5060;lr>";

        var prepared = prepare("BYE", "sip:bob@192.0.2.60", TO_BOB, "Route: " + forged);

        assertThat(prepared.isRouted()).isFalse();
        assertThat(prepared.proven()).isFalse();
    }

    @Test
    @Rfc("3261 §16.3.1-2: what is involved in forwarding must be well-formed")
    void refusesARouteThatCannotBeRead() {
        assertThatThrownBy(() -> prepare("INVITE", "sip:bob@example.com", "Route: <sip:x"))
                .isInstanceOf(MalformedMessageException.class);
    }

    private static Prepared prepare(String method, String uri, String... fields) throws MalformedMessageException {
        return Prepared.of(Wire.request(method, uri, fields), Wire.FROM_ALICE, Wire.OURS, Wire.MARK);
    }
}
