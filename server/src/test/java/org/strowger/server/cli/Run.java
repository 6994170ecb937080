package org.strowger.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A command that was run.
 *
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Run(int status, String out, String err) {

    /** Runs a command to its end. */
    static Run of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }

    /** Runs a command on a thread of its own, which says when a line begins like that. */
    static Running begin(String awaited, String... arguments) {
        var running = new Running(awaited);
        Thread.ofVirtual().name(arguments[0]).start(() -> running.run(arguments));
        return running;
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** A command that runs. */
    static final class Running {
        private final StringWriter written = new StringWriter();
        private final CompletableFuture<String> line = new CompletableFuture<>();
        private final CompletableFuture<Run> ended = new CompletableFuture<>();
        private final String awaited;

        Running(String awaited) {
            this.awaited = awaited;
        }

        /** Done with the rest of the line that was awaited. */
        CompletableFuture<String> line() {
            return line;
        }

        CompletableFuture<Run> ended() {
            return ended;
        }

        private void run(String... arguments) {
            var err = new StringWriter();
            int status = Main.commandLine(arguments)
                    .setOut(new PrintWriter(written, true) {
                        @Override
                        public void println(String text) {
                            super.println(text);
                            if (text.startsWith(awaited)) {
                                line.complete(text.substring(awaited.length()));
                            }
                        }
                    })
                    .setErr(new PrintWriter(err, true))
                    .execute(arguments);
            var run = new Run(status, written.toString(), err.toString());
            line.completeExceptionally(new AssertionError("ended first: " + run));
            ended.complete(run);
        }
    }
}
