package org.strowger.server.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a command run until SIGTERM or Ctrl+C, and then lets it end in order before the process goes, with the status of success: it did
 * what it was told.
 */
final class Termination implements AutoCloseable {
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    Termination() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "termination"));
    }

    /** Waits for the signal. */
    void await() throws InterruptedException {
        told.await();
    }

    /** What had to be ended has ended. */
    @Override
    public void close() {
        done.countDown();
    }

    private void end() {
        boolean early = done.getCount() == 0;
        told.countDown();
        try {
            done.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!early) {
            Runtime.getRuntime().halt(ExitStatus.DONE);
        }
    }
}
