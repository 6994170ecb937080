package org.strowger.sip.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.strowger.sip.message.AuthParameters;

/** Digest credentials: a value of Authorization or Proxy-Authorization (RFC 7616 §3.4). */
final class Credentials {
    private static final int NC_DIGITS = 8;
    private static final String EXTENDED_UTF_8 = "utf-8'";

    private final AuthParameters parameters;
    private final String user;
    private final Optional<String> nonce;
    private final Optional<String> uri;
    private final Optional<String> response;
    private final Optional<String> qop;
    private final Optional<String> nc;
    private final Optional<String> cnonce;

    private Credentials(AuthParameters parameters, String user) {
        this.parameters = parameters;
        this.user = user;
        this.nonce = parameters.unquoted("nonce");
        this.uri = parameters.unquoted("uri");
        this.response = parameters.unquoted("response");
        this.qop = parameters.unquoted("qop");
        this.nc = parameters.unquoted("nc");
        this.cnonce = parameters.unquoted("cnonce");
    }

    /** Empty if something that every answer to a challenge has is not there, is there twice, or cannot be read. */
    static Optional<Credentials> of(AuthParameters parameters) {
        var user = userOf(parameters);
        if (user.isEmpty()) {
            return Optional.empty();
        }
        var credentials = new Credentials(parameters, user.get());
        return credentials.isComplete() ? Optional.of(credentials) : Optional.empty();
    }

    private boolean isComplete() {
        boolean counted = cnonce.isPresent() && readCount().isPresent();
        return !Digest.hasTwins(parameters)
                && nonce.isPresent()
                && uri.isPresent()
                && response.isPresent()
                && (qop.isEmpty() || counted);
    }

    /** {@code username}, or {@code username*} in UTF-8 (RFC 7616 §3.4, RFC 5987); never both. */
    private static Optional<String> userOf(AuthParameters parameters) {
        var plain = parameters.unquoted("username");
        var extended = parameters.unquoted("username*");
        if (extended.isEmpty()) {
            return plain;
        }
        return plain.isPresent() ? Optional.empty() : decode(extended.get());
    }

    private static Optional<String> decode(String extended) {
        int language = extended.indexOf('\'', EXTENDED_UTF_8.length());
        if (!extended.regionMatches(true, 0, EXTENDED_UTF_8, 0, EXTENDED_UTF_8.length()) || language < 0) {
            return Optional.empty();
        }
        byte[] text = extended.substring(language + 1).getBytes(UTF_8);
        var decoded = new ByteArrayOutputStream(text.length);
        for (int at = 0; at < text.length; at++) {
            if (text[at] != '%') {
                decoded.write(text[at]);
            } else if (at + 2 < text.length
                    && HexFormat.isHexDigit(text[at + 1])
                    && HexFormat.isHexDigit(text[at + 2])) {
                decoded.write(HexFormat.fromHexDigit(text[at + 1]) << 4 | HexFormat.fromHexDigit(text[at + 2]));
                at += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(decoded.toString(UTF_8));
    }

    String user() {
        return user;
    }

    String nonce() {
        return nonce.orElseThrow();
    }

    /** The digest-uri-value as it was hashed. */
    String uri() {
        return uri.orElseThrow();
    }

    /** Empty if we do not know it; MD5 if none is named. */
    Optional<Algorithm> algorithm() {
        return Algorithm.of(parameters.unquoted("algorithm").orElse(Algorithm.MD5.token()));
    }

    /** Empty from a client that speaks RFC 2069. */
    Optional<String> qop() {
        return qop;
    }

    boolean hashesUser() {
        return parameters.unquoted("userhash").orElse("").equalsIgnoreCase("true");
    }

    /** nc as a number; 1 where there is no qop, so that such a nonce serves once. */
    long count() {
        return qop().isPresent() ? readCount().orElseThrow() : 1;
    }

    private OptionalLong readCount() {
        String text = nc.orElse("");
        boolean readable = text.length() == NC_DIGITS;
        for (int at = 0; readable && at < NC_DIGITS; at++) {
            readable = HexFormat.isHexDigit(text.charAt(at));
        }
        return readable ? OptionalLong.of(HexFormat.fromHexDigitsToLong(text)) : OptionalLong.empty();
    }

    /** What the response must be for that secret and method. */
    byte[] expected(HashedA1 secret, String method) {
        var request = new DigestResponse.Asked(method, uri(), nonce());
        return qop().isEmpty()
                ? DigestResponse.of(secret, request)
                : DigestResponse.of(secret, request, nc.orElseThrow(), cnonce.orElseThrow(), qop.orElseThrow());
    }

    /** The response parameter; empty if it is not hexadecimal. */
    byte[] response() {
        try {
            return HexFormat.of().parseHex(response.orElseThrow());
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
