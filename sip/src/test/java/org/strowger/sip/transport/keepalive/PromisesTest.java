package org.strowger.sip.transport.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.Rfc;

class PromisesTest {
    private static final InetSocketAddress PHONE = new InetSocketAddress("192.0.2.1", 5060);
    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.2", 5060);

    private final FakeLoop loop = new FakeLoop(1);
    private final Promises promises = new Promises();
    private final List<String> broken = new ArrayList<>();

    private void promise(String name, InetSocketAddress phone, int seconds) {
        loop.shard()
                .execute(() -> promises.made(
                        loop.shard(), loop.clock(), phone, Duration.ofSeconds(seconds), () -> broken.add(name)));
    }

    private void pass(int seconds) {
        loop.advance(Duration.ofSeconds(seconds));
    }

    @Test
    @Rfc("5626 §4.4: the server considers the flow dead when no keep-alive is seen for that time")
    void areBrokenBySilence() {
        promise("phone", PHONE, 30);
        promise("other", OTHER, 60);

        pass(29);
        assertThat(broken).isEmpty();
        pass(2);
        assertThat(broken).containsExactly("phone");
        pass(100);
        assertThat(broken).containsExactly("phone", "other");
        assertThat(loop.shards().armed()).isZero();
    }

    @Test
    void areKeptByWhateverIsHeard() {
        promise("phone", PHONE, 30);
        for (int times = 0; times < 10; times++) {
            pass(29);
            promises.heard(PHONE);
            promises.heard(OTHER);
        }
        assertThat(broken).isEmpty();

        pass(31);
        assertThat(broken).containsExactly("phone");
    }

    @Test
    void areMadeAnew() {
        promise("first", PHONE, 30);
        pass(20);
        promise("again", PHONE, 30);
        assertThat(loop.shards().armed()).isEqualTo(1);
        pass(20);
        assertThat(broken).isEmpty();
        promise("longer", PHONE, 60);
        pass(50);
        assertThat(broken).isEmpty();
        pass(11);

        assertThat(broken).containsExactly("longer");
        assertThat(loop.shards().armed()).isZero();
    }
}
