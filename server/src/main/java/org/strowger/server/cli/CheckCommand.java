package org.strowger.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.strowger.server.config.ConfigurationException;
import org.strowger.server.config.ConfigurationFile;
import org.strowger.server.config.UserSource;
import org.strowger.server.users.FileUsers;
import org.strowger.sip.transport.tls.Tls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a configuration file and says what is wrong with it, without starting anything. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        header = "Check a configuration file.",
        description = {
            "Reads the whole file and tells every mistake with its line and column: unknown keys, wrong types, routes"
                    + " that are never reached, certificates that do not fit their keys. Starts nothing.",
            "Exit status: 0 the file is good, 1 it is not."
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration, such as strowger.yaml.")
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            var read = ConfigurationFile.read(file);
            if (read.users() instanceof UserSource.FromFile(var users)) {
                FileUsers.ofPasswords(users);
            }
            Tls.open(read.streams().tls());
            out.printf(
                    "%s is good: %s, %s, authentication %s%n",
                    file,
                    counted(read.listen().size(), "listening point"),
                    counted(read.routes().size(), "route"),
                    read.authentication().required() ? "on" : "OFF");
            return ExitStatus.DONE;
        } catch (ConfigurationException | IOException refused) {
            spec.commandLine().getErr().println(Complaint.about(refused));
            return ExitStatus.FAILED;
        }
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
