package org.strowger.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Tap;
import org.strowger.sip.ua.UserAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks somebody for his capabilities: whether he is there, and how long it takes. */
@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        header = "Ask a server or a phone whether it is there, with OPTIONS.",
        description = {
            "Sends one OPTIONS and prints the status line of the answer, the time it took, and what the other side says"
                    + " of itself.",
            "",
            "Exit status: 0 there was an answer, whatever it says, 1 there was none, 2 the command line was not"
                    + " understood."
        },
        footer = {
            "",
            "Examples:",
            "  strowger ping sip:192.0.2.17",
            "  strowger ping \"sip:192.0.2.17:5060;transport=tcp\" --timeout 1s"
        })
final class PingCommand implements Callable<Integer> {
    private static final List<HeaderName> TOLD =
            List.of(HeaderName.SERVER, HeaderName.ALLOW, HeaderName.SUPPORTED, HeaderName.ACCEPT);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URI", description = "Whom to ask, such as sip:example.com.")
    private SipUri target;

    @Mixin
    private AgentOptions agentOptions;

    @Option(names = "--aor", paramLabel = "URI", description = "Who asks, such as sip:alice@example.com.")
    private @Nullable SipUri addressOfRecord;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "4s",
            description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Override
    public Integer call() throws InterruptedException {
        new Bounds(spec).some("--timeout", timeout);
        PrintWriter out = spec.commandLine().getOut();
        var asker = addressOfRecord == null ? agentOptions.caller(target) : addressOfRecord;
        var watch = new Stopwatch();
        try (var agent = UserAgent.open(
                agentOptions.settings(asker, AgentOptions.anywhere()).withTap(watch))) {
            print(out, answer(agent), watch.took());
            return ExitStatus.DONE;
        } catch (IOException failed) {
            spec.commandLine().getErr().println(failed.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private SipResponse answer(UserAgent agent) throws IOException, InterruptedException {
        Optional<SipResponse> answer;
        try {
            answer = Awaited.within(timeout, agent.options(target));
        } catch (IOException failed) {
            throw new IOException("no answer from " + target + ": " + failed.getMessage(), failed);
        }
        return answer.orElseThrow(
                () -> new IOException("no answer from " + target + " within " + timeout.toMillis() + " ms"));
    }

    /** Takes the time on the wire, from the last sending to the answer. Belongs to the agent's shard. */
    private static final class Stopwatch implements Tap {
        private long sentAtNanos;
        private long tookNanos;

        @Override
        public void sent(Slice message, Flow flow, long atNanos) {
            sentAtNanos = atNanos;
        }

        @Override
        public void received(Slice message, Flow flow, long atNanos) {
            tookNanos = atNanos - sentAtNanos;
        }

        Duration took() {
            return Duration.ofNanos(tookNanos);
        }
    }

    private static void print(PrintWriter out, SipResponse response, Duration took) {
        var status = response.status();
        out.println("SIP/2.0 " + status.code() + " " + status.reason());
        out.printf(Locale.ROOT, "Round trip: %.1f ms%n", took.toNanos() / 1e6);
        for (var name : TOLD) {
            var values = response.headers().values(name).stream()
                    .map(Slice::toString)
                    .filter(value -> !value.isEmpty())
                    .toList();
            if (!values.isEmpty()) {
                out.println(name + ": " + String.join(", ", values));
            }
        }
    }
}
