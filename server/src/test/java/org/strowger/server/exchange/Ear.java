package org.strowger.server.exchange;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What sockets of a test heard, in order, to be waited for by the test. */
final class Ear {
    /** Much longer than anything takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    void hear(Heard message) {
        heard.add(message);
    }

    /** The next message; a test that waits in vain fails. */
    Heard next() {
        return within(PATIENCE).orElseThrow(() -> new AssertionError("nothing was heard for " + PATIENCE));
    }

    /** The next that is no provisional response. */
    Heard nextFinal() {
        var next = next();
        return next.isResponse() && next.status() < 200 ? nextFinal() : next;
    }

    /** For silence, which is to be heard by waiting alone. */
    Optional<Heard> within(Duration patience) {
        try {
            return Optional.ofNullable(heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            throw new AssertionError("the test was stopped", interrupted);
        }
    }

    /** What was heard and not yet taken. */
    Optional<Heard> already() {
        return Optional.ofNullable(heard.poll());
    }
}
