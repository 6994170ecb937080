package org.strowger.server.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.strowger.server.config.Configuration.Streams;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.framing.WebSocketSettings;
import org.strowger.sip.transport.tls.TlsSettings;
import org.strowger.sip.transport.tls.TlsSettings.CertificateFiles;
import org.strowger.sip.transport.tls.TlsSettings.ClientCertificates;
import org.strowger.sip.transport.tls.TlsSettings.Engine;

/** The sections {@code tls} and {@code websocket}. */
final class StreamsReader {
    private static final String CERTIFICATE = "a certificate such as {chain: fullchain.pem, key: privkey.pem}";

    private final Document document;
    private final Path folder;
    private final Values values;

    StreamsReader(Document document, Path folder) {
        this.document = document;
        this.folder = folder;
        this.values = new Values(document);
    }

    /** @param listen that the sections are for: some of them need a certificate */
    Streams read(Section section, List<Listen> listen) {
        var tls = section.value("tls").map(this::tls).orElse(TlsSettings.NONE);
        var secure =
                listen.stream().filter(point -> point.protocol().isSecure()).findFirst();
        if (secure.isPresent() && section.value("tls").isEmpty()) {
            document.problem(
                    section.value("listen").orElse(section.node()),
                    secure.get() + " needs the section \"tls\" with " + CERTIFICATE);
        }
        return new Streams(tls, section.value("websocket").map(this::webSocket).orElse(WebSocketSettings.USUAL));
    }

    private TlsSettings tls(Node node) {
        var section = Section.of(document, node, new TreeSet<>(Set.of("certificates", "trusted", "clients")));
        var certificates = section.value("certificates").map(this::certificates).orElse(List.of());
        if (section.value("certificates").isEmpty()) {
            document.problem(node, "expected the key \"certificates\" with " + CERTIFICATE);
        }
        return new TlsSettings(
                certificates,
                section.value("trusted").flatMap(found -> file(found, "the name of a file of certificates (PEM)")),
                section.value("clients").map(this::clients).orElse(ClientCertificates.IGNORED),
                Engine.FASTEST);
    }

    private List<CertificateFiles> certificates(Node node) {
        var elements = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        var found = new ArrayList<CertificateFiles>();
        for (var element : elements) {
            var section = Section.of(document, element, new TreeSet<>(Set.of("chain", "key")));
            var chain = named(section, "chain");
            var key = named(section, "key");
            if (chain.isPresent() && key.isPresent()) {
                found.add(new CertificateFiles(chain.get(), key.get()));
            }
        }
        if (elements.isEmpty()) {
            values.refuse(node, CERTIFICATE);
        }
        return found;
    }

    private Optional<Path> named(Section section, String key) {
        var value = section.value(key);
        if (value.isEmpty()) {
            document.problem(section.node(), "expected the key \"" + key + "\", as in " + CERTIFICATE);
        }
        return value.flatMap(node -> file(node, "the name of a file (PEM)"));
    }

    private Optional<Path> file(Node node, String expected) {
        var found = values.parsed(node, expected, text -> {
            try {
                return folder.resolve(text);
            } catch (InvalidPathException _) {
                throw new IllegalArgumentException("expected " + expected + ", found \"" + text + "\"");
            }
        });
        if (found.isPresent() && !Files.isReadable(found.get())) {
            document.problem(node, "cannot read \"" + found.get() + "\"");
            return Optional.empty();
        }
        return found;
    }

    private ClientCertificates clients(Node node) {
        return values.text(node, "ignored, asked or required")
                .flatMap(text -> switch (text) {
                    case "ignored" -> Optional.of(ClientCertificates.IGNORED);
                    case "asked" -> Optional.of(ClientCertificates.ASKED);
                    case "required" -> Optional.of(ClientCertificates.REQUIRED);
                    default -> values.<ClientCertificates>refuse(node, "ignored, asked or required");
                })
                .orElse(ClientCertificates.IGNORED);
    }

    private WebSocketSettings webSocket(Node node) {
        var section = Section.of(document, node, new TreeSet<>(Set.of("origins", "ping")));
        var standard = WebSocketSettings.USUAL;
        return new WebSocketSettings(
                section.value("origins").map(this::origins).orElse(standard.origins()),
                section.value("ping")
                        .flatMap(found -> values.duration(found, Duration.ofSeconds(1), Duration.ofHours(1)))
                        .orElse(standard.ping()));
    }

    private Set<String> origins(Node node) {
        var expected = "the origin of a page such as https://phone.example.com";
        var found = new HashSet<String>();
        for (var scalar : values.texts(node, expected)) {
            var origin = scalar.getValue().toLowerCase(Locale.ROOT);
            // "scheme://host[:port]" and no more (RFC 6454 §6.2)
            if (origin.matches("[a-z][a-z0-9+.-]*://[^/?#\\s]+")) {
                found.add(origin);
            } else {
                values.refuse(scalar, expected);
            }
        }
        return found;
    }
}
