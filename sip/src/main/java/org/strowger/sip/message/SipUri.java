package org.strowger.sip.message;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A sip: or sips: URI (RFC 3261 §19.1). Immutable, a view of bytes. Two are equal if they are the same text; whether they mean the
 * same, {@link #isEquivalentTo} tells.
 */
public final class SipUri implements Uri {
    /** Parameters, and headers, that one URI may have: bounds the work of a comparison. */
    static final int MAX_PARAMETERS = 64;

    private static final long SIP = Grammar.smallWord("sip");
    private static final long SIPS = Grammar.smallWord("sips");

    private static final int MAX_PORT = 65_535;

    private final Slice text;
    private final int userStart;
    private final int userEnd;
    private final int hostStart;
    private final int hostEnd;
    private final int port;
    private final int parametersStart;
    private final int parametersEnd;

    private SipUri(Slice text) throws MalformedMessageException {
        this.text = text;
        byte[] bytes = text.bytes();
        int end = text.end();
        userStart = endOfScheme(text);
        // of all parts only the userinfo is followed by "@", and no part has one in it
        int at = Grammar.find('@', bytes, userStart, end);
        if (at == end) {
            userEnd = userStart;
            hostStart = userStart;
        } else {
            userEnd = endOfUser(text, userStart, at);
            hostStart = at + 1;
        }
        hostEnd = Host.end(text, hostStart);
        if (hostEnd < end && bytes[hostEnd] == ':') {
            parametersStart = Grammar.endOf(Grammar.DIGIT, bytes, hostEnd + 1, end);
            port = (int) Grammar.number(bytes, hostEnd + 1, parametersStart, MAX_PORT);
            if (port < 0) {
                throw Grammar.malformed("a port", text, hostEnd + 1);
            }
        } else {
            parametersStart = hostEnd;
            port = -1;
        }
        parametersEnd = endOfParameters(text, parametersStart);
        checkHeaders(text, parametersEnd);
    }

    public static SipUri parse(Slice text) throws MalformedMessageException {
        return new SipUri(text);
    }

    public static SipUri parse(String text) throws MalformedMessageException {
        return parse(Slice.of(text));
    }

    /**
     * {@code sip:user@host:port}; an empty user or a port of 0 is left out, an IPv6 address may come without brackets. For text that
     * is known to be right, with its escapes; throws IllegalArgumentException.
     */
    public static SipUri of(String user, String host, int port) {
        var uri = new StringBuilder("sip:");
        if (!user.isEmpty()) {
            uri.append(user).append('@');
        }
        boolean lacksBrackets = host.indexOf(':') >= 0 && !host.startsWith("[");
        uri.append(lacksBrackets ? "[" + host + "]" : host);
        if (port != 0) {
            uri.append(':').append(port);
        }
        return known(uri.toString());
    }

    @Override
    public String scheme() {
        return isSecure() ? "sips" : "sip";
    }

    @Override
    public Slice text() {
        return text;
    }

    public boolean isSecure() {
        return userStart - text.start() == "sips:".length();
    }

    /** As it stands, escapes included. */
    public Optional<Slice> user() {
        return userEnd == userStart ? Optional.empty() : Optional.of(slice(userStart, userEnd));
    }

    /** With escapes undone, for comparisons and rules. */
    public Optional<String> userText() {
        return userEnd == userStart
                ? Optional.empty()
                : Optional.of(Grammar.unescaped(text.bytes(), userStart, userEnd));
    }

    /** As it stands, escapes included; perhaps an empty one. */
    public Optional<Slice> password() {
        boolean hasPassword = userEnd + 1 < hostStart;
        return hasPassword ? Optional.of(slice(userEnd + 1, hostStart - 1)) : Optional.empty();
    }

    /** A name, an IPv4 address or an IPv6 reference with its brackets. */
    public Slice host() {
        return slice(hostStart, hostEnd);
    }

    /** Host, port and parameters as they stand: all that it says about where it leads, but for its scheme. */
    public Slice place() {
        return slice(hostStart, parametersEnd);
    }

    public OptionalInt port() {
        return port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }

    public Parameters parameters() {
        return parametersStart == parametersEnd
                ? Parameters.NONE
                : new Parameters(slice(parametersStart, parametersEnd), true);
    }

    /** The transport parameter. */
    public Optional<Slice> transport() {
        return parameters().value("transport");
    }

    public Optional<Slice> maddr() {
        return parameters().value("maddr");
    }

    /** Whether it has the lr parameter. */
    public boolean isLooseRouter() {
        return parameters().has("lr");
    }

    /** What stands behind the question mark; empty if nothing. */
    public Slice headers() {
        return parametersEnd == text.end() ? Slice.EMPTY : slice(parametersEnd + 1, text.end());
    }

    /**
     * The same with the parameter set (added, or its value replaced); a flag where the value is empty. For names and values that
     * are known to be right, with their escapes; throws IllegalArgumentException.
     */
    public SipUri withParameter(String name, String value) {
        var parameter = ";" + name + (value.isEmpty() ? "" : "=" + value);
        var parameters = new StringBuilder();
        boolean isSet = false;
        for (var each : parameters()) {
            boolean isIt = each.name().isIgnoreCase(name);
            if (!isIt) {
                append(parameters, each);
            } else if (!isSet) {
                parameters.append(parameter);
            }
            isSet |= isIt;
        }
        return known(parameters
                .insert(0, slice(text.start(), parametersStart))
                .append(isSet ? "" : parameter)
                .append(slice(parametersEnd, text.end()))
                .toString());
    }

    public SipUri withoutParameter(String name) {
        if (!parameters().has(name)) {
            return this;
        }
        var rest = new StringBuilder().append(slice(text.start(), parametersStart));
        for (var each : parameters()) {
            if (!each.name().isIgnoreCase(name)) {
                append(rest, each);
            }
        }
        return known(rest.append(slice(parametersEnd, text.end())).toString());
    }

    /** Without parameters, headers, password. */
    public SipUri bare() {
        if (parametersStart == text.end() && password().isEmpty()) {
            return this;
        }
        boolean hasUser = userEnd > userStart;
        return known(slice(text.start(), userEnd) + (hasUser ? "@" : "") + slice(hostStart, parametersStart));
    }

    @Override
    public SipUri withoutHeaders() {
        return parametersEnd == text.end()
                ? this
                : known(slice(text.start(), parametersEnd).toString());
    }

    @Override
    public boolean isEquivalentTo(Uri other) {
        return other instanceof SipUri theirs && (text.equals(theirs.text) || UriComparison.matches(this, theirs));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SipUri theirs && text.equals(theirs.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it stands. */
    @Override
    public String toString() {
        return text.toString();
    }

    private Slice slice(int from, int to) {
        return new Slice(text.bytes(), from, to);
    }

    private static void append(StringBuilder parameters, Parameters.Parameter parameter) {
        parameters.append(';').append(parameter.name());
        if (!parameter.value().isEmpty()) {
            parameters.append('=').append(parameter.value());
        }
    }

    private static SipUri known(String text) {
        try {
            return parse(text);
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("not a SIP URI: \"" + text + "\"", e);
        }
    }

    /** How long the scheme of that URI is, with its colon, if that is sip or sips; otherwise 0. */
    static int schemeBytes(Slice text) {
        byte[] bytes = text.bytes();
        int start = text.start();
        int length = text.length();
        if (length >= 4 && bytes[start + 3] == ':' && Grammar.is(SIP, bytes, start, start + 3)) {
            return 4;
        }
        return length >= 5 && bytes[start + 4] == ':' && Grammar.is(SIPS, bytes, start, start + 4) ? 5 : 0;
    }

    private static int endOfScheme(Slice text) throws MalformedMessageException {
        int scheme = schemeBytes(text);
        if (scheme == 0 || scheme == text.length()) {
            throw Grammar.malformed("a sip or sips URI", text, text.start());
        }
        return text.start() + scheme;
    }

    private static int endOfUser(Slice text, int from, int at) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        int userEnd = Grammar.endOfEscaped(Grammar.USER, bytes, from, at);
        // "If the @ sign is present in a SIP or SIPS URI, the user field MUST NOT be empty" (§19.1.1)
        if (userEnd == from) {
            throw Grammar.malformed("a user", text, from);
        }
        int end = bytes[userEnd] == ':' ? Grammar.endOfEscaped(Grammar.PASSWORD, bytes, userEnd + 1, at) : userEnd;
        if (end < at) {
            throw Grammar.malformed("\"@\" behind the user", text, end);
        }
        return userEnd;
    }

    private static int endOfParameters(Slice text, int from) throws MalformedMessageException {
        if (from == text.end()) {
            return from;
        }
        var cursor = new Parameters.Cursor(text.bytes(), from, text.end(), true);
        int count = cursor.countRest();
        int end = cursor.at();
        if (end < text.end() && text.bytes()[end] != '?') {
            throw Grammar.malformed("a URI parameter", text, end);
        }
        if (count > MAX_PARAMETERS) {
            throw Grammar.malformed("at most " + MAX_PARAMETERS + " URI parameters", text, from);
        }
        return end;
    }

    private static void checkHeaders(Slice text, int from) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        int end = text.end();
        int count = 0;
        for (int at = from; at < end; count++) {
            boolean isDivided = bytes[at] == (count == 0 ? '?' : '&');
            int nameEnd = Grammar.endOfEscaped(Grammar.URI_HEADER, bytes, at + 1, end);
            if (!isDivided || nameEnd == at + 1 || nameEnd == end || bytes[nameEnd] != '=' || count == MAX_PARAMETERS) {
                throw Grammar.malformed("a header in the URI", text, at);
            }
            at = Grammar.endOfEscaped(Grammar.URI_HEADER, bytes, nameEnd + 1, end);
        }
    }
}
