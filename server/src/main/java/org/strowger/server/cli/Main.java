package org.strowger.server.cli;

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
        subcommands = {
            DemoCommand.class,
            RehearseCommand.class,
            ServeCommand.class,
            UserCommand.class,
            CheckCommand.class,
            CallCommand.class,
            AnswerCommand.class,
            RegisterCommand.class,
            PingCommand.class,
            HelpCommand.class
        },
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
    private Main() {}

    /** Runs one command and ends with its status. */
    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        System.exit(StandardOutput.checked(status));
    }

    static CommandLine commandLine() {
        var all = OptionTypes.known(new CommandLine(new Main()))
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
