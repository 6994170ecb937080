package org.strowger.sip.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.strowger.sip.transport.tls.TlsSettings.CertificateFiles;

/** A certificate that signs itself, made here: who trusts it names it as an authority. */
public final class TestCertificate {
    private static final byte[] EC_WITH_SHA256 = {
        0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02
    };
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final byte[] ALTERNATIVE_NAMES = {0x06, 0x03, 0x55, 0x1D, 0x11};
    private static final byte[] VERSION_3 = {(byte) 0xA0, 0x03, 0x02, 0x01, 0x02};
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int UTF8 = 0x0C;
    private static final int TIME = 0x18;
    private static final int OCTETS = 0x04;
    private static final int BITS = 0x03;
    private static final int EXTENSIONS = 0xA3;
    private static final int DNS = 0x82;
    private static final int URI = 0x86;
    private static final int ADDRESS = 0x87;

    final X509Certificate certificate;
    private final KeyPair keys;

    private TestCertificate(X509Certificate certificate, KeyPair keys) {
        this.certificate = certificate;
        this.keys = keys;
    }

    /** Without alternative names: only the common name says whose it is. */
    static TestCertificate named(String commonName) {
        return make(commonName, List.of(), "20990101000000Z");
    }

    /** @param names such as {@code DNS:example.com}, {@code URI:sip:example.com}, {@code IP:127.0.0.1} */
    public static TestCertificate of(String... names) {
        return make("common.example", List.of(names), "20990101000000Z");
    }

    /** The same, but it is good no longer. */
    public static TestCertificate expired(String... names) {
        return make("common.example", List.of(names), "20010101000000Z");
    }

    /** Writes it and its key there; the names of the files are the name given. */
    public CertificateFiles write(Path folder, String name) {
        try {
            var chain = folder.resolve(name + ".crt");
            var key = folder.resolve(name + ".key");
            Files.writeString(chain, pem());
            Files.writeString(key, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            return new CertificateFiles(chain, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of those that are trusted. */
    public static Path trusted(Path folder, TestCertificate... authorities) {
        try {
            var text = new StringBuilder();
            for (var authority : authorities) {
                text.append(authority.pem());
            }
            return Files.writeString(folder.resolve("trusted.pem"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a peer that shows this certificate where it is asked, and takes any. */
    public SSLContext context() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), new TrustManager[] {new Credulous()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** For a peer without a certificate that takes any. */
    public static SSLContext anonymous() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Credulous()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    private String pem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    private static TestCertificate make(String commonName, List<String> names, String until) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            var keys = generator.generateKeyPair();
            var contents = contents(commonName, names, until, keys);
            var signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(keys.getPrivate());
            signing.update(contents);
            var der = tagged(SEQUENCE, contents, tagged(SEQUENCE, EC_WITH_SHA256), bits(signing.sign()));
            var certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return new TestCertificate((X509Certificate) certificate, keys);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] contents(String commonName, List<String> names, String until, KeyPair keys) {
        var subject = tagged(SEQUENCE, tagged(SET, tagged(SEQUENCE, COMMON_NAME, tagged(UTF8, ascii(commonName)))));
        var parts = new ArrayList<byte[]>(List.of(
                VERSION_3,
                tagged(0x02, BigInteger.valueOf(keys.hashCode() & 0x7FFFFFFFL).toByteArray()),
                tagged(SEQUENCE, EC_WITH_SHA256),
                subject,
                tagged(SEQUENCE, tagged(TIME, ascii("20000101000000Z")), tagged(TIME, ascii(until))),
                subject,
                keys.getPublic().getEncoded()));
        if (!names.isEmpty()) {
            var all = tagged(SEQUENCE, names.stream().map(TestCertificate::name).toArray(byte[][]::new));
            parts.add(tagged(EXTENSIONS, tagged(SEQUENCE, tagged(SEQUENCE, ALTERNATIVE_NAMES, tagged(OCTETS, all)))));
        }
        return tagged(SEQUENCE, parts.toArray(byte[][]::new));
    }

    private static byte[] name(String text) {
        int colon = text.indexOf(':');
        var value = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "DNS" -> tagged(DNS, ascii(value));
            case "URI" -> tagged(URI, ascii(value));
            case "IP" -> tagged(ADDRESS, InetAddress.ofLiteral(value).getAddress());
            default -> throw new AssertionError(text);
        };
    }

    private static byte[] bits(byte[] value) {
        return tagged(BITS, new byte[] {0}, value);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        int length = Stream.of(parts).mapToInt(part -> part.length).sum();
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (length > 0x7F) {
            out.write(length > 0xFF ? 0x82 : 0x81);
        }
        if (length > 0xFF) {
            out.write(length >> 8);
        }
        out.write(length);
        Stream.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes every certificate: what the peer shows is looked at by the test. */
    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
