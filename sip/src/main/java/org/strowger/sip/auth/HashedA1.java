package org.strowger.sip.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * H(A1): the hash of user, realm and password (RFC 7616 §3.4.2). It is as good as the password within its realm, so it is kept like
 * one: no text shows it, and comparing takes the same time wherever the difference is.
 */
public final class HashedA1 {
    private final Algorithm algorithm;
    private final byte[] hash;

    private HashedA1(Algorithm algorithm, byte[] hash) {
        this.algorithm = algorithm;
        this.hash = hash;
    }

    public static HashedA1 of(Algorithm algorithm, String user, Realm realm, String password) {
        return new HashedA1(algorithm, algorithm.hash((user + ':' + realm.text() + ':' + password).getBytes(UTF_8)));
    }

    /** Of a hash that was stored; throws IllegalArgumentException if it is not as long as the algorithm's. */
    public static HashedA1 of(Algorithm algorithm, byte[] hash) {
        if (hash.length != algorithm.bytes()) {
            throw new IllegalArgumentException(
                    "expected %d bytes of %s, found %d".formatted(algorithm.bytes(), algorithm.token(), hash.length));
        }
        return new HashedA1(algorithm, hash.clone());
    }

    /** Of a stored hash in hexadecimal; throws IllegalArgumentException, which does not show what was found. */
    public static HashedA1 parse(Algorithm algorithm, String hexadecimal) {
        byte[] hash;
        try {
            hash = HexFormat.of().parseHex(hexadecimal);
        } catch (IllegalArgumentException _) {
            hash = new byte[0];
        }
        if (hash.length != algorithm.bytes()) {
            throw new IllegalArgumentException("expected %d hexadecimal digits of %s, found %d characters"
                    .formatted(2 * algorithm.bytes(), algorithm.token(), hexadecimal.length()));
        }
        return new HashedA1(algorithm, hash);
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** For who stores it. */
    public String hexadecimal() {
        return HexFormat.of().formatHex(hash);
    }

    /** For who stores it: a copy. */
    public byte[] toBytes() {
        return hash.clone();
    }

    /** KD of RFC 7616 §3.4.1: the hash of H(A1) and what follows it. */
    byte[] keyed(String rest) {
        return algorithm.hash((hexadecimal() + ':' + rest).getBytes(UTF_8));
    }

    /** Whether it is the same, found out in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HashedA1 that && algorithm == that.algorithm && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return algorithm.hashCode();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "H(A1) by " + algorithm.token();
    }

    /** One that no password has in practice: what unknown users are compared with, so that they take as long as known ones. */
    static HashedA1 decoy(Algorithm algorithm) {
        return new HashedA1(algorithm, algorithm.hash("nobody".getBytes(US_ASCII)));
    }
}
