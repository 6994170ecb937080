package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

class OutboundTest {
    private static final Slice VIA = Slice.of("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKours");
    private static final Target BOB = Target.of(Wire.uri("sip:bob@192.0.2.60"));

    @Test
    @Rfc("3261 §16.6.1-1: the copy has all header fields of the request")
    @Rfc("3261 §16.6.1-2: none is removed")
    @Rfc("3261 §16.6.1-3: their order is kept")
    @Rfc("3261 §16.6.1-4: values of one name are not reordered")
    @Rfc("3261 §16.3.1-3: what is not involved is ignored and stays as it is")
    @Rfc("3261 §16.6.8-1: our Via is put before the others")
    void copiesEverythingElseAsItStands() throws MalformedMessageException {
        var request = Wire.request(
                "INVITE",
                "sip:bob@example.com",
                "Date: not a date",
                "X-A: 1",
                "P-B: 2",
                "X-A: 3, 4",
                "Content-Length: 0");

        var copy = copy(request, BOB);

        assertThat(copy.bytes())
                .hasToString(request.bytes()
                        .toString()
                        .replace("INVITE sip:bob@example.com SIP", "INVITE sip:bob@192.0.2.60 SIP")
                        .replace("\r\nVia:", "\r\nVia: " + VIA + "\r\nVia:")
                        .replace("Max-Forwards: 70", "Max-Forwards: 69"));
    }

