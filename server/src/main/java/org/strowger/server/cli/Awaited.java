package org.strowger.server.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what an agent promised. */
final class Awaited {
    private Awaited() {}

    /**
     * The value; empty if it does not come within that time.
     *
     * @throws IOException if it will never come; its message says why
     */
    static <T> Optional<T> within(Duration patience, CompletableFuture<T> future)
            throws IOException, InterruptedException {
        try {
            return Optional.of(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException failed) {
            throw why(failed);
        }
    }

    /**
     * The value, however long it takes.
     *
     * @throws IOException if it will never come; its message says why
     */
    static <T> T patiently(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw why(failed);
        }
    }

    /**
     * The value; empty if the command is told to end before it comes.
     *
     * @throws IOException if it will never come; its message says why
     */
    static <T> Optional<T> unlessTold(Termination termination, CompletableFuture<T> future)
            throws IOException, InterruptedException {
        patiently(CompletableFuture.anyOf(
                future.handle((_, _) -> true), termination.told().thenApply(_ -> true)));
        return future.isDone() ? Optional.of(patiently(future)) : Optional.empty();
    }

    private static IOException why(ExecutionException failed) {
        var cause = failed.getCause();
        return new IOException(String.valueOf(cause == null ? failed.getMessage() : cause.getMessage()), failed);
    }
}
