package org.strowger.server.cli;

import java.util.List;
import org.strowger.server.exchange.StateDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code strowger}. */
@Command(
        name = "strowger",
        header = "Strowger, a SIP server: proxy, registrar and location service.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "Strowger 0.1.0",
        footer = {
            "",
            "First steps:",
            "  strowger demo                       watch a call, message by message",
            "  strowger user add alice             add a user, then:",
            "  strowger serve                      let phones register and call each other",
            "  strowger call sip:bob@example.com   call somebody from here",
            "",
            "Each command explains itself: strowger COMMAND --help"
        })
public final class Main {
    private static final List<Named> COMMANDS = List.of(
            new Named("demo", DemoCommand.class),
            new Named("rehearse", RehearseCommand.class),
            new Named("serve", ServeCommand.class),
            new Named("user", UserCommand.class),
            new Named("check", CheckCommand.class),
            new Named("call", CallCommand.class),
            new Named("answer", AnswerCommand.class),
            new Named("register", RegisterCommand.class),
            new Named("ping", PingCommand.class));

    /** A command and what it is called, known without a look at its options: ten commands take longer to look at than one to run. */
    private record Named(String name, Class<?> type) {}

    private Main() {}

    /** Runs one command and ends with its status. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            Thread.ofPlatform().daemon().name("preparation").start(StateDirectory::prepare);
        }
        int status = commandLine(arguments).execute(arguments);
        System.exit(StandardOutput.checked(status));
    }

    /** All commands, or the one that the first of the arguments names. */
    static CommandLine commandLine(String... arguments) {
        var all = new CommandLine(new Main());
        var wanted = COMMANDS.stream()
                .filter(command -> arguments.length > 0 && command.name().equals(arguments[0]))
                .toList();
        (wanted.isEmpty() ? COMMANDS : wanted).forEach(command -> all.addSubcommand(command.name(), command.type()));
        if (wanted.isEmpty()) {
            all.addSubcommand(HelpCommand.class);
        }
        OptionTypes.known(all)
                .setExitCodeExceptionMapper(
                        failed -> failed instanceof ParameterException ? ExitStatus.USAGE : ExitStatus.FAILED)
                .setParameterExceptionHandler(Main::misunderstood)
                .setColorScheme(Help.defaultColorScheme(Terminal.ansi()))
                .setUsageHelpAutoWidth(true);
        all.getCommandSpec().usageMessage().optionListHeading("%n").commandListHeading("%nCommands:%n");
        all.getSubcommands().values().forEach(Main::airy);
        return all;
    }

    /** The mistake, and where to read on: the whole help behind it would hide it. */
    private static int misunderstood(ParameterException mistake, String[] arguments) {
        var command = mistake.getCommandLine();
        var err = command.getErr();
        err.println(mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.USAGE;
    }

    /** Paragraphs in the help. */
    private static void airy(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n");
    }
}
