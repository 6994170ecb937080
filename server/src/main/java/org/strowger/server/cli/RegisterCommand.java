package org.strowger.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.ua.RegisteredContact;
import org.strowger.sip.ua.Registration;
import org.strowger.sip.ua.RegistrationListener;
import org.strowger.sip.ua.RegistrationState;
import org.strowger.sip.ua.UserAgent;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Registers with any SIP server; lists and removes what is registered. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        header = "Register with any SIP server; list or remove what is registered.",
        description = {
            "Registers an address with the server of its domain and prints the bindings as that server lists them, one"
                    + " a line: the contact, and for how many seconds it still holds.",
            "It stays registered, and refreshes itself in time, until Ctrl+C, which takes the binding back; with --once"
                    + " it leaves the binding there and ends.",
            "",
            "Exit status: 0 the server did what was asked, 1 it did not, 2 the command line was not understood."
        },
        footer = {
            "",
            "Examples:",
            "  strowger register sip:alice@example.com --password wonder",
            "  strowger register sip:alice@example.com --password wonder --list",
            "  strowger register sip:alice@example.com --password wonder --once --contact sip:alice@192.0.2.7:5062",
            "  strowger register sip:alice@example.com --password wonder --remove"
        })
final class RegisterCommand implements Callable<Integer> {
    /** "a decimal number [...] between 0 and (2**32)-1" (RFC 3261 §20.19); 0 is what --remove is for. */
    private static final long LONGEST_EXPIRES = (1L << 32) - 1;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "AOR", description = "The address to register, such as sip:alice@example.com.")
    private SipUri addressOfRecord;

    @Mixin
    private AgentOptions agentOptions;

    @Option(
            names = "--expires",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "For how long. Default: ${DEFAULT-VALUE}.")
    private long expiresSeconds;

    @Option(
            names = "--contact",
            paramLabel = "URI",
            description = "Where calls go. Default: this command, for as long as it runs.")
    private @Nullable SipUri contact;

    @ArgGroup
    private @Nullable Instead instead;

    /** Whether there is a binding to lose. Belongs to the agent's shard. */
    private boolean held;

    /** One of them, or none: then it registers and stays. */
    static final class Instead {
        @Option(names = "--list", description = "Only list what is registered.")
        private boolean list;

        @Option(names = "--remove", description = "Remove the binding of --contact, or all of them, whoever made them.")
        private boolean remove;

        @Option(names = "--once", description = "Register, leave the binding there, end.")
        private boolean once;
    }

    @Override
    public Integer call() throws InterruptedException {
        new Bounds(spec).wide("--expires", expiresSeconds, 1, LONGEST_EXPIRES);
        return Termination.during(termination -> {
            try {
                return asked(termination);
            } catch (IOException failed) {
                spec.commandLine().getErr().println(addressOfRecord + ": " + Complaint.about(failed));
                return ExitStatus.FAILED;
            }
        });
    }

    private int asked(Termination termination) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (var agent = UserAgent.open(agentOptions.settings(addressOfRecord, AgentOptions.anywhere()))) {
            if (instead != null && instead.list) {
                print(out, answerOf(termination, agent.bindings()));
            } else if (instead != null && instead.remove) {
                print(out, answerOf(termination, removal(agent)));
            } else {
                register(out, agent, termination);
            }
            return ExitStatus.DONE;
        }
    }

    private static <T> T answerOf(Termination termination, CompletableFuture<T> asked)
            throws IOException, InterruptedException {
        return Awaited.unlessTold(termination, asked)
                .orElseThrow(() -> new IOException("told to end before the server answered"));
    }

    private CompletableFuture<List<RegisteredContact>> removal(UserAgent agent) {
        return contact == null ? agent.removeBindings() : agent.removeBinding(contact);
    }

    private void register(PrintWriter out, UserAgent agent, Termination termination)
            throws IOException, InterruptedException {
        var registration = registration(agent, (_, state) -> changed(out, state));
        answerOf(termination, registration.registered());
        if (instead != null && instead.once) {
            registration.letGo();
            return;
        }
        termination.await();
    }

    private Registration registration(UserAgent agent, RegistrationListener listener) {
        var expires = Duration.ofSeconds(expiresSeconds);
        return contact == null ? agent.register(expires, listener) : agent.register(contact, expires, listener);
    }

    private void changed(PrintWriter out, RegistrationState state) {
        switch (state) {
            case RegistrationState.Registering() -> {}
            case RegistrationState.Registered(var expires, var bindings) -> {
                held = true;
                out.println("registered " + addressOfRecord + " for " + expires.toSeconds() + " s");
                print(out, bindings);
            }
            case RegistrationState.Failed(var reason) -> {
                // the first failure ends the command, which says why
                if (held) {
                    out.println("not registered: " + reason.getMessage());
                }
                held = false;
            }
            case RegistrationState.Removed _ -> {
                if (held) {
                    out.println("removed " + addressOfRecord);
                }
            }
        }
    }

    private static void print(PrintWriter out, List<RegisteredContact> bindings) {
        for (var binding : bindings) {
            out.println(binding.uri()
                    + binding.expires()
                            .map(left -> " expires=" + left.toSeconds())
                            .orElse(""));
        }
        out.flush();
    }
}
