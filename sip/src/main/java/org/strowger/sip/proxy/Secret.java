package org.strowger.sip.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * The 128 bits that our marks are keyed with. Whoever restarts, or shares calls with a neighbour, gives the same text again: marks
 * made with another secret prove nothing, and calls that began under them could not be hung up through us.
 */
public record Secret(long first, long second) {

    /** One that ends with the process. */
    public static Secret random() {
        var random = new SecureRandom();
        return new Secret(random.nextLong(), random.nextLong());
    }

    /** The one that belongs to a text that the operator keeps secret. */
    public static Secret of(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var words = ByteBuffer.wrap(digest);
            return new Secret(words.getLong(), words.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "Secret";
    }
}
