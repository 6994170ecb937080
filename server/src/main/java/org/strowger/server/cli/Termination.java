package org.strowger.server.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Lets a command run until SIGTERM or Ctrl+C, and then lets it end in order, with its own status, before the process goes. */
final class Termination implements AutoCloseable {
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private int status = ExitStatus.DONE;

    Termination() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "termination"));
    }

    /** Waits for the signal. */
    void await() throws InterruptedException {
        try {
            told.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails it", e);
        }
    }

    /** Done with the signal: whoever waits for something else may wait for both. */
    CompletableFuture<Void> told() {
        return told.copy();
    }

    /** What the process is to end with if a signal ends it; without this it is success: it did what it was told. */
    int endsWith(int end) {
        status = end;
        return end;
    }

    /** What had to be ended has ended. */
    @Override
    public void close() {
        done.complete(status);
    }

    private void end() {
        boolean early = done.isDone();
        told.complete(null);
        int end = done.join();
        if (!early) {
            Runtime.getRuntime().halt(end);
        }
    }
}
