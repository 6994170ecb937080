package org.strowger.sip.transport.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;

class IcmpErrorTest {
    private static final int LOCAL = 1;
    private static final int ICMP = 2;
    private static final int ICMP6 = 3;

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "3, 0, network unreachable",
        "3, 1, host unreachable",
        "3, 2, protocol unreachable",
        "3, 3, port unreachable",
        "3, 13, administratively prohibited",
        "12, 0, parameter problem"
    })
    @Rfc("3261 §18.4-1: unreachable and parameter problem are failures in sending")
    void saysThatTheSendingHasFailed(int type, int code, String name) {
        assertThat(IcmpError.isFailure(ICMP, type, code)).as(name).isTrue();
        assertThat(IcmpError.isFailure(LOCAL, type, code)).as(name).isFalse();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({"1, 0, no route", "1, 3, address unreachable", "1, 4, port unreachable", "4, 1, parameter problem"})
    @Rfc("3261 §18.4-1: the same by IPv6 (RFC 4443)")
    void saysTheSameByIpv6(int type, int code, String name) {
        assertThat(IcmpError.isFailure(ICMP6, type, code)).as(name).isTrue();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "4, 0, source quench",
        "11, 0, TTL exceeded",
        "11, 1, reassembly time exceeded",
        "3, 4, fragmentation needed"
    })
    @Rfc("3261 §18.4-2: source quench and TTL exceeded are ignored")
    void ignoresWhatSaysNothingAboutThePeer(int type, int code, String name) {
        assertThat(IcmpError.isFailure(ICMP, type, code)).as(name).isFalse();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({"2, 0, packet too big", "3, 0, hop limit exceeded"})
    @Rfc("3261 §18.4-2: nor is the hop limit of IPv6")
    void ignoresTheSameByIpv6(int type, int code, String name) {
        assertThat(IcmpError.isFailure(ICMP6, type, code)).as(name).isFalse();
    }
}
