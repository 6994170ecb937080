package org.strowger.server.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
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
            for (int played = 0; played < calls; played++) {
                if (!play.play(caller).asMeant()) {
                    return ExitStatus.FAILED;
                }
            }
            return ExitStatus.DONE;
        }
    }
}
