package org.strowger.sip.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.strowger.sip.message.Slice;

/**
 * What follows the scheme in a challenge or in credentials: {@code name=token, name="quoted string"} (RFC 3261 §25.1). Names are in
 * lower case, values are unquoted, folded lines count as white space.
 */
final class AuthParameters {
    private static final String DIGEST = "digest";
    private static final int MOST_PARAMETERS = 32;

    private final Slice text;
    private final Map<String, String> values = new HashMap<>();
    private int at;

    private AuthParameters(Slice text, int at) {
        this.text = text;
        this.at = at;
    }

    /** Whether the value's scheme is Digest. */
    static boolean isDigest(Slice value) {
        int length = DIGEST.length();
        return value.length() > length && value.part(0, length).isIgnoreCase(DIGEST) && isSpace(value.at(length));
    }

    /** The parameters behind {@code Digest}; empty if they do not follow the grammar, or one is there twice. */
    static Optional<AuthParameters> parse(Slice value) {
        var parameters = new AuthParameters(value, DIGEST.length());
        return parameters.readAll() ? Optional.of(parameters) : Optional.empty();
    }

    /** The value of that parameter. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private boolean readAll() {
        skipSpaces();
        while (at < text.length()) {
            if (values.size() == MOST_PARAMETERS || !readOne()) {
                return false;
            }
            skipSpaces();
            if (at < text.length() && text.at(at++) != ',') {
                return false;
            }
            skipSpaces();
        }
        return true;
    }

    private boolean readOne() {
        String name = upTo('=').toLowerCase(Locale.ROOT);
        skipSpaces();
        if (name.isEmpty() || at == text.length() || text.at(at++) != '=') {
            return false;
        }
        skipSpaces();
        boolean quoted = at < text.length() && text.at(at) == '"';
        var value = quoted ? quotedString() : Optional.of(upTo(','));
        return value.isPresent() && values.put(name, value.get()) == null;
    }

    /** Up to white space, comma or that end; lenient about the characters between. */
    private String upTo(char end) {
        int start = at;
        while (at < text.length() && !isSpace(text.at(at)) && text.at(at) != ',' && text.at(at) != end) {
            at++;
        }
        return text.part(start, at).toString();
    }

    private Optional<String> quotedString() {
        var unquoted = new ByteArrayOutputStream();
        for (at++; at < text.length(); at++) {
            int octet = text.at(at);
            if (octet == '"') {
                at++;
                return Optional.of(unquoted.toString(UTF_8));
            }
            if (octet == '\\' && ++at == text.length()) {
                return Optional.empty();
            }
            unquoted.write(text.at(at));
        }
        return Optional.empty();
    }

    private void skipSpaces() {
        while (at < text.length() && isSpace(text.at(at))) {
            at++;
        }
    }

    private static boolean isSpace(int octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    /** The text as a quoted-string. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
