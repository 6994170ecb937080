package org.strowger.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.strowger.server.exchange.Rehearsal;
import org.strowger.server.trace.Recorder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Plays many short calls in one process, for the launcher: what the virtual machine learns from them goes into the archive that the next
 * starts begin with, so that the first calls of a server are not its slowest.
 */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        hidden = true,
        header = "Play short calls, so that later starts are quick.")
final class RehearseCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;
    /** So many go as those of the demo do: between agents with passwords. */
    private static final int WITH_PASSWORDS = 200;

    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.0.1:0, tcp://127.0.0.1:0]
        data: "."
        users: {alice: {password: wonder}}
        routes:
          - when: {user: "gateway*"}
            forward: request-uri
          - registered: true
        """;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CALLS", defaultValue = "500")
    private long wanted;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int calls = new Bounds(spec).number("CALLS", wanted, 1, MOST);
        int served = serveAndEnd();
        if (served != ExitStatus.DONE) {
            return served;
        }
        try (var stage = DemoStage.set(new Recorder(1))) {
            var play = new DemoPlay(DemoScene.BUSY, stage, Duration.ZERO);
            var caller = play.prepare();
            for (int played = 0; played < WITH_PASSWORDS; played++) {
                if (!play.play(caller).asMeant()) {
                    return ExitStatus.FAILED;
                }
            }
        }
        Rehearsal.play(calls);
        return ExitStatus.DONE;
    }

    /** Starts a server as it is started, with a file and a store, and ends it, so that what a start needs is in the archive. */
    private int serveAndEnd() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("strowger-rehearsal");
        try {
            var file = Files.writeString(folder.resolve("strowger.yaml"), CONFIGURATION);
            var parsed = Main.commandLine("serve")
                    .setOut(new PrintWriter(Writer.nullWriter()))
                    .setErr(spec.commandLine().getErr())
                    .parseArgs("serve", "--config", file.toString())
                    .subcommand();
            return ((ServeCommand) parsed.commandSpec().userObject()).serve(Termination.atOnce());
        } finally {
            try (var files = Files.list(folder)) {
                for (var left : files.toList()) {
                    Files.delete(left);
                }
            }
            Files.delete(folder);
        }
    }
}
