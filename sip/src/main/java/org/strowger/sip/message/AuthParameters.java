package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A challenge or credentials: a scheme and parameters with commas between them, {@code Digest realm="example.com", stale=FALSE}
 * (RFC 3261 §20.7, §25.1). Credentials of another kind, such as {@code Bearer abc==}, are kept as text. Immutable, a view of bytes.
 */
public final class AuthParameters {
    private final Slice text;
    private final Slice scheme;
    private final List<Parameters.Parameter> parameters;

    private AuthParameters(Slice text, Slice scheme, List<Parameters.Parameter> parameters) {
        this.text = text;
        this.scheme = scheme;
        this.parameters = parameters;
    }

    public static AuthParameters parse(Slice value) throws MalformedMessageException {
        var text = value.trimmed();
        byte[] bytes = text.bytes();
        int schemeEnd = Grammar.endOf(Grammar.TOKEN, bytes, text.start(), text.end());
        int from = Grammar.skipSpace(bytes, schemeEnd, text.end());
        if (schemeEnd == text.start() || (from == schemeEnd && from < text.end())) {
            throw Grammar.malformed("an authentication scheme", text, schemeEnd);
        }
        var scheme = new Slice(bytes, text.start(), schemeEnd);
        return new AuthParameters(text, scheme, isToken68(text, from) ? List.of() : readAll(text, from));
    }

    /** Reads parameters alone, as in Authentication-Info; the scheme is empty. */
    public static AuthParameters parseParameters(Slice value) throws MalformedMessageException {
        var text = value.trimmed();
        return new AuthParameters(text, Slice.EMPTY, readAll(text, text.start()));
    }

    /** As it stands; compare it without regard to case. */
    public Slice scheme() {
        return scheme;
    }

    /** In order, values as they stand. */
    public List<Parameters.Parameter> parameters() {
        return parameters;
    }

    /** The value of the first parameter of that name, as it stands, quotes included. */
    public Optional<Slice> value(String name) {
        for (var parameter : parameters) {
            if (parameter.name().isIgnoreCase(name)) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }

    /** The same without quotes and backslashes. */
    public Optional<String> unquoted(String name) {
        return value(name).map(QuotedString::unquoted);
    }

    /** The value as it stands. */
    public Slice text() {
        return text;
    }

    /** Only the scheme: what follows may be a secret. */
    @Override
    public String toString() {
        return scheme + " …";
    }

    /** Letters, digits and a few more, perhaps "=" at the end, and nothing behind them (RFC 9110 §11.2). */
    private static boolean isToken68(Slice text, int from) {
        byte[] bytes = text.bytes();
        int at = Grammar.endOf(Grammar.TOKEN68, bytes, from, text.end());
        while (at < text.end() && bytes[at] == '=') {
            at++;
        }
        return at == text.end();
    }

    private static List<Parameters.Parameter> readAll(Slice text, int from) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        int end = text.end();
        List<Parameters.Parameter> parameters = new ArrayList<>();
        int at = from;
        while (at < end) {
            int nameEnd = Grammar.endOf(Grammar.TOKEN, bytes, at, end);
            int equal = Grammar.skipSpace(bytes, nameEnd, end);
            int valueStart = equal < end && bytes[equal] == '=' ? Grammar.skipSpace(bytes, equal + 1, end) : end;
            int valueEnd = endOfValue(bytes, valueStart, end);
            int comma = Grammar.skipSpace(bytes, Math.max(valueEnd, at), end);
            if (nameEnd == at || valueEnd <= valueStart || (comma < end && bytes[comma] != ',')) {
                throw Grammar.malformed("a parameter name=value", text, at);
            }
            parameters.add(
                    new Parameters.Parameter(new Slice(bytes, at, nameEnd), new Slice(bytes, valueStart, valueEnd)));
            at = skipCommas(bytes, comma, end);
        }
        return List.copyOf(parameters);
    }

    private static int endOfValue(byte[] bytes, int from, int end) {
        return from < end && bytes[from] == '"'
                ? Grammar.endOfQuoted(bytes, from, end)
                : Grammar.endOf(Grammar.VALUE, bytes, from, end);
    }

    /** Empty parts are nobody's loss (RFC 9110 §5.6.1). */
    private static int skipCommas(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ',' || Grammar.is(Grammar.SPACE, bytes[at]))) {
            at++;
        }
        return at;
    }
}
