package org.strowger.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.strowger.server.config.Configuration.Authentication;
import org.strowger.server.routing.AddressRange;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.proxy.identity.TrustDomain.Told;

/** The section {@code authentication}: on, off, or how; the list {@code trusted}, and who is told by {@code identity}. */
final class AuthenticationReader {
    private static final String WHO_IS_TOLD = "nobody, trusted or everybody";

    private final Document document;
    private final Values values;

    AuthenticationReader(Document document) {
        this.document = document;
        this.values = new Values(document);
    }

    Authentication read(Section section) {
        var identity = section.value("identity").flatMap(this::told).orElse(Authentication.DEFAULT.told());
        var trusted = section.value("trusted").map(this::ranges).orElse(List.of());
        var found = section.value("authentication")
                .map(node -> node instanceof MappingNode ? section(node) : flag(node))
                .orElse(Authentication.DEFAULT);
        return new Authentication(
                found.required(), found.realm(), found.algorithms(), found.nonceLifetime(), trusted, identity);
    }

    private Authentication flag(Node node) {
        boolean required = values.flag(node).orElse(true);
        var standard = Authentication.DEFAULT;
        return new Authentication(
                required,
                standard.realm(),
                standard.algorithms(),
                standard.nonceLifetime(),
                standard.trusted(),
                standard.told());
    }

    private Authentication section(Node node) {
        var section = Section.of(document, node, new TreeSet<>(Set.of("realm", "algorithms", "nonce-lifetime")));
        var standard = Authentication.DEFAULT;
        return new Authentication(
                true,
                section.value("realm").flatMap(this::realm),
                section.value("algorithms").map(this::algorithms).orElse(standard.algorithms()),
                section.value("nonce-lifetime")
                        .flatMap(found -> values.duration(found, Duration.ofSeconds(10), Duration.ofDays(1)))
                        .orElse(standard.nonceLifetime()),
                standard.trusted(),
                standard.told());
    }

    private Optional<Told> told(Node node) {
        var word = values.text(node, WHO_IS_TOLD).orElse("");
        return switch (word) {
            case "nobody" -> Optional.of(Told.NOBODY);
            case "trusted" -> Optional.of(Told.TRUSTED);
            case "everybody" -> Optional.of(Told.EVERYBODY);
            case "" -> Optional.empty();
            default -> values.refuse(node, WHO_IS_TOLD);
        };
    }

    private Optional<String> realm(Node node) {
        var realm = values.text(node, "a realm such as example.com");
        if (realm.isPresent() && realm.get().matches(".*[\"\\\\\\p{Cntrl}].*")) {
            return values.refuse(node, "a realm without quotes, backslashes and control characters");
        }
        return realm;
    }

    private List<Algorithm> algorithms(Node node) {
        var algorithms = new ArrayList<Algorithm>();
        for (var scalar : values.texts(node, "SHA-256, SHA-512-256 or MD5")) {
            var algorithm = Algorithm.of(scalar.getValue());
            if (algorithm.isEmpty()) {
                values.refuse(scalar, "SHA-256, SHA-512-256 or MD5");
            }
            algorithm.filter(found -> !algorithms.contains(found)).ifPresent(algorithms::add);
        }
        return algorithms;
    }

    private List<AddressRange> ranges(Node node) {
        var ranges = new ArrayList<AddressRange>();
        for (var scalar : values.texts(node, "an IP address or a range such as 192.0.2.0/24")) {
            values.parsed(scalar, "an IP address or a range", AddressRange::parse)
                    .ifPresent(ranges::add);
        }
        return ranges;
    }
}
