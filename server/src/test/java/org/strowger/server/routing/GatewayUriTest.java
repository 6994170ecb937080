package org.strowger.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.routing.Questions.sipUri;
import static org.strowger.server.routing.Questions.uri;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;

class GatewayUriTest {
    @ParameterizedTest
    @CsvSource({
        "sip:gw.example:5070, sip:0123@example.com, sip:0123@gw.example:5070",
        "sip:gw.example;transport=tcp, sip:0123@example.com;user=phone, sip:0123@gw.example;transport=tcp",
        "sips:[2001:db8::1], sip:0123@example.com, sips:0123@[2001:db8::1]",
        "sip:gw.example, sip:a%40b@example.com, sip:a%40b@gw.example",
        "sip:gw.example, sip:a;par=b@example.com, sip:a;par=b@gw.example",
    })
    void hasTheUserThatWasCalledAtTheGateway(String gateway, String requestUri, String expected) {
        assertThat(GatewayUri.of(sipUri(gateway), uri(requestUri))).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:operator@gw.example, sip:0123@example.com",
        "sip:gw.example:5070, sip:example.com",
        "sip:gw.example:5070, urn:service:sos",
    })
    void isTheGatewaysOwnWhereThatHasAUserOrNobodyWasCalled(String gateway, String requestUri) {
        assertThat(GatewayUri.of(sipUri(gateway), uri(requestUri))).hasToString(gateway);
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+49-30-123, sip:+4930123@gw.example",
        "tel:*21#;phone-context=+49, sip:*21%23@gw.example",
        "tel:0123;phone-context=+49, sip:0123@gw.example"
    })
    @Rfc("3261 §19.1.6: a telephone number becomes the user")
    void hasTheNumberForUser(String requestUri, String expected) {
        assertThat(GatewayUri.of(sipUri("sip:gw.example"), uri(requestUri))).hasToString(expected);
    }
}
