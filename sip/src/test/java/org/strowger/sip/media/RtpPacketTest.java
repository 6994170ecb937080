package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class RtpPacketTest {
    private static final RtpHeader HEADER = new RtpHeader(true, 8, 0xFFFE, 0x80000001, 0xDEADBEEF);

    @Test
    @Rfc("3550 §5.1: the fixed header")
    void writesTheFixedHeader() {
        var packet = RtpPacket.of(HEADER, new byte[] {1, 2, 3});

        assertThat(HexFormat.of().formatHex(packet.encode())).isEqualTo("8088fffe80000001deadbeef010203");
        assertThat(RtpPacket.decode(packet.encode())).contains(packet);
    }

    @Test
    @Rfc("3550 §5.1: contributing sources, as many as the CSRC count says")
    @Rfc("3550 §5.1: the last octet of the padding contains a count of how many octets should be ignored")
    @Rfc("3550 §5.3.1: the extension counts its 32-bit words, zero is a valid length")
    void passesOverWhatStandsAroundThePayload() {
        var sources = "82" + "08fffe80000001deadbeef" + "0000000100000002" + "0a0b";
        var padding = "a0" + "08fffe80000001deadbeef" + "0a0b" + "000003";
        var extension = "90" + "08fffe80000001deadbeef" + "beef0001aaaaaaaa" + "0a0b";
        var empty = "90" + "08fffe80000001deadbeef" + "beef0000" + "0a0b";

        for (var hex : new String[] {sources, padding, extension, empty}) {
            var packet = RtpPacket.decode(HexFormat.of().parseHex(hex)).orElseThrow();
            assertThat(packet.payload()).as(hex).containsExactly(0x0a, 0x0b);
            assertThat(packet.header()).isEqualTo(new RtpHeader(false, 8, 0xFFFE, 0x80000001, 0xDEADBEEF));
        }
    }

    @ParameterizedTest
    @Rfc("3550 §A.1: version must be 2, the length of the packet must be consistent")
    @ValueSource(
            strings = {
                "",
                "8008fffe80000001deadbe",
                "4008fffe80000001deadbeef0a",
                "0008fffe80000001deadbeef0a",
                "c008fffe80000001deadbeef0a",
                "8208fffe80000001deadbeef00000001",
                "9008fffe80000001deadbeef0000",
                "9008fffe80000001deadbeefbeef000100",
                "9008fffe80000001deadbeefbeefffff00",
                "a008fffe80000001deadbeef00",
                "a008fffe80000001deadbeef02",
                "000100002112a442000102030405060708090a0b"
            })
    void refusesWhatIsNotRtp(String hex) {
        assertThat(RtpPacket.decode(HexFormat.of().parseHex(hex))).isEmpty();
    }

    @Test
    void breaksOnNoDatagram() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var datagram = new byte[random.nextInt(40)];
            random.nextBytes(datagram);
            if (datagram.length > 0 && random.nextBoolean()) {
                datagram[0] = (byte) (0x80 | (datagram[0] & 0x3F));
            }

            var packet = RtpPacket.decode(datagram);

            packet.ifPresent(
                    it -> assertThat(RtpPacket.decode(it.encode())).as("seed 7").contains(it));
        }
    }

    @Test
    void keepsItsPayloadToItself() {
        var payload = new byte[] {1};
        var packet = RtpPacket.of(HEADER, payload);
        payload[0] = 2;
        packet.payload()[0] = 3;

        assertThat(packet.payload()).containsExactly(1);
        assertThat(packet).hasSameHashCodeAs(RtpPacket.of(HEADER, new byte[] {1}));
    }

    @Test
    void refusesHeadersThatDoNotFit() {
        assertThatThrownBy(() -> new RtpHeader(false, 128, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RtpHeader(false, 0, 65_536, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