    @Test
    @Rfc("3261 §16.6.1-5: the body is not touched")
    @Rfc("3261 §16.6.9-1: Content-Length is added where there is none")
    void addsContentLengthToTheBodyAsItIs() throws MalformedMessageException {
        var request = Wire.request("OPTIONS", "sip:bob@example.com");

        var copy = copy(request, BOB);

        assertThat(Wire.values(copy, HeaderName.CONTENT_LENGTH)).containsExactly("0");
        assertThat(copy.body()).isEqualTo(request.body());
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.60,                                     sip:bob@192.0.2.60",
        "sip:bob@192.0.2.60;method=BYE;transport=tcp?Subject=x,  sip:bob@192.0.2.60;transport=tcp",
        "sip:what?ever@192.0.2.60?a=b,                           sip:what?ever@192.0.2.60",
        "tel:+4930123456,                                        tel:+4930123456",
    })
    @Rfc("3261 §16.6.2-1: the Request-URI is that of the target")
    @Rfc("3261 §16.6.2-2: without the parameters that have no place there")
    void putsTheTargetIntoTheRequestUri(String target, String expected) throws MalformedMessageException {
        var copy = copy(Wire.request("INVITE", "sip:bob@example.com"), Target.of(Wire.uri(target)));

        assertThat(copy.requestUri().text()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"70, 69", "1, 0", "'', 70"})
    @Rfc("3261 §16.6.3-1: Max-Forwards is decremented")
    @Rfc("3261 §16.6.3-2: or added with 70")
    void countsTheHop(String received, int sent) throws MalformedMessageException {
        var field = received.isEmpty() ? "Max-Forwards:" : "Max-Forwards: " + received;

        var copy = copy(Wire.request("INVITE", "sip:bob@example.com", field), BOB);

        assertThat(copy.maxForwards()).hasValue(sent);
        assertThat(copy.headers().count(HeaderName.MAX_FORWARDS)).isOne();
    }

    @Test
    @Rfc("3261 §16.6.4-1: Record-Route goes before those that are there, though there is a Route")
    @Rfc("5627 §6.2-1: whatever the Contact is")
    void recordsItsRouteBeforeOthers() throws MalformedMessageException {
        var request = Wire.request(
                "INVITE", "sip:bob@example.com", "Route: <sip:next.example.net;lr>", "Record-Route: <sip:before;lr>");
        var prepared = prepare(request);

        var copy = Outbound.to(BOB, prepared)
                .copy(List.of(), List.of(Slice.of("<sip:out;lr>"), Slice.of("<sip:in;lr>")))
                .write(VIA);

        assertThat(Wire.values(copy, HeaderName.RECORD_ROUTE))
                .containsExactly("<sip:out;lr>", "<sip:in;lr>", "<sip:before;lr>");
    }

    @Test
    void withholdsWhatEndsHere() throws MalformedMessageException {
        var request = Wire.request(
                "INVITE",
                "sip:bob@example.com",
                "Proxy-Authorization: Digest realm=\"ours\"",
                "Proxy-Authorization: Digest realm=\"theirs\"");
        var ours = request.headers().all(HeaderName.PROXY_AUTHORIZATION).getFirst();

        var copy = Outbound.to(BOB, prepare(request))
                .copy(List.of(ours), List.of())
                .write(VIA);

        assertThat(Wire.values(copy, HeaderName.PROXY_AUTHORIZATION)).containsExactly("Digest realm=\"theirs\"");
    }

    @Test
    @Rfc("3261 §16.6.6-2: the proxies to visit are pushed ahead of the Route values that are there")
    @Rfc("3261 §16.6.6-6: the first Route is inspected")
    @Rfc("3261 §16.6.7-4: the next hop is that of the first Route")
    void visitsTheProxiesOfTheTargetFirst() throws MalformedMessageException {
        var request =
                Wire.request("INVITE", "sip:bob@example.com", "Route: <sip:192.0.2.1;lr>, <sip:next.example.net;lr>");

        var outbound = Outbound.to(by("<sip:edge;lr>", "<sip:core;lr>"), prepare(request));

        assertThat(outbound.next()).hasToString("sip:edge;lr");
        assertThat(Wire.values(outbound.copy(List.of(), List.of()).write(VIA), HeaderName.ROUTE))
                .containsExactly("<sip:edge;lr>", "<sip:core;lr>", "<sip:next.example.net;lr>");
    }

    @Test
    @Rfc("3261 §16.6.6-3: Route is added where there is none")
    void addsTheRouteThatWasMissing() throws MalformedMessageException {
        var copy = copy(Wire.request("INVITE", "sip:bob@example.com"), by("<sip:edge;lr>"));

        assertThat(Wire.values(copy, HeaderName.ROUTE)).containsExactly("<sip:edge;lr>");
    }

    @Test
    @Rfc("3261 §16.6.7-4: the next hop is that of the Request-URI where there is no Route")
    void goesToTheRequestUriWithoutARoute() throws MalformedMessageException {
        var request = Wire.request("INVITE", "sip:bob@example.com", "Route: <sip:192.0.2.1;lr>");
        var outbound = Outbound.to(BOB, prepare(request));

        assertThat(outbound.next()).hasToString("sip:bob@192.0.2.60");
        assertThat(outbound.copy(List.of(), List.of()).write(VIA).headers().has(HeaderName.ROUTE))
                .isFalse();
    }

    @Test
    @Rfc("3261 §16.6.6-7: a first Route without lr is a strict router")
    @Rfc("3261 §16.6.6-8: the Request-URI becomes the last Route")
    @Rfc("3261 §16.6.6-9: the first Route becomes the Request-URI")
    @Rfc("3261 §16.6.7-3: the next hop is that of the Request-URI then")
    void bowsToAStrictRouter() throws MalformedMessageException {
        var request = Wire.request(
                "BYE",
                "sip:bob@192.0.2.60",
                "To: <sip:bob@example.com>;tag=b1",
                "Route: <sip:strict.example.net>, <sip:loose;lr>");
        var prepared = prepare(request);
        var outbound = Outbound.to(Target.of(prepared.requestUri()), prepared);
        var copy = outbound.copy(List.of(), List.of()).write(VIA);

        assertThat(outbound.next()).hasToString("sip:strict.example.net");
        assertThat(copy.requestUri().text()).hasToString("sip:strict.example.net");
        assertThat(Wire.values(copy, HeaderName.ROUTE)).containsExactly("<sip:loose;lr>", "<sip:bob@192.0.2.60>");
    }

    @Test
    @Rfc("3261 §16.6.7-5: a SIPS Request-URI is reached as if the Route were SIPS")
    void looksForASecureHopForASecureResource() throws MalformedMessageException {
        var request = Wire.request("INVITE", "sips:bob@example.net", "Route: <sip:next.example.net;lr>");
        var prepared = prepare(request);
        var outbound = Outbound.to(Target.of(prepared.requestUri()), prepared);

        assertThat(outbound.next().text()).hasToString("sips:next.example.net;lr");
        assertThat(outbound.isSecure()).isTrue();
        assertThat(Wire.texts(outbound.routes())).containsExactly("<sip:next.example.net;lr>");
    }

    private static Target by(String... route) {
        var values = Arrays.stream(route).map(Slice::of).toList();
        return new Target(BOB.uri(), values, Optional.empty(), 1000);
    }

    private static SipRequest copy(SipRequest request, Target target) throws MalformedMessageException {
        return Outbound.to(target, prepare(request)).copy(List.of(), List.of()).write(VIA);
    }

    private static Prepared prepare(SipRequest request) throws MalformedMessageException {
        return Prepared.of(request, Wire.FROM_ALICE, Wire.OURS, Wire.MARK);
    }
}
