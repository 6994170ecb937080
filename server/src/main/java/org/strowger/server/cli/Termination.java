package org.strowger.server.cli;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Lets a command run until SIGTERM or Ctrl+C, and then lets it end in order, with its own status, before the process goes. */
final class Termination {
    /** Whatever a command waits for when it ends, it has a bound of its own that is shorter. */
    private static final long PATIENCE_SECONDS = 15;

    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private final CompletableFuture<Integer> done = new CompletableFuture<>();

    private Termination() {}

    /** What a command does, which ends when it is told to. */
    @FunctionalInterface
    interface Work {
        int run(Termination termination) throws InterruptedException;
    }

    /** Does that, and answers its status, which the process ends with even if a signal ends it. */
    static int during(Work work) throws InterruptedException {
        var termination = new Termination();
        termination.listen();
        int status = ExitStatus.FAILED;
        try {
            status = work.run(termination);
            return status;
        } finally {
            termination.done.complete(status);
        }
    }

    /** One that has been told to end already. */
    static Termination atOnce() {
        var termination = new Termination();
        termination.told.complete(null);
        return termination;
    }

    private void listen() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "termination"));
        } catch (IllegalStateException _) {
            // the signal was quicker than we
            told.complete(null);
        }
    }

    /** Waits for the signal. */
    void await() throws InterruptedException, IOException {
        Awaited.patiently(told.thenApply(_ -> true));
    }

    /** Done with the signal: whoever waits for something else may wait for both. */
    CompletableFuture<Void> told() {
        return told.copy();
    }

    private void end() {
        boolean early = done.isDone();
        told.complete(null);
        if (!early) {
            // whoever reads what we print may have been told to end as well: only the command's own status counts
            Runtime.getRuntime().halt(outcome());
        }
    }

    private int outcome() {
        try {
            return done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException | CancellationException _) {
            System.err.println("did not end within " + PATIENCE_SECONDS + " s");
            return ExitStatus.FAILED;
        }
    }
}
