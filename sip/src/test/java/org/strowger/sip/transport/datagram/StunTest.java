package org.strowger.sip.transport.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class StunTest {
    private static final String ID = "b7e7a701bc34d686fa87dfae";
    private static final InetSocketAddress PHONE = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32_853);

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String answer(String request, InetSocketAddress source) {
        assertThat(Stun.isStun(hex(request))).isTrue();
        return Stun.answer(hex(request), source).map(HexFormat.of()::formatHex).orElse("");
    }

    @Test
    @Rfc("5626 §8-1: a SIP server answers STUN Binding requests on its SIP port")
    @Rfc("8489 §6.3.1.1: the server creates an XOR-MAPPED-ADDRESS of the source")
    void tellsThePhoneWhereItIsSeen() {
        // the address of RFC 5769 §2.2
        assertThat(answer("000100002112a442" + ID, PHONE))
                .isEqualTo("0101000c2112a442" + ID + "002000080001a147e112a643");
    }

    @Test
    @Rfc("8489 §14.2: an IPv6 address is hidden by cookie and transaction id")
    void tellsAnIpv6Address() {
        var source = new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677"), 32_853);

        assertThat(answer("000100002112a442" + ID, source))
                .isEqualTo("010100182112a442" + ID + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
    }

    @Test
    @Rfc("8489 §11: without the cookie it is a client of RFC 3489, to be given a MAPPED-ADDRESS")
    void answersClassicClients() {
        assertThat(answer("0001000000000000" + ID, PHONE))
                .isEqualTo("0101000c00000000" + ID + "00010008000180 55c0000201".replace(" ", ""));
    }

    @Test
    @Rfc("8489 §6.3.1: unknown comprehension-required attributes get an error with code 420 that lists them")
    void refusesWhatItDoesNotUnderstand() {
        assertThat(answer("000100082112a442" + ID + "0003000400000006", PHONE))
                .startsWith("0111")
                .contains("00000414")
                .endsWith("000a000200030000");
        assertThat(answer("000100082112a442" + ID + "8022000461626364", PHONE)).startsWith("0101");
    }

    @Test
    void leavesIndicationsAlone() {
        assertThat(answer("001100002112a442" + ID, PHONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "000100002112a442",
                "000100042112a442b7e7a701bc34d686fa87dfae",
                "4f5054494f4e53207369703a6120534950",
                "0002000000000000b7e7a701bc34d686fa87dfae",
                "800100002112a442b7e7a701bc34d686fa87dfae"
            })
    void knowsWhatIsNoStun(String bytes) {
        assertThat(Stun.isStun(hex(bytes))).isFalse();
    }
}
