package org.strowger.sip.transport.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whom we are and whom we believe, over TLS.
 *
 * @param certificates ours: a peer that names a server (SNI) gets the first that has that name, others the first; it is also what we show
 *     as a client. Empty: connections are only opened, and without a certificate
 * @param trusted certificates of the authorities that peers' certificates must come from, as PEM; absent: those that Java knows
 * @param clients whether peers that connect are asked for a certificate
 * @param engine who does the ciphering
 */
public record TlsSettings(
        List<CertificateFiles> certificates, Optional<Path> trusted, ClientCertificates clients, Engine engine) {
    /** No certificate, and Java's authorities. */
    public static final TlsSettings NONE =
            new TlsSettings(List.of(), Optional.empty(), ClientCertificates.IGNORED, Engine.FASTEST);

    /**
     * A certificate on the disk.
     *
     * @param chain PEM: the certificate itself, then those between it and its authority
     * @param key PEM: its private key by PKCS #8, not encrypted
     */
    public record CertificateFiles(Path chain, Path key) {}

    /** What is asked of peers that connect: "Servers that wish to authenticate the client will ask the client" (RFC 5922 §7.4). */
    public enum ClientCertificates {
        IGNORED,
        /** Whoever has none may come in as well. */
        ASKED,
        REQUIRED
    }

    /** Who does the ciphering. */
    public enum Engine {
        /** BoringSSL where it can be loaded, else Java. */
        FASTEST,
        JAVA
    }

    /** Copies the list. */
    public TlsSettings {
        certificates = List.copyOf(certificates);
    }

    /** One certificate of ours, nobody asked for theirs. */
    public static TlsSettings of(CertificateFiles certificate) {
        return new TlsSettings(List.of(certificate), Optional.empty(), ClientCertificates.IGNORED, Engine.FASTEST);
    }

    /** The same, believing these authorities alone. */
    public TlsSettings trusting(Path authorities) {
        return new TlsSettings(certificates, Optional.of(authorities), clients, engine);
    }

    /** The same, with that asked of peers that connect. */
    public TlsSettings withClients(ClientCertificates asked) {
        return new TlsSettings(certificates, trusted, asked, engine);
    }

    /** The same by that engine. */
    public TlsSettings withEngine(Engine wanted) {
        return new TlsSettings(certificates, trusted, clients, wanted);
    }
}
