package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;

class PlaceTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "1.20.109.255", "10.0.200.9", "192.0.2.110", "2001:db8:0:0:0:0:0:50"})
    void isAnAddressInOneSpelling(String address) {
        var literal = InetAddress.ofLiteral(address);

        assertThat(Place.of(new InetSocketAddress(literal, 5060)).host()).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.60:5070,              192.0.2.60",
        "sip:bob@Phone.Example.NET,            phone.example.net",
        "sip:bob@example.net;maddr=192.0.2.61, 192.0.2.61",
        "sip:bob@[2001:DB8::50],               2001:db8:0:0:0:0:0:50"
    })
    void isWhereAUriLeads(String uri, String host) {
        assertThat(Place.of(Wire.uri(uri)))
                .hasValueSatisfying(place -> assertThat(place.host()).hasToString(host));
    }

    @Test
    void isNowhereForAUriThatNamesNoHost() {
        assertThat(Place.of(Wire.uri("tel:+4930123456"))).isEmpty();
    }

    @Test
    void isThatOfTheFirstOfSeveralValues() {
        var request = Wire.request(
                "INVITE", "sip:bob@example.com", "Record-Route: <sip:edge.example.net;lr>, <sip:other;lr>");

        assertThat(Place.first(request, HeaderName.RECORD_ROUTE))
                .hasValueSatisfying(place -> assertThat(place.host()).hasToString("edge.example.net"));
        assertThat(Place.first(request, HeaderName.CONTACT)).isEmpty();
    }
}
