package org.strowger.server.location;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/**
 * An address-of-record in canonical form, the index of the location service (RFC 3261 §10.3 step 5).
 *
 * <p>Two URIs have the same one if they name the same user of the same host: scheme (sip or sips), password, port, parameters and headers
 * do not count, escapes are undone, the host is in lower case, the user keeps its case. An escaped NUL stays a NUL, and octets that are
 * no UTF-8 stay what they are: the text keeps both apart by escaping them again, always in the same way.
 */
public final class AddressOfRecord implements Comparable<AddressOfRecord> {
    /** RFC 3261 §25.1 without letters and digits: mark and user-unreserved. */
    private static final String PLAIN = "-_.!~*'()&=+$,;?/";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String text;

    private AddressOfRecord(String text) {
        this.text = text;
    }

    /** Of a sip or sips URI that has a user; empty otherwise. */
    public static Optional<AddressOfRecord> of(Uri uri) {
        return uri instanceof SipUri sip
                ? sip.user().map(user -> new AddressOfRecord(canonical(user) + '@' + hostOf(sip)))
                : Optional.empty();
    }

    /** The same of a domain that is another name of the URI's host; the domain as {@link #canonicalHost} gives it. */
    static Optional<AddressOfRecord> of(Uri uri, String domain) {
        return uri instanceof SipUri sip
                ? sip.user().map(user -> new AddressOfRecord(canonical(user) + '@' + domain))
                : Optional.empty();
    }

    private static String canonical(Slice user) {
        for (int at = 0; at < user.length(); at++) {
            if (!isPlain(user.at(at))) {
                return canonical(unescaped(user));
            }
        }
        return user.toString();
    }

    /** Of a user's plain name, such as {@code Jürgen Müller}, in that domain. */
    public static AddressOfRecord of(String userName, String domain) {
        return new AddressOfRecord(canonical(userName.getBytes(UTF_8)) + '@' + canonicalHost(domain));
    }

    /** From the text that {@link #text} gave. */
    static AddressOfRecord stored(String text) {
        if (text.indexOf('@') < 1 || text.endsWith("@")) {
            throw new IllegalArgumentException("expected user@domain, found \"" + text + "\"");
        }
        return new AddressOfRecord(text);
    }

    /** {@code user@domain}, ASCII. */
    public String text() {
        return text;
    }

    /** The user's plain name, escapes undone; octets that are no UTF-8 show as U+FFFD, so they name nobody. */
    public String userName() {
        var user = Slice.of(text.substring(0, text.indexOf('@')));
        return new String(unescaped(user), UTF_8);
    }

    /** In lower case. */
    public String domain() {
        return text.substring(text.indexOf('@') + 1);
    }

    /** Whether {@link #domain} is that. */
    public boolean isOf(String domain) {
        return text.length() > domain.length()
                && text.endsWith(domain)
                && text.charAt(text.length() - domain.length() - 1) == '@';
    }

    /** The host as domains are compared: in lower case, without the dot of the root. */
    public static String canonicalHost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String hostOf(SipUri uri) {
        return canonicalHost(uri.host().toString());
    }

    static byte[] unescaped(Slice user) {
        byte[] octets = new byte[user.length()];
        int length = 0;
        for (int at = 0; at < user.length(); at++) {
            boolean escape = user.at(at) == '%'
                    && at + 2 < user.length()
                    && HexFormat.isHexDigit(user.at(at + 1))
                    && HexFormat.isHexDigit(user.at(at + 2));
            if (escape) {
                octets[length++] =
                        (byte) (HexFormat.fromHexDigit(user.at(at + 1)) << 4 | HexFormat.fromHexDigit(user.at(at + 2)));
                at += 2;
            } else {
                octets[length++] = (byte) user.at(at);
            }
        }
        return Arrays.copyOf(octets, length);
    }

    private static String canonical(byte[] user) {
        var text = new StringBuilder(user.length);
        for (byte octet : user) {
            if (isPlain(octet)) {
                text.append((char) octet);
            } else {
                text.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return text.toString();
    }

    private static boolean isPlain(int octet) {
        boolean letterOrDigit =
                octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || octet >= '0' && octet <= '9';
        return letterOrDigit || PLAIN.indexOf(octet) >= 0;
    }

    @Override
    public int compareTo(AddressOfRecord other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressOfRecord that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As a URI: {@code sip:user@domain}. */
    @Override
    public String toString() {
        return "sip:" + text;
    }
}
