package org.strowger.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.strowger.server.trace.Recorder;
import org.strowger.sip.ua.UserAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Shows a call being set up, message by message, with no phone at hand. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = "See a call being set up, message by message.",
        description = {
            "Starts a server, a caller and a callee on loopback sockets of their own, sets up a real call with"
                    + " passwords and real audio, and draws it as a ladder while it happens.",
            "",
            "Exit status: 0 only if the call really happened as shown."
        },
        footer = {"", "Examples:", "  strowger demo", "  strowger demo --call forked", "  strowger demo --raw --plain"})
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TALK_SECONDS = 3600;
    private static final long GLANCE_MILLIS = 40;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--call",
            paramLabel = "SCENE",
            converter = SceneConverter.class,
            description = "Which call: answered, cancelled, busy, no-answer, forked, unauthorised. Default:"
                    + " ${DEFAULT-VALUE}.",
            defaultValue = "answered")
    private DemoScene scene;

    @Option(names = "--raw", description = "Print each message whole.")
    private boolean raw;

    @Option(
            names = "--plain",
            description = "No colours; the default where the output is no terminal, NO_COLOR is set or TERM is dumb.")
    private boolean plain;

    @Option(
            names = "--talk",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How long they talk. Default: ${DEFAULT-VALUE}.")
    private long talkSeconds;

    @Override
    public Integer call() throws InterruptedException {
        var talk = Duration.ofSeconds(new Bounds(spec).number("--talk", talkSeconds, 1, MOST_TALK_SECONDS));
        PrintWriter out = spec.commandLine().getOut();
        var recorder = new Recorder(MOST_WAITING);
        try (var stage = DemoStage.set(recorder)) {
            var play = new DemoPlay(scene, stage, talk);
            var caller = play.prepare();
            var painter = new DemoPainter(out, ansi(), raw, scene.columns(), stage.addresses());
            out.println("A real call on this machine: " + scene.title() + ".");
            out.println("B has registered with the proxy, with its password.");
            out.println();
            painter.heading();
            var outcome = watch(recorder, painter, play, caller);
            conclude(out, painter, outcome);
            return outcome.asMeant() ? ExitStatus.DONE : ExitStatus.FAILED;
        } catch (IOException failed) {
            out.flush();
            spec.commandLine().getErr().println("the call did not happen: " + failed.getMessage());
            return ExitStatus.FAILED;
        }
    }

    /** Plays on a thread of its own and draws on this one. */
    private static DemoPlay.Outcome watch(Recorder recorder, DemoPainter painter, DemoPlay play, UserAgent caller)
            throws IOException, InterruptedException {
        var outcome = new CompletableFuture<DemoPlay.Outcome>();
        Thread.ofVirtual().name("demo").start(() -> {
            try {
                outcome.complete(play.play(caller));
            } catch (IOException failed) {
                outcome.completeExceptionally(failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                outcome.completeExceptionally(stopped);
            }
        });
        boolean more = true;
        while (more || !outcome.isDone()) {
            var passed = recorder.next(GLANCE_MILLIS);
            passed.forEach(painter::draw);
            more = !passed.isEmpty();
            if (!more) {
                painter.flush();
            }
        }
        try {
            return outcome.get();
        } catch (ExecutionException failed) {
            throw new IOException("the demo failed: " + failed.getCause(), failed);
        }
    }

    private static void conclude(PrintWriter out, DemoPainter painter, DemoPlay.Outcome outcome) {
        out.println();
        outcome.lines().forEach(out::println);
        out.println();
        out.println("What happened at each step:");
        painter.explanations().forEach(out::println);
        out.println();
        out.println(outcome.asMeant() ? "The call happened as it should." : "THE CALL DID NOT GO AS IT SHOULD.");
        out.flush();
    }

    private Ansi ansi() {
        return plain ? Ansi.OFF : Terminal.ansi();
    }

    /** Reads the names of scenes as they are written. */
    static final class SceneConverter implements ITypeConverter<DemoScene> {
        @Override
        public DemoScene convert(String text) {
            for (var scene : DemoScene.values()) {
                if (scene.toString().equals(text)) {
                    return scene;
                }
            }
            throw new TypeConversionException(
                    "expected answered, cancelled, busy, no-answer, forked or unauthorised, found \"" + text + "\"");
        }
    }
}
