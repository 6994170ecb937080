package org.strowger.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code strowger}. */
@Command(
        name = "strowger",
        header = "Strowger, a SIP server: proxy, registrar and location service.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "Strowger 0.1.0",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            UserCommand.class,
            CheckCommand.class,
            CallCommand.class,
            AnswerCommand.class,
            RegisterCommand.class,
            PingCommand.class,
            HelpCommand.class
        },
        description = {"", "First steps:"},
        footer = {
            "",
            "  strowger demo                       see a call being set up, message by message",
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
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return OptionTypes.known(new CommandLine(new Main()))
                .setExitCodeExceptionMapper(_ -> ExitStatus.FAILED)
                .setUsageHelpAutoWidth(true);
    }
}
