package org.strowger.sip.transport.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimeSliceTest {
    /** Of {@code proc/thread-self/stat}, behind the name: priority and niceness. */
    private static final List<Integer> URGENCY = List.of(15, 16);

    private record Slices(long before, boolean shortened, long after) {}

    /** By {@code uname -r}. */
    private static boolean isLinuxFrom612() {
        var version = System.getProperty("os.version").split("[.-]", 3);
        int major = System.getProperty("os.name").equals("Linux") ? Integer.parseInt(version[0]) : 0;
        return major > 6 || major == 6 && Integer.parseInt(version[1]) >= 12;
    }

    @Test
    void isShortSinceLinux612AndBeforeAsItWas() {
        var seen = onAThreadOfItsOwn(() -> new Slices(TimeSlice.nanos(), TimeSlice.shorten(), TimeSlice.nanos()));

        assertThat(seen.shortened).isEqualTo(isLinuxFrom612());
        assertThat(seen.after).isEqualTo(seen.shortened ? TimeSlice.SHORT_NANOS : seen.before);
    }

    @Test
    void isNotInheritedByAThreadThatIsStarted() {
        long before = TimeSlice.nanos();

        long ofAnother = onAThreadOfItsOwn(() -> {
            TimeSlice.shorten();
            return onAThreadOfItsOwn(TimeSlice::nanos);
        });

        assertThat(ofAnother).isEqualTo(before);
    }

    @Test
    void isThatOfTheCallingThreadAlone() {
        long before = TimeSlice.nanos();

        onAThreadOfItsOwn(TimeSlice::shorten);

        assertThat(TimeSlice.nanos()).isEqualTo(before);
    }

    @Test
    void leavesTheThreadAsUrgentAsItWas() {
        var urgency = onAThreadOfItsOwn(() -> {
            var before = urgency();
            TimeSlice.shorten();
            return List.of(before, urgency());
        });

        assertThat(urgency.get(1)).isEqualTo(urgency.get(0));
    }

    private static <T> T onAThreadOfItsOwn(Supplier<T> work) {
        Executor own = command -> Thread.ofPlatform().start(command);
        return CompletableFuture.supplyAsync(work, own).join();
    }

    private static List<String> urgency() {
        try {
            var stat = Files.readString(Path.of("/proc/thread-self/stat"));
            var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return URGENCY.stream().map(fields::get).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
