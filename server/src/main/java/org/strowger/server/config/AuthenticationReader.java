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

/** The section {@code authentication}: on, off, or how; and the list {@code trusted}. */
final class AuthenticationReader {
    private final Document document;
    private final Values values;

    AuthenticationReader(Document document) {
        this.document = document;
        this.values = new Values(document);
    }

    Authentication read(Optional<Node> authentication, Optional<Node> trusted) {
        var peers = trusted.map(this::ranges).orElse(List.of());
        var standard = Authentication.DEFAULT;
        if (authentication.isEmpty()) {
            return with(standard, peers);
        }
        if (authentication.get() instanceof MappingNode) {
            return section(authentication.get(), peers);
        }
        boolean required = values.flag(authentication.get()).orElse(true);
        return new Authentication(required, standard.realm(), standard.algorithms(), standard.nonceLifetime(), peers);
    }

    private static Authentication with(Authentication standard, List<AddressRange> peers) {
        return new Authentication(
                standard.required(), standard.realm(), standard.algorithms(), standard.nonceLifetime(), peers);
    }

    private Authentication section(Node node, List<AddressRange> peers) {
        var section = Section.of(document, node, new TreeSet<>(Set.of("realm", "algorithms", "nonce-lifetime")));
        var standard = Authentication.DEFAULT;
        return new Authentication(
                true,
                section.value("realm").flatMap(this::realm),
                section.value("algorithms").map(this::algorithms).orElse(standard.algorithms()),
                section.value("nonce-lifetime")
                        .flatMap(found -> values.duration(found, Duration.ofSeconds(10), Duration.ofDays(1)))
                        .orElse(standard.nonceLifetime()),
                peers);
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
