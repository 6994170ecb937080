package org.strowger.sip.transport.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/**
 * Everything that connections of one moment are made from. Immutable; the connections that were made of former ones keep theirs.
 *
 * @param servers one for each certificate of ours
 */
record Contexts(List<Served> servers, SslContext client) {
    /** "TLS 1.0 and TLS 1.1 MUST NOT be used" (RFC 8996). */
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    /** One of our certificates, as peers that connect are shown it. */
    record Served(Certificate certificate, SslContext context) {}

    Contexts {
        servers = List.copyOf(servers);
    }

    /** Throws an IOException that names the file which cannot be used. */
    static Contexts read(TlsSettings settings) throws IOException {
        try {
            var certificates = new ArrayList<Certificate>();
            for (var files : settings.certificates()) {
                certificates.add(Certificate.read(files));
            }
            var authorities = authorities(settings);
            var servers = new ArrayList<Served>();
            for (var certificate : certificates) {
                servers.add(new Served(certificate, server(settings, certificate, authorities)));
            }
            return new Contexts(servers, client(settings, certificates, authorities));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the certificates cannot be used: " + e.getMessage(), e);
        }
    }

    /** That of the first certificate for that server; of the first of all, if there is none. */
    SslContext named(String server) {
        for (var each : servers) {
            if (each.certificate.isFor(server)) {
                return each.context;
            }
        }
        return servers.getFirst().context;
    }

    private static SslContext server(
            TlsSettings settings, Certificate certificate, Optional<TrustManagerFactory> authorities)
            throws IOException {
        var builder = SslContextBuilder.forServer(certificate.key(), certificate.array())
                .sslProvider(provider(settings))
                .protocols(VERSIONS)
                .clientAuth(
                        switch (settings.clients()) {
                            case IGNORED -> ClientAuth.NONE;
                            case ASKED -> ClientAuth.OPTIONAL;
                            case REQUIRED -> ClientAuth.REQUIRE;
                        });
        authorities.ifPresent(builder::trustManager);
        return builder.build();
    }

    private static SslContext client(
            TlsSettings settings, List<Certificate> certificates, Optional<TrustManagerFactory> authorities)
            throws IOException {
        var builder = SslContextBuilder.forClient()
                .sslProvider(provider(settings))
                .protocols(VERSIONS)
                // by the rules of HTTPS a certificate may have wildcards; ours are RFC 5922's, kept by Identities
                .endpointIdentificationAlgorithm(null);
        authorities.ifPresent(builder::trustManager);
        if (!certificates.isEmpty()) {
            var ours = certificates.getFirst();
            builder.keyManager(ours.key(), ours.array());
        }
        return builder.build();
    }

    private static Optional<TrustManagerFactory> authorities(TlsSettings settings)
            throws IOException, GeneralSecurityException {
        if (settings.trusted().isEmpty()) {
            return Optional.empty();
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var authority : Certificate.chain(settings.trusted().get())) {
            store.setCertificateEntry("authority " + store.size(), authority);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Optional.of(factory);
    }

    private static SslProvider provider(TlsSettings settings) {
        return switch (settings.engine()) {
            case FASTEST -> OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
            case JAVA -> SslProvider.JDK;
        };
    }
}
