package org.strowger.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

class RtpSenderTest {
    private final RtpSender sender = new RtpSender(new Random(5));

    @Test
    @Rfc("3550 §5.1: the sequence number increments by one, the timestamp by 160 for each block of 160 samples")
    void countsPacketsAndSamples() {
        var first = next();
        var second = next();

        assertThat(second.header().sequenceNumber()).isEqualTo((first.header().sequenceNumber() + 1) & 0xFFFF);
        assertThat(second.header().timestamp() - first.header().timestamp()).isEqualTo(160);
        assertThat(second.header().ssrc()).isEqualTo(first.header().ssrc());
        assertThat(sender.statistics()).isEqualTo(new RtpStatistics.Sent(2, 320, 0));
    }

    @Test
    @Rfc("3550 §5.1: the initial values SHOULD be random")
    void beginsAtRandom() {
        assertThat(next().header())
                .isNotEqualTo(new RtpSender(new Random(6))
                        .next(G711.MU_LAW, 0, new short[160])
                        .header());
    }

    @Test
    @Rfc("3550 §5.1: the timestamp is increased regardless of whether the block is transmitted or dropped as silent")
    @Rfc("3551 §4.1: the first packet of a talkspurt has the marker bit set")
    void marksTheFirstPacketAfterASilence() {
        var first = next();
        var second = next();
        sender.skip(160);
        sender.skip(160);
        var third = next();

        assertThat(first.header().marker()).isTrue();
        assertThat(second.header().marker()).isFalse();
        assertThat(third.header().marker()).isTrue();
        assertThat(third.header().timestamp() - second.header().timestamp()).isEqualTo(480);
        assertThat(third.header().sequenceNumber() - second.header().sequenceNumber())
                .isIn(1, -65_535);
    }

    @Test
    void wrapsItsNumbers() {
        RandomGenerator highest = () -> -1L;
        var wrapping = new RtpSender(highest);

        assertThat(wrapping.next(G711.A_LAW, 8, new short[160]).header().sequenceNumber())
                .isEqualTo(65_535);
        assertThat(wrapping.next(G711.A_LAW, 8, new short[160]).header().sequenceNumber())
                .isZero();
    }

    @Test
    void countsWhatDidNotGetOut() {
        sender.failed(next());
        next();

        assertThat(sender.statistics()).isEqualTo(new RtpStatistics.Sent(1, 160, 1));
    }

    private RtpPacket next() {
        return sender.next(G711.MU_LAW, 0, new short[160]);
    }
}
