package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.strowger.sip.loop.Coalescing;
import org.strowger.sip.testing.FakeClock;

class GatheringIoTest {
    private static final Duration PAUSE = Duration.ofNanos(300_000);

    private final FakeClock clock = new FakeClock();
    private final Turn turn = new Turn();
    private Runnable reading = () -> {};
    private final GatheringIo io = new GatheringIo(new Reading(), new Coalescing(1000, PAUSE), clock);
    private final EmbeddedChannel connection = new EmbeddedChannel(new TurnFlush(io));

    @Test
    void whatIsWrittenWhileOthersAreReadLeavesWhenAllHaveBeenRead() {
        reading = () -> {
            write("180");
            write("200");
            assertThat(connection.<Object>readOutbound()).isNull();
        };

        io.run(turn);

        assertThat(left()).isEqualTo("180");
        assertThat(left()).isEqualTo("200");
    }

    @Test
    void whatIsWrittenOtherwiseLeavesAtOnce() {
        write("BYE");

        assertThat(left()).isEqualTo("BYE");
    }

    @Test
    void closingWaitsForNothingButLosesNothing() {
        reading = () -> {
            write("400");
            connection.close();
        };

        io.run(turn);

        assertThat(left()).isEqualTo("400");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whatWasWrittenLeavesAlthoughReadingFailed() {
        reading = () -> {
            write("200");
            throw new IllegalStateException("planted");
        };

        assertThat(catchThrowable(() -> io.run(turn))).hasMessage("planted");
        assertThat(left()).isEqualTo("200");
    }

    @Test
    void gathersOnlyWhileMessagesComeFasterThanThePace() {
        // 50 ms with 51 messages are more than 1000 a second, 50 are not
        turns(50);
        assertThat(io.isGathering()).isFalse();

        turns(51);
        assertThat(io.isGathering()).isTrue();

        reading = () -> {};
        io.run(turn);
        assertThat(io.isGathering()).isFalse();
    }

    @Test
    void waitsForItsPauseAndOnlyWhileItGathers() {
        assertThat(waitBefore(io)).isZero();

        turns(51);
        assertThat(waitBefore(io)).isEqualTo(PAUSE);

        assertThat(waitBefore(io)).isZero();
    }

    @Test
    void waitsForNothingWhileAnotherThreadHasGivenItSomethingToDo() {
        turns(51);
        turn.tasksWait = true;

        assertThat(waitBefore(io)).isZero();
    }

    @Test
    void waitsForNothingWithoutAPause() {
        var off = new GatheringIo(new Reading(), new Coalescing(0, Duration.ZERO), clock);

        turns(off, 1_000);
        assertThat(off.isGathering()).isFalse();
        assertThat(waitBefore(off)).isZero();
    }

    /** How long it waits before it reads. */
    private Duration waitBefore(GatheringIo waiting) {
        var before = clock.elapsed();
        var until = new AtomicReference<Duration>();
        reading = () -> until.set(clock.elapsed());
        waiting.run(turn);
        return until.get().minus(before);
    }

    private void turns(int messages) {
        turns(io, messages);
    }

    private void turns(GatheringIo turning, int messages) {
        reading = () -> {
            for (int count = 0; count < messages; count++) {
                turning.messageArrived();
            }
            clock.advance(Duration.ofMillis(50));
        };
        turning.run(turn);
    }

    private void write(String text) {
        connection.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private String left() {
        ByteBuf buffer = connection.readOutbound();
        return buffer.toString(StandardCharsets.US_ASCII);
    }

    /** What an event loop tells about itself. */
    private static final class Turn implements IoHandlerContext {
        private boolean tasksWait;

        @Override
        public boolean canBlock() {
            return !tasksWait;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }

    private final class Reading implements IoHandler {
        @Override
        public int run(IoHandlerContext context) {
            reading.run();
            return 1;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return true;
        }
    }
}
