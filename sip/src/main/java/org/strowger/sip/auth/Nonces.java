package org.strowger.sip.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.CallId;

/**
 * Makes nonces that need no table and opens them again: 6 bytes of time, 1 of attempt, 5 of chance and 12 of a keyed check over these,
 * the realm and the Call-ID, in base64.
 *
 * <p>A nonce is good for the Call-ID it was issued for and for no other: credentials that were overheard open nothing elsewhere, and
 * whoever counts their use is the one shard of that Call-ID. Belongs to that shard, too. See {@link DigestAuthenticator}.
 */
final class Nonces {
    private static final String CHECK = "HmacSHA256";
    private static final int ATTEMPT_AT = 6;
    private static final int CLEAR_BYTES = 12;
    private static final int BYTES = 24;

    private final SecretKey secret;
    private final RandomGenerator random;
    /** Made when it is first needed: a server starts sooner without it. */
    private @Nullable Mac made;

    Nonces(SecretKey secret, RandomGenerator random) {
        this.secret = secret;
        this.random = random;
    }

    /** What a nonce is bound to. */
    record Binding(Realm realm, CallId callId) {}

    String issue(Binding binding, int attempt, Instant now) {
        byte[] nonce = new byte[BYTES];
        ByteBuffer.wrap(nonce)
                .putLong(now.toEpochMilli() << 16 | (attempt & 0xffL) << 8 | random.nextInt(256))
                .putInt(random.nextInt());
        System.arraycopy(check(nonce, binding), 0, nonce, CLEAR_BYTES, BYTES - CLEAR_BYTES);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** Empty if it is not of ours, or was issued for something else. */
    Optional<Nonce> open(String text, Binding binding) {
        byte[] nonce = decode(text);
        if (nonce.length != BYTES) {
            return Optional.empty();
        }
        byte[] found = Arrays.copyOfRange(nonce, CLEAR_BYTES, BYTES);
        byte[] expected = Arrays.copyOf(check(nonce, binding), BYTES - CLEAR_BYTES);
        if (!MessageDigest.isEqual(found, expected)) {
            return Optional.empty();
        }
        long head = ByteBuffer.wrap(nonce).getLong();
        return Optional.of(new Nonce(
                Instant.ofEpochMilli(head >>> 16),
                nonce[ATTEMPT_AT] & 0xff,
                ByteBuffer.wrap(nonce).getLong(CLEAR_BYTES - Long.BYTES)));
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private Mac mac() {
        var mac = made;
        if (mac == null) {
            try {
                mac = Mac.getInstance(CHECK);
                mac.init(secret);
                made = mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("expected the platform to provide \"" + CHECK + "\"", e);
            }
        }
        return mac;
    }

    private byte[] check(byte[] nonce, Binding binding) {
        var mac = mac();
        mac.update(nonce, 0, CLEAR_BYTES);
        mac.update(binding.realm().text().getBytes(UTF_8));
        mac.update((byte) 0);
        var callId = binding.callId().value();
        mac.update(callId.bytes(), callId.start(), callId.length());
        return mac.doFinal();
    }
}
