package org.strowger.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.strowger.server.config.Accepted;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.ConfigurationException;
import org.strowger.server.config.ConfigurationFile;
import org.strowger.server.config.UserSource;
import org.strowger.server.exchange.Exchange;
import org.strowger.server.exchange.Rehearsal;
import org.strowger.server.users.Secret;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.Tap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        header = "Run the server: phones register with it and call each other.",
        description = {
            "Without options it listens on UDP and TCP port 5060 of all addresses, and lets nobody register without a"
                    + " password.",
            "",
            "Exit status: 0 it was told to end, 1 it could not start, 2 the command line was not understood."
        },
        footer = {
            "",
            "Examples:",
            "  strowger serve --user alice:wonder --user bob:builder",
            "  strowger serve --listen udp://192.0.2.17:5060 --domain example.com --data /var/lib/strowger",
            "  strowger serve --config strowger.yaml"
        })
final class ServeCommand implements Callable<Integer> {
    /** Whoever waited for the server is answered before it rehearses. */
    private static final long AFTER_FIRST_ANSWERS_MILLIS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A configuration file; options beside it take its place.")
    private @Nullable Path config;

    @Option(
            names = "--listen",
            paramLabel = "POINT",
            description = "Where to listen, such as udp://0.0.0.0:5060 or tcp://[::]:5060; may be repeated.")
    private List<String> listen = List.of();

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "A domain of ours; may be repeated.")
    private List<String> domains = List.of();

    @Option(names = "--user", paramLabel = "NAME:PASSWORD", description = "A user; may be repeated.")
    private List<String> users = List.of();

    @Option(names = "--data", paramLabel = "DIR", description = "Where bindings and users are kept.")
    private @Nullable Path data;

    @Override
    public Integer call() throws InterruptedException {
        return Termination.during(this::serve);
    }

    /** Serves until then. */
    int serve(Termination until) throws InterruptedException {
        try {
            var read = config == null ? Configuration.defaults() : ConfigurationFile.read(config);
            return serve(overridden(read), until);
        } catch (ConfigurationException | IOException refused) {
            return failed(refused);
        }
    }

    private int serve(Configuration configuration, Termination until) throws IOException, InterruptedException {
        try (var exchange = Exchange.start(configuration, Tap.NONE, ProxyObserver.NONE)) {
            new Greeting(exchange, addUser(configuration))
                    .print(spec.commandLine().getOut());
            CompletableFuture.delayedExecutor(AFTER_FIRST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(Rehearsal::inBackground);
            until.await();
            return ExitStatus.DONE;
        }
    }

    private int failed(Exception reason) {
        spec.commandLine().getErr().println(Complaint.about(reason));
        return ExitStatus.FAILED;
    }

    /** A realm that the file names stays the realm, whatever the domains are. */
    private AddUser addUser(Configuration used) {
        boolean makesRealm = used.authentication().realm().isEmpty();
        return new AddUser(
                Optional.ofNullable(config),
                Optional.ofNullable(data),
                domains.stream().findFirst().filter(_ -> makesRealm).map(first -> first.toLowerCase(Locale.ROOT)));
    }

    private Configuration overridden(Configuration read) {
        return new Configuration(
                domains.isEmpty() ? read.domains() : named(),
                listen.isEmpty() ? read.listen() : points(),
                users.isEmpty() ? read.users() : new UserSource.Listed(secrets(read.users())),
                read.authentication(),
                read.registrations(),
                new Configuration.Storage(
                        Optional.ofNullable(data).or(() -> read.storage().directory()),
                        read.storage().keepsBindings()),
                read.routes(),
                read.tuning(),
                read.streams());
    }

    private List<String> named() {
        for (var domain : domains) {
            if (!Accepted.isDomain(domain)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--domain: expected a domain such as example.com, found \"" + domain + "\"");
            }
        }
        return domains.stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private List<Listen> points() {
        var points = new ArrayList<Listen>();
        for (var text : listen) {
            try {
                points.add(Listen.parse(text));
            } catch (IllegalArgumentException refused) {
                throw new ParameterException(spec.commandLine(), "--listen: " + refused.getMessage(), refused);
            }
            boolean twice = points.indexOf(points.getLast()) < points.size() - 1;
            if (twice && points.getLast().port() != 0) {
                throw new ParameterException(spec.commandLine(), "--listen: \"" + text + "\" stands here twice");
            }
        }
        return points;
    }

    private Map<String, Secret> secrets(UserSource others) {
        var secrets = new LinkedHashMap<String, Secret>();
        switch (others) {
            case UserSource.Listed(var listed) -> secrets.putAll(listed);
            case UserSource.FromFile _ ->
                throw new ParameterException(
                        spec.commandLine(), "--user cannot be added to a configuration whose users stand in a file");
        }
        var named = new HashSet<String>();
        for (var user : users) {
            int colon = user.indexOf(':');
            if (colon < 1 || colon == user.length() - 1) {
                throw new ParameterException(spec.commandLine(), "--user: expected NAME:PASSWORD");
            }
            var name = user.substring(0, colon);
            if (!Accepted.isUser(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--user: expected a user name without white space, quotes, commas or colons, found \"" + name
                                + "\"");
            }
            if (!named.add(name)) {
                throw new ParameterException(spec.commandLine(), "--user: \"" + name + "\" stands here twice");
            }
            secrets.put(name, new Secret.Password(user.substring(colon + 1)));
        }
        return secrets;
    }
}
