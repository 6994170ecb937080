package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;

class RtpPortsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.9");
    private static final Random RANDOM = new Random(2);

    @Test
    void takesAnyPortIfTheOperatingSystemIsToChoose() throws IOException {
        try (var channel = RtpPorts.ANY.open(LOOPBACK, RANDOM)) {
            assertThat(port(channel)).isPositive();
        }
    }

    @Test
    @Rfc("3550 §11: RTP SHOULD use an even destination port number")
    void takesTheEvenPortsOfARangeAndNoOthers() throws IOException {
        var ports = new RtpPorts(41_001, 41_005);
        try (var first = ports.open(LOOPBACK, RANDOM);
                var second = ports.open(LOOPBACK, RANDOM)) {
            assertThat(new int[] {port(first), port(second)}).containsExactlyInAnyOrder(41_002, 41_004);
            assertThatThrownBy(() -> ports.open(LOOPBACK, RANDOM)).isInstanceOf(BindException.class);
        }
    }

    @Test
    void opensSocketsOfVersionSix() throws IOException {
        try (var channel = RtpPorts.ANY.open(InetAddress.ofLiteral("::1"), RANDOM)) {
            assertThat(port(channel)).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "-2, 2", "10, 8", "11, 11", "10, 65536"})
    void refusesRangesWithoutAnEvenPort(int first, int last) {
        assertThatThrownBy(() -> new RtpPorts(first, last)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int port(DatagramChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }
}
