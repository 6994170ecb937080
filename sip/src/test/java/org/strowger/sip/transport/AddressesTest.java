package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
        "[::1], ::1",
        "::, ::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "fe80:0:0:0:0:0:0:0, fe80::",
    })
    @Rfc("5952 §4: the canonical text of an IPv6 address")
    void writesALiteralInItsCanonicalForm(String literal, String text) {
        assertThat(Addresses.literal(literal))
                .hasValueSatisfying(
                        address -> assertThat(Addresses.text(address)).isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1..2.3",
                ".1.2.3",
                "1.2.3.",
                "1.2.3.4 ",
                "localhost",
                "[1.2.3.4]",
                "[::1",
                "::g",
                ":",
                "1:2:3",
                "99999999999999999999.1.1.1",
                "0x7f.0.0.1",
                "example.com"
            })
    void takesNothingElseForAnAddress(String text) {
        assertThat(Addresses.literal(text)).isEmpty();
    }
}
