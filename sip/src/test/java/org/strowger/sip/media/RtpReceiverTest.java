package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.sdp.Codec;
import org.strowger.sip.testing.Rfc;

class RtpReceiverTest {
    private static final int SSRC = 77;
    private static final long PACKET_NANOS = 20_000_000;

    private final RtpReceiver receiver = new RtpReceiver();

    @Test
    void countsPacketsBytesAndLoss() {
        receive(0, SSRC, 5, 0);
        receive(0, SSRC, 6, 0);
        receive(0, SSRC, 8, 0);

        assertThat(receiver.statistics()).isEqualTo(new RtpStatistics.Received(3, 480, 1, 0, Duration.ZERO));
    }

    @Test
    @Rfc("3550 §5.1: a receiver MUST ignore packets with payload types that it does not understand")
    void ignoresPayloadTypesNobodyAgreedOn() {
        receiver.expect(Payloads.of(List.of(Codec.PCMA)));
        receive(0, SSRC, 1, 0);
        receive(8, SSRC, 1, 0);
        receiver.received(new byte[] {1, 2, 3}, 0);

        assertThat(receiver.statistics().packets()).isEqualTo(1);
        assertThat(receiver.statistics().ignored()).isEqualTo(2);
    }

    @Test
    void countsKeysOfATelephoneWithoutHearingThem() {
        receiver.expect(Payloads.of(List.of(Codec.PCMU, Codec.telephoneEvent(101))));
        receive(0, SSRC, 1, 0);

        assertThat(receive(101, SSRC, 2, 3)).isEmpty();
        assertThat(receive(0, SSRC, 3, 2)).hasSize(160);
        assertThat(receiver.statistics()).isEqualTo(new RtpStatistics.Received(3, 480, 0, 0, Duration.ZERO));
    }

    @Test
    @Rfc("3550 §A.1: packets of an SSRC not seen before are invalid until they arrive with consecutive numbers")
    void changesTheSourceWithTheSecondPacketInSequence() {
        receive(0, SSRC, 1, 0);
        receive(0, 88, 500, 0);
        receive(0, SSRC, 2, 0);
        receive(0, 88, 502, 0);
        assertThat(receiver.statistics().packets()).isEqualTo(2);

        receive(0, 88, 503, 0);
        receive(0, 88, 505, 0);
        assertThat(receiver.statistics().packets()).isEqualTo(4);
        assertThat(receiver.statistics().ignored()).isEqualTo(2);
        assertThat(receiver.statistics().lost()).isEqualTo(1);
    }

    @Test
    @Rfc("3550 §6.4.1: J(i) = J(i-1) + (|D(i-1,i)| - J(i-1))/16")
    void measuresJitter() {
        receive(0, SSRC, 1, 0);
        arrive(2, PACKET_NANOS + 1_600_000);
        assertThat(receiver.statistics().jitter()).isEqualTo(Duration.ofNanos(100_000));

        arrive(3, 2 * PACKET_NANOS);
        assertThat(receiver.statistics().jitter()).isEqualTo(Duration.ofNanos(100_000 + (1_600_000 - 100_000) / 16));
    }

    @Test
    @Rfc("3550 §6.4.1: timestamps are differences modulo 2^32")
    void measuresNoJitterWhereTimestampsWrap() {
        receiver.received(packet(0, SSRC, 1, Integer.MAX_VALUE - 79), 0);
        receiver.received(packet(0, SSRC, 2, Integer.MIN_VALUE + 80), PACKET_NANOS);
        receiver.received(packet(0, SSRC, 3, Integer.MIN_VALUE + 240), 2 * PACKET_NANOS);

        assertThat(receiver.statistics().jitter()).isEqualTo(Duration.ZERO);
    }

    @Test
    void hearsWhatIsSaid() {
        for (int i = 0; i < 5; i++) {
            var header = new RtpHeader(i == 0, 8, i, i * 160, SSRC);
            receiver.received(
                    RtpPacket.of(header, G711.A_LAW.encode(Tone.CALLEE.samples(i * 160L, 160)))
                            .encode(),
                    i * PACKET_NANOS);
        }

        assertThat(receiver.hears(Tone.CALLEE)).isTrue();
        assertThat(receiver.hears(Tone.CALLER)).isFalse();
    }

    private void arrive(int number, long atNanos) {
        receiver.received(packet(0, SSRC, number, (number - 1) * 160), atNanos);
    }

    /** Arrives exactly when it is expected. */
    private short[] receive(int payloadType, int ssrc, int number, int index) {
        return receiver.received(packet(payloadType, ssrc, number, index * 160), index * PACKET_NANOS);
    }

    private static byte[] packet(int payloadType, int ssrc, int number, int timestamp) {
        return RtpPacket.of(new RtpHeader(false, payloadType, number, timestamp, ssrc), new byte[160])
                .encode();
    }
}
