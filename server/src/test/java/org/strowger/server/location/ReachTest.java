package org.strowger.server.location;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;

class ReachTest {
    @ParameterizedTest
    @CsvSource({
        "sip:alice@10.1.2.3, 203.0.113.9, FLOW",
        "sip:alice@192.168.1.7:5070, 203.0.113.9, FLOW",
        "sip:alice@127.0.0.1, 203.0.113.9, FLOW",
        "sip:alice@169.254.3.4, 203.0.113.9, FLOW",
        "sip:alice@[fe80::1], 2001:db8::9, FLOW",
        "sip:alice@df7jal23ls0d.INVALID, 203.0.113.9, FLOW",
        "sip:alice@10.1.2.3, 10.1.2.4, CONTACT",
        "sip:alice@127.0.0.1:5070, 127.0.0.1, CONTACT",
        "sip:alice@203.0.113.9, 203.0.113.9, CONTACT",
        "sip:alice@phone.example.com, 203.0.113.9, CONTACT",
        "sip:alice@host7, 203.0.113.9, CONTACT",
        "tel:+4930123, 203.0.113.9, CONTACT",
        "sip:alice@10.1.2.3, somewhere, CONTACT",
    })
    void byUdpIsTheContactUnlessThatMeansNothingHere(String contact, String source, Reach reach) {
        assertThat(Reach.of(Phones.uri(contact), new Source("UDP", source, 40_000)))
                .isEqualTo(reach);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@10.1.2.3:5060, 10.1.2.3, 192.168.7.7, FLOW",
        "sip:alice@10.1.2.3:5060, 10.1.2.9, 192.168.7.7, CONTACT",
        "sip:alice@10.1.2.3:5070, 10.1.2.3, 10.1.2.3, CONTACT",
        "sip:alice@desk.local, desk.local, 192.168.7.7, CONTACT",
    })
    @Rfc("3581 §4: a phone that is not seen where it says it is stands behind a NAT")
    void isTheFlowWhereThePhoneIsNotWhereItSaysItIs(String contact, String sentBy, String source, Reach reach) {
        assertThat(Reach.of(Phones.uri(contact), new Source("UDP", source, 40_000), sentBy))
                .isEqualTo(reach);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, sip:alice@10.1.2.3;transport=tcp, FLOW",
        "TCP, sip:alice@203.0.113.9:40000;transport=tcp, FLOW",
        "TCP, sip:alice@203.0.113.9:5060;transport=tcp, EITHER",
        "TLS, sips:alice@203.0.113.9, EITHER",
        "TCP, sip:alice@desk.local;transport=tcp, EITHER",
        "WS, sip:alice@df7jal23ls0d.invalid;transport=ws, FLOW",
        "WSS, sip:alice@203.0.113.9;transport=ws, FLOW",
        "TCP, sip:alice@198.51.100.7;transport=tcp, CONTACT",
        "TCP, sip:alice@phone.example.com;transport=tcp, CONTACT",
    })
    @Rfc("7118 §5: names that end in .invalid are no addresses")
    void byAConnectionIsTheConnectionForWhatIsThePhoneItself(String protocol, String contact, Reach reach) {
        assertThat(Reach.of(Phones.uri(contact), new Source(protocol, "203.0.113.9", 40_000), "desk.local"))
                .isEqualTo(reach);
    }
}
