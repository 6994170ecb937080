package org.strowger.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.strowger.server.config.ConfigurationException;
import org.strowger.server.config.ConfigurationFile;
import org.strowger.server.exchange.Exchange;
import org.strowger.server.exchange.Rehearsal;
import org.strowger.server.trace.Recorder;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.transport.Tap;
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
        try (var stage = DemoStage.set(new Recorder(1))) {
            var play = new DemoPlay(DemoScene.BUSY, stage, Duration.ZERO);
            var caller = play.prepare();
            for (int played = 0; played < WITH_PASSWORDS; played++) {
                if (!play.play(caller).asMeant()) {
                    return ExitStatus.FAILED;
                }
            }
        }
        openAsServed();
        Rehearsal.play(calls);
        return ExitStatus.DONE;
    }

    /** As {@code serve} does with a file and a store, so that what reads them is in the archive. */
    private static void openAsServed() throws IOException {
        var folder = Files.createTempDirectory("strowger-rehearsal");
        try {
            var configuration = ConfigurationFile.parse("rehearsal", CONFIGURATION, folder);
            Exchange.start(configuration, Tap.NONE, ProxyObserver.NONE).close();
        } catch (ConfigurationException mistaken) {
            throw new IOException("the rehearsal has a fault: " + mistaken.getMessage(), mistaken);
        } finally {
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
