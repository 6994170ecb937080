package org.strowger.sip.proxy.flow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** "a […] crypto random key called K that only the edge proxy knows" (RFC 5626 §5.2). */
public final class FlowKey {
    private static final String ALGORITHM = "HmacSHA1";

    private final SecretKeySpec key;
    private final byte[] purpose;

    private FlowKey(byte[] key, String purpose) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.purpose = purpose.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Of these 128 bits.
     *
     * @param purpose a token made for one is none for another: what a callee sees in Record-Route opens no way into a phone
     */
    public static FlowKey of(long first, long second, String purpose) {
        byte[] key = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(first)
                .putLong(second)
                .array();
        return new FlowKey(key, purpose);
    }

    byte[] hmac(byte[] plain) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose);
            return mac.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
