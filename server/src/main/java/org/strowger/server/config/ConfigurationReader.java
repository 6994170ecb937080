package org.strowger.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.strowger.server.config.Configuration.Storage;
import org.strowger.server.config.Configuration.Tuning;
import org.strowger.server.routing.Rule;
import org.strowger.server.users.Secret;
import org.strowger.sip.loop.Coalescing;
import org.strowger.sip.proxy.SessionTimers;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.transport.Advertised;
import org.strowger.sip.transport.Listen;

/** The top of the file: its sections, one method each. */
final class ConfigurationReader {
    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            "domains",
            "listen",
            "users",
            "authentication",
            "trusted",
            "identity",
            "registrations",
            "bindings",
            "data",
            "routes",
            "timers",
            "session-timers",
            "redirects",
            "connections",
            "loops",
            "coalescing",
            "dns",
            "tls",
            "websocket"));

    private final Document document;
    private final Path folder;
    private final Values values;

    ConfigurationReader(Document document, Path folder) {
        this.document = document;
        this.folder = folder;
        this.values = new Values(document);
    }

    Configuration read(Node root) {
        var section = Section.of(document, root, KEYS);
        var standard = Configuration.defaults();
        var listen = section.value("listen").map(this::listen).orElse(standard.listen());
        var domains = section.value("domains").map(this::domains).orElse(standard.domains());
        return new Configuration(
                domains,
                listen,
                section.value("users").map(this::users).orElse(standard.users()),
                new AuthenticationReader(document).read(section),
                section.value("registrations")
                        .map(new RegistrationsReader(document, domains, listen)::read)
                        .orElse(standard.registrations()),
                storage(section),
                section.value("routes").map(this::routes).orElse(standard.routes()),
                tuning(section),
                new StreamsReader(document, folder).read(section, listen));
    }

    private List<String> domains(Node node) {
        var domains = new ArrayList<String>();
        for (var scalar : values.texts(node, "a domain such as example.com")) {
            var domain = scalar.getValue().toLowerCase(Locale.ROOT);
            if (!Accepted.isDomain(domain)) {
                values.refuse(scalar, "a domain such as example.com");
            } else if (domains.contains(domain)) {
                document.problem(scalar, "the domain \"" + domain + "\" stands here twice");
            } else {
                domains.add(domain);
            }
        }
        return domains;
    }

    private List<Listen> listen(Node node) {
        var elements = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        var points = new ArrayList<Listen>();
        for (var element : elements) {
            point(element).ifPresent(point -> {
                if (points.stream().anyMatch(other -> isSamePlace(point, other))) {
                    document.problem(element, "this place to listen stands here twice");
                }
                points.add(point);
            });
        }
        if (elements.isEmpty()) {
            values.refuse(node, "at least one place to listen, such as udp://0.0.0.0:5060");
        }
        return points;
    }

    /** Port 0 is another free port each time. */
    private static boolean isSamePlace(Listen one, Listen other) {
        return one.protocol() == other.protocol()
                && one.host().equals(other.host())
                && one.port() == other.port()
                && one.port() != 0;
    }

    private Optional<Listen> point(Node node) {
        if (!(node instanceof MappingNode)) {
            return values.parsed(node, "a place to listen such as udp://0.0.0.0:5060", Listen::parse);
        }
        var section = Section.of(document, node, new TreeSet<>(Set.of("on", "advertise")));
        var on = section.value("on");
        if (on.isEmpty()) {
            document.problem(node, "expected the key \"on\" with a place to listen such as udp://0.0.0.0:5060");
            return Optional.empty();
        }
        var point = values.parsed(on.get(), "a place to listen such as udp://0.0.0.0:5060", Listen::parse);
        var advertise = section.value("advertise");
        if (point.isEmpty() || advertise.isEmpty()) {
            return point;
        }
        return values.parsed(advertise.get(), "a host, or host:port, by which peers reach us", Advertised::parse)
                .map(point.get()::advertisedAs);
    }

    private UserSource users(Node node) {
        if (node instanceof ScalarNode) {
            return path(node, "users by name, or the name of a file with name,password per line")
                    .<UserSource>map(file -> {
                        checkFile(node, file);
                        return new UserSource.FromFile(file);
                    })
                    .orElse(UserSource.NONE);
        }
        document.keepSecret(node);
        var secrets = new LinkedHashMap<String, Secret>();
        var section = Section.ofAnyKeys(document, node, "users by name such as alice: {password: …}");
        section.values().forEach((name, value) -> {
            var user = Section.of(document, value, Set.of("password"));
            if (user.value("password").isEmpty() && value instanceof MappingNode) {
                document.problem(value, "expected the key \"password\" for the user \"" + name + "\"");
            }
            user.value("password")
                    .flatMap(password -> values.text(password, "a password"))
                    .ifPresent(password -> secrets.put(name, new Secret.Password(password)));
            checkName(section.key(name), name);
        });
        return new UserSource.Listed(secrets);
    }

    private void checkFile(Node at, Path file) {
        if (!Files.exists(file)) {
            document.problem(at, "no such file: " + file);
        } else if (Files.isDirectory(file)) {
            document.problem(at, "expected a file, found a directory: " + file);
        } else if (!Files.isReadable(file)) {
            document.problem(at, "not allowed to read: " + file);
        }
    }

    private void checkDirectory(Node at, Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            document.problem(at, "expected a directory, found a file: " + directory);
        }
    }

    private void checkName(Node at, String name) {
        if (!Accepted.isUser(name)) {
            document.problem(at, "expected a user name without white space, quotes, commas or colons");
        }
    }

    private Storage storage(Section section) {
        var directory = section.value("data").flatMap(node -> path(node, "the name of a directory"));
        section.value("data").ifPresent(node -> directory.ifPresent(found -> checkDirectory(node, found)));
        boolean keeps = section.value("bindings").map(this::keepsBindings).orElse(true);
        return new Storage(directory, keeps);
    }

    private boolean keepsBindings(Node node) {
        var kind = values.text(node, "memory or disk").orElse("disk");
        if (!kind.equals("memory") && !kind.equals("disk")) {
            values.refuse(node, "memory or disk");
        }
        return !kind.equals("memory");
    }

    private Optional<Path> path(Node node, String expected) {
        return values.parsed(node, expected, text -> {
            try {
                return folder.resolve(text);
            } catch (InvalidPathException _) {
                throw new IllegalArgumentException("expected " + expected + ", found \"" + text + "\"");
            }
        });
    }

    private List<Rule> routes(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            values.refuse(node, "a list of routes, each beginning with a dash");
            return List.of();
        }
        return new RouteReader(document).read(sequence.getValue());
    }

    private Tuning tuning(Section section) {
        var standard = Tuning.DEFAULT;
        var timers = subsection(section, "timers", Set.of("t1", "c"));
        var connections = subsection(section, "connections", Set.of("most", "most-per-source", "idle"));
        var threeMinutes = Duration.ofMinutes(3).plusMillis(1);
        return new Tuning(
                timers.map(found -> duration(found, "t1", Duration.ofMillis(10), Duration.ofSeconds(10), standard.t1()))
                        .orElse(standard.t1()),
                timers.map(found -> duration(found, "c", threeMinutes, Duration.ofDays(1), standard.timerC()))
                        .orElse(standard.timerC()),
                section.value("loops")
                        .flatMap(found -> values.number(found, 1, 64))
                        .orElse(standard.loops()),
                section.value("coalescing").map(this::coalescing).orElse(standard.coalescing()),
                number(connections, "most", standard.mostConnections()),
                number(connections, "most-per-source", standard.mostConnectionsPerSource()),
                connections
                        .map(found ->
                                duration(found, "idle", Duration.ofSeconds(1), Duration.ofDays(1), standard.idle()))
                        .orElse(standard.idle()),
                subsection(section, "dns", Set.of("servers", "timeout", "cache", "questions"))
                        .map(this::dns)
                        .orElse(standard.dns()),
                section.value("session-timers").flatMap(this::sessionTimers),
                section.value("redirects").map(this::followsRedirects).orElse(standard.followsRedirects()));
    }

    private Coalescing coalescing(Node node) {
        var standard = Tuning.DEFAULT.coalescing();
        if (!(node instanceof MappingNode)) {
            boolean on = values.flag(node, "on, off or a section with the keys above, pause")
                    .orElse(true);
            return on ? standard : Coalescing.OFF;
        }
        var section = Section.of(document, node, new TreeSet<>(Set.of("above", "pause")));
        return new Coalescing(
                section.value("above")
                        .flatMap(found -> values.number(found, 0, Coalescing.MOST_PER_SECOND))
                        .orElse(standard.perSecond()),
                duration(section, "pause", Duration.ZERO, Coalescing.LONGEST_PAUSE, standard.pause()));
    }

    private boolean followsRedirects(Node node) {
        var expected = "pass or follow";
        return switch (values.text(node, expected).orElse("")) {
            case "follow" -> true;
            case "pass", "" -> false;
            default -> {
                values.refuse(node, expected);
                yield false;
            }
        };
    }

    private Optional<SessionTimers> sessionTimers(Node node) {
        var section = Section.of(document, node, new TreeSet<>(Set.of("shortest", "longest")));
        var most = Duration.ofDays(1);
        var shortest = duration(section, "shortest", SessionTimers.LEAST, most, SessionTimers.LEAST);
        var longest = duration(section, "longest", SessionTimers.LEAST, most, Duration.ofHours(1));
        if (shortest.compareTo(longest) > 0) {
            document.problem(
                    node,
                    "expected shortest <= longest, found %ds and %ds"
                            .formatted(shortest.toSeconds(), longest.toSeconds()));
            return Optional.empty();
        }
        return Optional.of(new SessionTimers(shortest, longest));
    }

    private DnsSettings dns(Section section) {
        var standard = Tuning.DEFAULT.dns();
        var dns = Optional.of(section);
        return section.value("servers")
                .map(this::nameServers)
                .map(standard::withServers)
                .orElse(standard)
                .withPatience(duration(
                        section, "timeout", Duration.ofMillis(100), Duration.ofSeconds(30), standard.patience()))
                .withCacheEntries(number(dns, "cache", standard.cacheEntries()))
                .withQuestions(number(dns, "questions", standard.questions()));
    }

    private List<InetSocketAddress> nameServers(Node node) {
        var servers = new ArrayList<InetSocketAddress>();
        var expected = "the address of a name server such as 192.0.2.53";
        for (var scalar : values.texts(node, expected)) {
            values.parsed(scalar, expected, DnsSettings::server).ifPresent(servers::add);
        }
        return servers;
    }

    private Optional<Section> subsection(Section section, String key, Set<String> keys) {
        return section.value(key).map(node -> Section.of(document, node, new TreeSet<>(keys)));
    }

    private int number(Optional<Section> section, String key, int standard) {
        return section.flatMap(found -> found.value(key))
                .flatMap(node -> values.number(node, 1, 1_000_000))
                .orElse(standard);
    }

    private Duration duration(Section section, String key, Duration least, Duration most, Duration standard) {
        return section.value(key)
                .flatMap(node -> values.duration(node, least, most))
                .orElse(standard);
    }
}
