package org.strowger.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Status;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.ListeningPoint;
import org.strowger.sip.ua.UserAgent;
import org.strowger.sip.ua.UserAgentSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Waits for calls and answers them with a tone. */
@Command(
        name = "answer",
        mixinStandardHelpOptions = true,
        header = "Wait for calls and answer them with a tone.",
        description = {
            "With --aor it registers there first, and takes the registration back when it ends. Without, it waits at"
                    + " its address, by default port 5060 of all addresses.",
            "Rings for the time of --after, then answers with a tone of 620 Hz, or refuses with --reject.",
            "Ctrl+C hangs up and ends it.",
            "",
            "Exit status: 0 it took the calls of --calls or was told to end, 1 it could not listen or register,"
                    + " 2 the command line was not understood."
        },
        footer = {
            "",
            "Examples:",
            "  strowger answer --listen udp://127.0.0.1:5062 --calls 1",
            "  strowger answer --aor sip:bob@example.com --password builder --after 2s",
            "  strowger answer --aor sip:bob@example.com --password builder --reject 486"
        })
final class AnswerCommand implements Callable<Integer> {
    private static final Duration REGISTERED_FOR = Duration.ofHours(1);
    private static final int MOST_CALLS = 1_000_000_000;
    private static final SipUri ANYBODY = SipUri.of("answer", "anonymous.invalid", 0);
    private static final List<Listen> WELL_KNOWN = Listen.everywhere(5060);

    @Spec
    private CommandSpec spec;

    @Mixin
    private AgentOptions agentOptions;

    @Option(
            names = "--aor",
            paramLabel = "URI",
            description = "Register as this address with the server of its domain, such as sip:bob@example.com.")
    private @Nullable SipUri addressOfRecord;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "How long it rings. Default: ${DEFAULT-VALUE}.")
    private Duration after;

    @Option(names = "--reject", paramLabel = "STATUS", description = "Refuse every call with this status, such as 486.")
    private @Nullable Status rejection;

    @Option(names = "--for", paramLabel = "TIME", description = "Hang up after this time of talking, such as 10s.")
    private @Nullable Duration talk;

    @Option(names = "--calls", paramLabel = "NUMBER", description = "End after so many calls. Default: never.")
    private @Nullable Long calls;

    @Override
    public Integer call() throws InterruptedException {
        int most = calls == null ? 0 : new Bounds(spec).number("--calls", calls, 1, MOST_CALLS);
        var manner = new Receptionist.Manner(after, Optional.ofNullable(rejection), Optional.ofNullable(talk), most);
        return Termination.during(termination -> {
            try {
                return answer(termination, manner);
            } catch (IOException failed) {
                spec.commandLine().getErr().println(Complaint.about(failed));
                return ExitStatus.FAILED;
            }
        });
    }

    private int answer(Termination termination, Receptionist.Manner manner) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var receptionist = new Receptionist(out, manner);
        try (var agent = UserAgent.open(settings(), receptionist)) {
            out.println("listening on "
                    + agent.listeningPoints().stream().map(AnswerCommand::shown).collect(Collectors.joining(", ")));
            if (addressOfRecord != null) {
                register(out, termination, agent);
            }
            Awaited.unlessTold(termination, receptionist.enough());
            return ExitStatus.DONE;
        }
    }

    private void register(PrintWriter out, Termination termination, UserAgent agent)
            throws IOException, InterruptedException {
        try {
            Awaited.unlessTold(termination, agent.register(REGISTERED_FOR).registered())
                    .ifPresent(registered -> out.println("registered " + addressOfRecord + " for "
                            + registered.expires().toSeconds() + " s"));
        } catch (IOException refused) {
            throw new IOException(addressOfRecord + " is not registered: " + refused.getMessage(), refused);
        }
    }

    private UserAgentSettings settings() {
        return addressOfRecord == null
                ? agentOptions.settings(ANYBODY, WELL_KNOWN)
                : agentOptions.settings(addressOfRecord, AgentOptions.anywhere());
    }

    private static String shown(ListeningPoint point) {
        var address = point.address();
        return point.protocol().name().toLowerCase(Locale.ROOT) + "://"
                + address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
