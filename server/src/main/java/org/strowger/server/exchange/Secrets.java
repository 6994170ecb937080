package org.strowger.server.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.strowger.sip.proxy.Secret;

/**
 * What the server signs with: nonces, and the marks in its Record-Route values. Kept in the data directory, so that phones need not be
 * challenged anew and calls can be hung up after a restart.
 */
record Secrets(String text) {
    private static final int BYTES = 32;

    /** Good until the process ends. */
    static Secrets passing() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secrets(HexFormat.of().formatHex(bytes));
    }

    /** Those of the file, which is made if it is not there. */
    static Secrets kept(Path file) throws IOException {
        try {
            var kept = read(file);
            OwnersOnly.tighten(file);
            return kept;
        } catch (NoSuchFileException _) {
            return make(file);
        }
    }

    private static Secrets read(Path file) throws IOException {
        var text = Files.readString(file).strip();
        if (text.length() != 2 * BYTES) {
            throw new IOException(
                    "expected %d hexadecimal digits in \"%s\", found %d characters; remove the file to get a new secret"
                            .formatted(2 * BYTES, file, text.length()));
        }
        return new Secrets(text);
    }

    private static Secrets make(Path file) throws IOException {
        var made = passing();
        try (var channel = OwnersOnly.open(file)) {
            channel.write(StandardCharsets.US_ASCII.encode(made.text() + "\n"));
        }
        return made;
    }

    Secret forRoutes() {
        return Secret.of("routes " + text);
    }

    SecretKey forNonces() {
        return new SecretKeySpec(("nonces " + text).getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    }

    String forGruus() {
        return "gruus " + text;
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "Secrets";
    }
}
