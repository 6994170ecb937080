package org.strowger.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.strowger.server.config.Configuration.Registrations;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.transport.Listen;

/** The section {@code registrations}. */
final class RegistrationsReader {
    private static final Set<String> KEYS =
            new TreeSet<>(Set.of("default", "shortest", "longest", "contacts", "flow-timer", "service-route"));
    private static final String ROUTE = "a SIP URI with lr such as sip:example.com;lr";
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(365);

    private final Document document;
    private final Values values;
    private final List<String> domains;
    private final List<Listen> listen;

    /**
     * @param domains ours
     * @param listen where we are reached
     */
    RegistrationsReader(Document document, List<String> domains, List<Listen> listen) {
        this.document = document;
        this.values = new Values(document);
        this.domains = domains;
        this.listen = listen;
    }

    Registrations read(Node node) {
        var section = Section.of(document, node, KEYS);
        var standard = Registrations.DEFAULT;
        var read = new Registrations(
                duration(section, "default", standard.standard()),
                duration(section, "shortest", standard.shortest()),
                duration(section, "longest", standard.longest()),
                section.value("contacts")
                        .flatMap(found -> values.number(found, 1, 1000))
                        .orElse(standard.mostContacts()),
                section.value("flow-timer").flatMap(this::flowTimer),
                section.value("service-route").map(this::serviceRoute).orElse(List.of()));
        boolean ordered = read.shortest().compareTo(read.standard()) <= 0
                && read.standard().compareTo(read.longest()) <= 0;
        if (!ordered) {
            document.problem(
                    node,
                    "expected shortest <= default <= longest, found %ds, %ds and %ds"
                            .formatted(
                                    read.shortest().toSeconds(),
                                    read.standard().toSeconds(),
                                    read.longest().toSeconds()));
        }
        return read;
    }

    private Duration duration(Section section, String key, Duration standard) {
        return section.value(key)
                .flatMap(node -> values.duration(node, LEAST, MOST))
                .orElse(standard);
    }

    /** The header field counts seconds (RFC 5626 §10). */
    private Optional<Duration> flowTimer(Node node) {
        return values.duration(node, LEAST, Duration.ofHours(1)).map(time -> Duration.ofSeconds(time.toSeconds()));
    }

    /** The first leads to us: phones would not come by us otherwise, and we would send on what they send to us. */
    private List<SipUri> serviceRoute(Node node) {
        var routes = new ArrayList<SipUri>();
        for (var scalar : values.texts(node, ROUTE)) {
            var route = values.parsed(scalar, ROUTE, RegistrationsReader::route);
            if (routes.isEmpty() && route.isPresent() && !isOurs(route.get())) {
                document.problem(
                        scalar,
                        "expected a URI that leads to this server first: its host must be a domain of ours, or where"
                                + " we listen, found \"" + route.get().host() + "\"");
            }
            route.ifPresent(routes::add);
        }
        return routes;
    }

    private boolean isOurs(SipUri route) {
        var host = AddressOfRecord.canonicalHost(route.host().toString());
        return domains.contains(host)
                || listen.stream()
                        .anyMatch(point -> point.host().equalsIgnoreCase(host)
                                || point.advertise()
                                        .filter(advertised -> advertised.host().equalsIgnoreCase(host))
                                        .isPresent()
                                || isWildcard(point.host()) && isLiteral(host));
    }

    private static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("[::]");
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || Character.isDigit(host.charAt(host.length() - 1));
    }

    private static SipUri route(String text) {
        try {
            var uri = SipUri.parse(text);
            if (uri.isLooseRouter()) {
                return uri;
            }
        } catch (MalformedMessageException malformed) {
            throw new IllegalArgumentException(
                    "expected " + ROUTE + ", found \"" + text + "\" (" + malformed.getMessage() + ")", malformed);
        }
        throw new IllegalArgumentException("expected " + ROUTE + ", found \"" + text + "\"");
    }
}
