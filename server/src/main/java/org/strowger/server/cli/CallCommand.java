package org.strowger.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.ua.InviteSession;
import org.strowger.sip.ua.SessionEnd;
import org.strowger.sip.ua.UserAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Places a call, talks in a tone, hangs up. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        header = "Call somebody, through any SIP server or none.",
        description = {
            "Places a call, plays a tone of 440 Hz when it is answered, and tells what happens: trying, ringing,"
                    + " answered with which codec, ended by whom, how many RTP packets went and came.",
            "Talks until the other side hangs up, until the time of --for is over, or until Ctrl+C, which hangs up.",
            "",
            "Exit status: 0 the call was answered, 1 it was not, 2 the command line was not understood."
        },
        footer = {
            "",
            "Examples:",
            "  strowger call sip:bob@192.0.2.7:5062 --for 5s",
            "  strowger call sip:bob@example.com --user alice --password wonder",
            "  strowger call sip:bob@example.com --aor sip:alice@example.com --password wonder"
                    + " --proxy sip:192.0.2.17"
        })
final class CallCommand implements Callable<Integer> {
    /** Longer than any transaction. */
    private static final Duration GOODBYE = Duration.ofSeconds(40);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URI", description = "Whom to call, such as sip:bob@example.com.")
    private SipUri target;

    @Mixin
    private AgentOptions agentOptions;

    @Option(
            names = "--aor",
            paramLabel = "URI",
            description = "Who calls, such as sip:alice@example.com. Default: the user of --user, at the domain that is"
                    + " called.")
    private @Nullable SipUri addressOfRecord;

    @Option(names = "--for", paramLabel = "TIME", description = "Hang up after this time of talking, such as 5s.")
    private @Nullable Duration talk;

    @Option(
            names = "--ring-at-most",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "Give up if it is not answered within this time. Default: ${DEFAULT-VALUE}.")
    private Duration patience;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var caller = addressOfRecord == null ? agentOptions.caller(target) : addressOfRecord;
        try (var termination = new Termination();
                var agent = UserAgent.open(agentOptions.settings(caller, AgentOptions.anywhere()))) {
            out.println("calling " + target + " as " + caller);
            var report = new CallReport(out);
            var session = agent.call(target, report);
            termination.told().thenRun(session::hangUp);
            boolean answered = isAnswered(session);
            if (answered) {
                talk(session);
            }
            var end = Awaited.within(GOODBYE, session.ended());
            if (answered) {
                report.statistics(session);
            }
            return termination.endsWith(concluded(answered, end.orElse(new SessionEnd.Failed("it does not end"))));
        } catch (IOException failed) {
            spec.commandLine().getErr().println(failed.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private boolean isAnswered(InviteSession session) throws IOException, InterruptedException {
        // whichever comes first: the answer, or the end without one
        var first = CompletableFuture.anyOf(session.answered().exceptionally(_ -> null), session.ended());
        if (Awaited.within(patience, first.thenApply(_ -> true)).isEmpty()) {
            spec.commandLine().getOut().println("nobody answers: giving up");
            session.hangUp();
        }
        return session.answered().isDone() && !session.answered().isCompletedExceptionally();
    }

    private void talk(InviteSession session) throws IOException, InterruptedException {
        if (talk == null) {
            Awaited.patiently(session.ended());
        } else if (Awaited.within(talk, session.ended()).isEmpty()) {
            session.hangUp();
        }
    }

    private int concluded(boolean answered, SessionEnd end) {
        if (answered && end instanceof SessionEnd.HungUp) {
            return ExitStatus.DONE;
        }
        spec.commandLine().getErr().println("the call was not " + (answered ? "kept: " : "answered: ") + end.summary());
        return ExitStatus.FAILED;
    }
}
