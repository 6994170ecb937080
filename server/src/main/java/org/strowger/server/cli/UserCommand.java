package org.strowger.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.strowger.server.config.Accepted;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.ConfigurationException;
import org.strowger.server.config.ConfigurationFile;
import org.strowger.server.config.UserSource;
import org.strowger.server.exchange.ServedDomains;
import org.strowger.server.exchange.StateDirectory;
import org.strowger.server.users.HashFile;
import org.strowger.sip.auth.Realm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds, removes and lists the users of a data directory; a running server takes changes up within a second or two. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        header = "Add, remove or list users.",
        synopsisSubcommandLabel = "(add | remove | list)",
        subcommands = {UserCommand.Add.class, UserCommand.Remove.class, UserCommand.ListAll.class},
        description = {
            "Users are kept in the data directory, with hashes instead of passwords. A running server takes a change"
                    + " up at once.",
            "The hashes hold for one realm: that of the server, which is its first domain. Give --config or --domain"
                    + " here if you give it to serve."
        })
final class UserCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitStatus.USAGE;
    }

    /** What all three need: which file, which realm. */
    static final class Place {
        @Option(names = "--config", paramLabel = "FILE", description = "The configuration file that serve is given.")
        private @Nullable Path config;

        @Option(names = "--data", paramLabel = "DIR", description = "The data directory that serve is given.")
        private @Nullable Path data;

        @Option(names = "--domain", paramLabel = "DOMAIN", description = "The domain that serve is given.")
        private @Nullable String domain;

        HashFile file() throws ConfigurationException {
            return new HashFile(directory().users());
        }

        /** The same to write into. */
        HashFile madeFile() throws ConfigurationException, IOException {
            return new HashFile(directory().made().users());
        }

        StateDirectory directory() throws ConfigurationException {
            return data == null ? StateDirectory.of(configuration()) : new StateDirectory(data);
        }

        Realm realm() throws ConfigurationException {
            if (domain != null) {
                if (!Accepted.isDomain(domain)) {
                    throw new IllegalArgumentException(
                            "--domain: expected a domain such as example.com, found \"" + domain + "\"");
                }
                return new Realm(domain.toLowerCase(Locale.ROOT));
            }
            var read = configuration();
            return new Realm(read.authentication().realm().orElseGet(() -> ServedDomains.home(read.domains())));
        }

        /** What to say where nobody named the realm, and the server of the directory asks in another. */
        Optional<String> mistake(Realm realm) throws ConfigurationException {
            var served = domain == null && config == null ? directory().realms() : List.<String>of();
            return served.isEmpty() || served.contains(realm.text())
                    ? Optional.empty()
                    : Optional.of(
                            "note: the server of this data directory asks in the realm %s, where this user is unknown; give --domain %s"
                                    .formatted(String.join(" or ", served), served.getFirst()));
        }

        /** Whether the configuration, as far as we are told of it, has that user itself. */
        boolean isOvershadowed(String name) throws ConfigurationException {
            return configuration().users() instanceof UserSource.Listed(var listed) && listed.containsKey(name);
        }

        private Configuration configuration() throws ConfigurationException {
            return config == null ? Configuration.defaults() : ConfigurationFile.read(config);
        }
    }

    /** The part of each that may fail. */
    @FunctionalInterface
    private interface Work {
        int run(PrintWriter out) throws IOException, ConfigurationException;
    }

    private static int attempt(CommandSpec spec, Work work) {
        try {
            return work.run(spec.commandLine().getOut());
        } catch (IOException | ConfigurationException | IllegalArgumentException refused) {
            spec.commandLine().getErr().println(Complaint.about(refused));
            return ExitStatus.FAILED;
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            header = "Add a user, or give an old one a new password.",
            description = "Asks for the password; where there is no terminal, reads it from standard input.")
    static final class Add implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Place place;

        @Parameters(paramLabel = "NAME", description = "Such as alice.")
        private String name;

        @Option(
                names = "--password",
                paramLabel = "PASSWORD",
                description = "Others may see it in the list of processes.")
        private @Nullable String password;

        @Override
        public Integer call() {
            return attempt(spec, out -> {
                if (!Accepted.isUser(name)) {
                    throw new IllegalArgumentException(
                            "expected a user name without white space, quotes, commas or colons, found \"" + name
                                    + "\"");
                }
                var secret = password == null ? ask() : Optional.of(password);
                if (secret.isEmpty() || secret.get().isEmpty()) {
                    throw new IllegalArgumentException("expected a password, found none");
                }
                var realm = place.realm();
                boolean isNew = place.madeFile().add(name, realm, secret.get());
                out.printf("%s %s@%s%n", isNew ? "added" : "changed the password of", name, realm);
                place.mistake(realm).ifPresent(out::println);
                if (place.isOvershadowed(name)) {
                    out.printf(
                            "note: the configuration file has a user %s too, whose password takes precedence%n", name);
                }
                return ExitStatus.DONE;
            });
        }

        private Optional<String> ask() throws IOException {
            var console = Terminal.console();
            if (console.isPresent()) {
                return Optional.ofNullable(console.get().readPassword("Password for %s: ", name))
                        .map(String::new);
            }
            var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return Optional.ofNullable(line);
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, header = "Remove a user.")
    static final class Remove implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Place place;

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        public Integer call() {
            return attempt(spec, out -> {
                if (!place.file().remove(name, place.realm())) {
                    throw new IllegalArgumentException("there is no user %s@%s".formatted(name, place.realm()));
                }
                out.printf("removed %s@%s%n", name, place.realm());
                return ExitStatus.DONE;
            });
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the users.")
    static final class ListAll implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Place place;

        @Override
        public Integer call() {
            return attempt(spec, out -> {
                var users = place.file().list();
                for (var entry : users) {
                    out.printf("%s@%s%n", entry.name(), entry.realm());
                }
                if (users.isEmpty()) {
                    // not among the users, for who counts lines
                    spec.commandLine()
                            .getErr()
                            .println("no users in " + place.directory().users());
                }
                return ExitStatus.DONE;
            });
        }
    }
}
