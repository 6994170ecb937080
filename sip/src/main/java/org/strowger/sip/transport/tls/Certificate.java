package org.strowger.sip.transport.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.strowger.sip.transport.tls.TlsSettings.CertificateFiles;

/** A certificate of ours, read and checked: its key fits. */
record Certificate(List<X509Certificate> chain, PrivateKey key) {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    /** Throws an IOException that names the file and says what is wrong with it. */
    static Certificate read(CertificateFiles files) throws IOException {
        var chain = chain(files.chain());
        var key = key(files.key(), chain.getFirst().getPublicKey());
        return new Certificate(chain, key);
    }

    /** All certificates of a PEM file; at least one. */
    static List<X509Certificate> chain(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            var found = new ArrayList<X509Certificate>();
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
                if (each instanceof X509Certificate certificate) {
                    found.add(certificate);
                }
            }
            if (found.isEmpty()) {
                throw new IOException("expected a certificate (PEM) in \"" + file + "\", found none");
            }
            return List.copyOf(found);
        } catch (CertificateException e) {
            throw new IOException("expected a certificate (PEM) in \"" + file + "\": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: \"" + file + "\"", e);
        }
    }

    /** Whether a peer that asks for that server is meant, here also by a wildcard: browsers take those. */
    boolean isFor(String server) {
        var identities = Identities.of(chain.getFirst());
        int dot = server.indexOf('.');
        return identities.cover(server) || dot > 0 && identities.cover("*" + server.substring(dot));
    }

    X509Certificate[] array() {
        return chain.toArray(X509Certificate[]::new);
    }

    private static PrivateKey key(Path file, PublicKey fits) throws IOException {
        try {
            var pem = Files.readString(file, StandardCharsets.US_ASCII);
            int begin = pem.indexOf(KEY_BEGIN);
            int end = pem.indexOf(KEY_END);
            if (begin < 0 || end < begin) {
                throw new IOException("expected \"" + KEY_BEGIN + "\" in \"" + file
                        + "\" (openssl pkcs8 -topk8 -nodes makes it of another kind of key)");
            }
            var der = Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end));
            var key = KeyFactory.getInstance(fits.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            check(key, fits, file);
            return key;
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: \"" + file + "\"", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("expected the private key of the certificate in \"" + file + "\"", e);
        }
    }

    private static void check(PrivateKey key, PublicKey fits, Path file) throws GeneralSecurityException, IOException {
        var algorithm = switch (fits.getAlgorithm().toUpperCase(Locale.ROOT)) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> fits.getAlgorithm();
        };
        var proof = file.toString().getBytes(StandardCharsets.UTF_8);
        var signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(proof);
        var checking = Signature.getInstance(algorithm);
        checking.initVerify(fits);
        checking.update(proof);
        if (!checking.verify(signing.sign())) {
            throw new IOException("the private key in \"" + file + "\" is not that of the certificate");
        }
    }
}
