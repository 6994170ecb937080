package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name-addr or addr-spec with its header parameters (RFC 3261 §20.10, §25.1): From, To, Contact, Route, Record-Route, Path.
 * Immutable, a view of bytes.
 */
public final class NameAddr {
    private final Slice text;
    /** Where the angle bracket stands, or the URI. */
    private final int open;

    private final Uri uri;
    private final int parametersStart;

    private NameAddr(Slice text, int open, Uri uri, int parametersStart) {
        this.text = text;
        this.open = open;
        this.uri = uri;
        this.parametersStart = parametersStart;
    }

    public static NameAddr parse(Slice value) throws MalformedMessageException {
        var text = value.trimmed();
        int open = endOfName(text);
        return open < text.end() && text.bytes()[open] == '<' ? inBrackets(text, open) : addrSpec(text);
    }

    /** All values of all fields of that name. */
    public static List<NameAddr> all(Headers headers, HeaderName name) throws MalformedMessageException {
        List<NameAddr> all = new ArrayList<>();
        for (var value : headers.values(name)) {
            all.add(parse(value));
        }
        return List.copyOf(all);
    }

    /** {@code <uri>}, without display name and parameters. */
    public static NameAddr of(Uri uri) {
        var text = Slice.of("<" + uri.text() + ">");
        return new NameAddr(text, text.start(), uri, text.end());
    }

    /** Unquoted, escapes undone, folded white space as one space. */
    public Optional<String> displayName() {
        var name = new Slice(text.bytes(), text.start(), open).trimmed();
        return name.isEmpty() ? Optional.empty() : Optional.of(QuotedString.unquoted(name));
    }

    public Uri uri() {
        return uri;
    }

    /** Header parameters, behind the angle brackets. */
    public Parameters parameters() {
        return parametersStart == text.end()
                ? Parameters.NONE
                : new Parameters(new Slice(text.bytes(), parametersStart, text.end()), false);
    }

    public Optional<Tag> tag() {
        return parameters().value("tag").map(Tag::new);
    }

    /** The value as it stands. */
    public Slice text() {
        return text;
    }

    /** As it stands. */
    @Override
    public String toString() {
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameAddr theirs && text.equals(theirs.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Where the display name and the white space behind it end; there stands a left angle bracket or this is an addr-spec. */
    private static int endOfName(Slice text) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        int end = text.end();
        int at = text.start();
        if (at < end && bytes[at] == '"') {
            int quoteEnd = Grammar.endOfQuoted(bytes, at, end);
            int open = quoteEnd < 0 ? end : Grammar.skipSpace(bytes, quoteEnd, end);
            if (open == end || bytes[open] != '<') {
                throw Grammar.malformed("a quoted display name and \"<\"", text, quoteEnd < 0 ? at : open);
            }
            return open;
        }
        return Grammar.endOf(Grammar.WORDS, bytes, at, end);
    }

    private static NameAddr inBrackets(Slice text, int open) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        int close = Grammar.find('>', bytes, open + 1, text.end());
        if (close == text.end()) {
            throw Grammar.malformed("\">\"", text, close);
        }
        var uri = Uri.parse(new Slice(bytes, open + 1, close));
        checkParameters(text, close + 1);
        return new NameAddr(text, open, uri, close + 1);
    }

    /** "If no {@code <} and {@code >} are present, all parameters after the URI are header parameters" (§20.10) */
    private static NameAddr addrSpec(Slice text) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        int uriEnd = text.start();
        while (uriEnd < text.end() && bytes[uriEnd] != ';' && !Grammar.is(Grammar.SPACE, bytes[uriEnd])) {
            // "the "name-addr" form MUST be used if the "addr-spec" contains a comma, semicolon, or question mark"
            if (bytes[uriEnd] == ',' || bytes[uriEnd] == '?') {
                throw Grammar.malformed("angle brackets around this URI", text, uriEnd);
            }
            uriEnd++;
        }
        var uri = Uri.parse(new Slice(bytes, text.start(), uriEnd));
        checkParameters(text, uriEnd);
        return new NameAddr(text, text.start(), uri, uriEnd);
    }

    private static void checkParameters(Slice text, int from) throws MalformedMessageException {
        if (from == text.end()) {
            return;
        }
        var cursor = new Parameters.Cursor(text.bytes(), from, text.end(), false);
        cursor.countRest();
        if (cursor.at() < text.end()) {
            throw Grammar.malformed("a parameter behind the address", text, cursor.at());
        }
    }
}
