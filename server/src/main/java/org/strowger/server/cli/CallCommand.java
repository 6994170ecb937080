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
        new Bounds(spec).some("--ring-at-most", patience);
        return Termination.during(termination -> {
            try {
                return call(termination);
            } catch (IOException failed) {
                spec.commandLine().getErr().println(Complaint.about(failed));
                return ExitStatus.FAILED;
            }
        });
    }

    private int call(Termination termination) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var caller = addressOfRecord == null ? agentOptions.caller(target) : addressOfRecord;
        var report = new CallReport(out);
        InviteSession session;
        boolean answered;
        // closing the agent hangs up, and waits a little for the other side
        try (var agent = UserAgent.open(agentOptions.settings(caller, AgentOptions.anywhere()))) {
            out.println("calling " + target + " as " + caller);
            session = agent.call(target, report);
            answered = isAnswered(termination, session);
            if (answered) {
                talk(termination, session);
            }
        }
        if (answered) {
            report.statistics(session);
        }
        return concluded(session, answered);
    }

    private boolean isAnswered(Termination termination, InviteSession session)
            throws IOException, InterruptedException {
        // whichever comes first: the answer, the end without one, or the signal
        var first =
                CompletableFuture.anyOf(session.answered().handle((_, _) -> true), session.ended(), termination.told());
        if (Awaited.within(patience, first.thenApply(_ -> true)).isEmpty()) {
            spec.commandLine().getOut().println("nobody answers: giving up");
        }
        return session.answered().isDone() && !session.answered().isCompletedExceptionally();
    }

    private void talk(Termination termination, InviteSession session) throws IOException, InterruptedException {
        var over = CompletableFuture.anyOf(session.ended(), termination.told());
        if (talk == null) {
            Awaited.patiently(over);
        } else {
            Awaited.within(talk, over.thenApply(_ -> true));
        }
    }

    private int concluded(InviteSession session, boolean answered) {
        var err = spec.commandLine().getErr();
        var silent = new SessionEnd.Failed("nothing was heard of " + target);
        var end = session.ended().getNow(silent);
        if (answered && (end instanceof SessionEnd.HungUp || end.equals(silent))) {
            if (end.equals(silent)) {
                err.println("hung up, and the other side does not confirm it");
            }
            return ExitStatus.DONE;
        }
        err.println("the call was not " + (answered ? "kept: " : "answered: ") + end.summary());
        return ExitStatus.FAILED;
    }
}
