package org.strowger.sip.message;

import java.util.Optional;

/**
 * A tel: URI (RFC 3966). A local number without phone-context is read too, as emergency numbers often come so. Immutable, a view of
 * bytes; two are equal if they are the same text.
 */
public final class TelUri implements Uri {
    static final long TEL = Grammar.smallWord("tel");

    private static final String VISUAL_SEPARATORS = "-.()";

    private final Slice text;
    private final int numberStart;
    private final int numberEnd;

    private TelUri(Slice text) throws MalformedMessageException {
        this.text = text;
        numberStart = text.start() + "tel:".length();
        numberEnd = endOfNumber(text, numberStart);
        var cursor = new Parameters.Cursor(text.bytes(), numberEnd, text.end(), true);
        int count = cursor.countRest();
        if (cursor.at() < text.end() || count > SipUri.MAX_PARAMETERS) {
            throw Grammar.malformed("a parameter of the telephone number", text, cursor.at());
        }
    }

    public static TelUri parse(Slice text) throws MalformedMessageException {
        if (text.length() < 4 || !text.part(0, 4).isIgnoreCase("tel:")) {
            throw Grammar.malformed("a tel URI", text, text.start());
        }
        return new TelUri(text);
    }

    @Override
    public String scheme() {
        return "tel";
    }

    @Override
    public Slice text() {
        return text;
    }

    /** The number without visual separators, with its plus if global. */
    public String number() {
        return withoutSeparators(new Slice(text.bytes(), numberStart, numberEnd));
    }

    public boolean isGlobal() {
        return text.bytes()[numberStart] == '+';
    }

    /** Where a local number is valid: a domain name, or the first digits of global numbers. */
    public Optional<Slice> phoneContext() {
        return parameters().value("phone-context");
    }

    public Parameters parameters() {
        return new Parameters(new Slice(text.bytes(), numberEnd, text.end()), true);
    }

    @Override
    public boolean isEquivalentTo(Uri other) {
        return other instanceof TelUri theirs
                && number().equalsIgnoreCase(theirs.number())
                && hasParametersOf(theirs)
                && theirs.hasParametersOf(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TelUri theirs && text.equals(theirs.text);
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

    /** "If one URI has a parameter name not found in the other, the two URIs are not equal" (§4) */
    private boolean hasParametersOf(TelUri other) {
        var ours = parameters();
        for (var parameter : other.parameters()) {
            var value = ours.value(parameter.name().toString());
            if (value.isEmpty() || !matches(parameter.name(), value.get(), parameter.value())) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Slice name, Slice one, Slice other) {
        boolean isDigits = name.isIgnoreCase("ext")
                || name.isIgnoreCase("phone-context") && one.indexOf('+') == 0 && other.indexOf('+') == 0;
        return isDigits
                ? withoutSeparators(one).equals(withoutSeparators(other))
                : UriComparison.matches(one, other, true);
    }

    private static String withoutSeparators(Slice digits) {
        var number = new StringBuilder(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            char digit = (char) digits.at(i);
            if (VISUAL_SEPARATORS.indexOf(digit) < 0) {
                number.append(digit);
            }
        }
        return number.toString();
    }

    private static int endOfNumber(Slice text, int from) throws MalformedMessageException {
        byte[] bytes = text.bytes();
        boolean isGlobal = from < text.end() && bytes[from] == '+';
        int digits = isGlobal ? Grammar.DIGIT : Grammar.PHONE_DIGIT;
        int count = 0;
        int at = isGlobal ? from + 1 : from;
        while (at < text.end() && (Grammar.is(digits, bytes[at]) || VISUAL_SEPARATORS.indexOf(bytes[at]) >= 0)) {
            count += Grammar.is(digits, bytes[at]) ? 1 : 0;
            at++;
        }
        if (count == 0) {
            throw Grammar.malformed("a telephone number", text, from);
        }
        return at;
    }
}
