package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class HostTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.b",
                "a.b.",
                "a-b",
                "a--b",
                "_sip._udp.example.com",
                "192.0.2.1",
                "0.0.0.0",
                "255.255.255.255",
                "1.2.3.4a",
                "3com",
                "[::]",
                "[::1]",
                "[1::]",
                "[1:2:3:4:5:6:7:8]",
                "[1:2:3:4:5:6:7::]",
                "[::2:3:4:5:6:7:8]",
                "[1::8]",
                "[1:2:3:4:5:6:1.2.3.4]",
                "[::1.2.3.4]",
                "[1:2:3:4:5::1.2.3.4]",
                "[2001:DB8::10:5070]",
                "[::ffff:192.0.2.1]",
                "[2001:db8:::192.0.2.1]",
                "[:::192.0.2.1]"
            })
    @Rfc("5954 §4.1: IPv6address and IPv4address of RFC 3986")
    void isRead(String text) {
        var host = Slice.of(text);

        assertThat(Host.end(host.bytes(), 0, host.length())).isEqualTo(text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                ".a",
                "-a",
                "a-",
                "a-.b",
                "a.-b",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.04",
                "1.2.3.4.",
                "[",
                "[]",
                "[:]",
                "[1]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4:5:6:7:8::]",
                "[::1:2:3:4:5:6:7:8]",
                "[1::2::3]",
                "[12345::]",
                "[g::]",
                "[1:2:3:4:5:6:7:1.2.3.4]",
                "[1::2:]",
                "[:1::2]",
                "[::1.2.3]",
                "[::1.2.3.256]",
                "[::1",
                "[:::1]",
                "[1:::2]",
                "[::::1.2.3.4]",
                "[1.2.3.4]",
                "[::1%eth0]",
                "[1:2:3:4:5:6:7::8:9]"
            })
    @Rfc("5954 §4.1: sip:bob@444.555.666.777 is no longer allowed")
    void isRefused(String text) {
        var host = Slice.of(text);

        assertThat(Host.end(host.bytes(), 0, host.length())).isNotEqualTo(text.isEmpty() ? 0 : text.length());
    }
}
