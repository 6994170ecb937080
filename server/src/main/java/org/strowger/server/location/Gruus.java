package org.strowger.server.location;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;

/**
 * Makes GRUUs and reads them, without keeping any (RFC 5627 §5.4; see decision 0032).
 *
 * <p>A public one is the address-of-record with the instance behind it. The user of a temporary one is {@code tgruu.} and, in base64, what
 * it stands for, enciphered with AES-CTR under an initial value that is the HMAC-SHA-256 of the same: it cannot be read, told from others
 * or made by anybody else, and a random number in it makes each a new one.
 */
public final class Gruus {
    private static final String PARAMETER = "gr";
    private static final String TEMPORARY = "tgruu.";
    private static final int SEAL_BYTES = 16;
    private static final int FIXED_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;
    /** Users of up to 28 octets make GRUUs of one length, which tells nothing then. */
    private static final int LEAST_BYTES = 48;

    private static final int STEP_BYTES = 32;
    /** RFC 3261 §25.1: mark and param-unreserved. */
    private static final String PLAIN = "-_.!~*'()[]/:&+$";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final SecretKeySpec enciphering;
    private final SecretKeySpec sealing;
    private final RandomGenerator random;

    /**
     * @param secret the same text again makes and reads the same
     * @param random thread-safe
     */
    public Gruus(String secret, RandomGenerator random) {
        this.enciphering = new SecretKeySpec(sha256("enciphering " + secret), "AES");
        this.sealing = new SecretKeySpec(sha256("sealing " + secret), "HmacSHA256");
        this.random = random;
    }

    /** Whether that URI says that it is one: "identified by the presence of the "gr" URI parameter" (§4.5). */
    public static boolean isGruu(SipUri uri) {
        return uri.parameters().has(PARAMETER);
    }

    /**
     * The public GRUU of an instance.
     *
     * @param aor the URI of the address-of-record, without parameters
     */
    public static String publicOf(String aor, InstanceId instance) {
        var text = new StringBuilder(aor).append(';').append(PARAMETER).append('=');
        for (byte octet : instance.urn().getBytes(UTF_8)) {
            boolean plain = octet > ' ' && (Character.isLetterOrDigit(octet) || PLAIN.indexOf(octet) >= 0);
            if (plain) {
                text.append((char) octet);
            } else {
                text.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return text.toString();
    }

    /** The user of a new temporary GRUU for that binding, of a URI that ends in {@code ;gr}. */
    public String temporaryUser(AddressOfRecord aor, InstanceId instance, int epoch) {
        var user = aor.text().substring(0, aor.text().indexOf('@')).getBytes(US_ASCII);
        int rest = Math.max(0, FIXED_BYTES + user.length - LEAST_BYTES);
        int length = LEAST_BYTES + Math.ceilDiv(rest, STEP_BYTES) * STEP_BYTES;
        byte[] plain = ByteBuffer.allocate(length)
                .putLong(random.nextLong())
                .putInt(epoch)
                .putLong(digest(instance))
                .put(user)
                .array();
        byte[] seal = seal(aor.domain(), plain);
        byte[] whole = ByteBuffer.allocate(SEAL_BYTES + length)
                .put(seal)
                .put(ciphered(Cipher.ENCRYPT_MODE, seal, plain))
                .array();
        return TEMPORARY + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /**
     * What a URI with {@code gr} stands for; empty if it is none of ours, or was not made here.
     *
     * @param domains which domain it is of
     */
    public Optional<Gruu> read(SipUri uri, Domains domains) {
        var user = uri.user().map(Slice::toString).orElse("");
        var domain = domains.domainOf(uri);
        if (domain.isEmpty() || !isGruu(uri)) {
            return Optional.empty();
        }
        if (user.startsWith(TEMPORARY)) {
            return temporary(user.substring(TEMPORARY.length()), domain.get());
        }
        var value = uri.parameters().value(PARAMETER).orElse(Slice.EMPTY);
        return value.isEmpty()
                ? Optional.empty()
                : domains.addressOfRecord(uri)
                        .map(aor -> new Gruu.Public(
                                aor, InstanceId.of(new String(AddressOfRecord.unescaped(value), UTF_8))));
    }

    private Optional<Gruu> temporary(String text, String domain) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            if (whole.length < SEAL_BYTES + LEAST_BYTES) {
                return Optional.empty();
            }
            byte[] seal = Arrays.copyOf(whole, SEAL_BYTES);
            byte[] plain = ciphered(Cipher.DECRYPT_MODE, seal, Arrays.copyOfRange(whole, SEAL_BYTES, whole.length));
            return MessageDigest.isEqual(seal, seal(domain, plain))
                    ? Optional.of(temporary(ByteBuffer.wrap(plain), domain))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Gruu temporary(ByteBuffer plain, String domain) {
        plain.getLong();
        int epoch = plain.getInt();
        long instance = plain.getLong();
        byte[] padded = new byte[plain.remaining()];
        plain.get(padded);
        var user = new String(padded, ISO_8859_1);
        int end = user.indexOf('\0');
        var aor = AddressOfRecord.stored((end < 0 ? user : user.substring(0, end)) + '@' + domain);
        return new Gruu.Temporary(aor, instance, epoch);
    }

    static long digest(InstanceId instance) {
        return ByteBuffer.wrap(sha256(instance.urn())).getLong();
    }

    /** Of the domain too: a GRUU of one domain is none of another. */
    private byte[] seal(String domain, byte[] plain) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(sealing);
            mac.update(domain.getBytes(UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(plain), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private byte[] ciphered(int mode, byte[] seal, byte[] bytes) {
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(mode, enciphering, new IvParameterSpec(seal));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
