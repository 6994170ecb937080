package org.strowger.sip.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.stream.Stream;

/** A hash algorithm of digest authentication (RFC 7616 §6.1, RFC 8760 §2.1), weakest first. The -sess variants are not used. */
public enum Algorithm {
    MD5("MD5", "MD5", 16),
    SHA_256("SHA-256", "SHA-256", 32),
    SHA_512_256("SHA-512-256", "SHA-512/256", 32);

    private final String token;
    private final String provided;
    private final int bytes;

    Algorithm(String token, String provided, int bytes) {
        this.token = token;
        this.provided = provided;
        this.bytes = bytes;
    }

    /** By the token of an algorithm parameter, whatever its case; empty if we do not know it. */
    public static Optional<Algorithm> of(String token) {
        for (var algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** As the algorithm parameter spells it. */
    public String token() {
        return token;
    }

    /** Length of a hash. */
    public int bytes() {
        return bytes;
    }

    byte[] hash(byte[] input) {
        return Fresh.of(this).digest(input);
    }

    /** One of each that has taken nothing in: to copy it costs far less than to have the platform look for another. */
    private static final class Fresh {
        private static final MessageDigest[] ALL =
                Stream.of(values()).map(Fresh::provided).toArray(MessageDigest[]::new);

        private Fresh() {}

        static MessageDigest of(Algorithm algorithm) {
            try {
                return (MessageDigest) ALL[algorithm.ordinal()].clone();
            } catch (CloneNotSupportedException _) {
                return provided(algorithm);
            }
        }

        private static MessageDigest provided(Algorithm algorithm) {
            try {
                return MessageDigest.getInstance(algorithm.provided);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("expected the platform to provide \"" + algorithm.provided + "\"", e);
            }
        }
    }
}
