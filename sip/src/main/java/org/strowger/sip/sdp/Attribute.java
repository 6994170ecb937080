package org.strowger.sip.sdp;

/**
 * An "a=" line (RFC 8866 §5.13), understood or not.
 *
 * @param name case-significant
 * @param value empty for a property such as {@code sendrecv}
 */
public record Attribute(String name, String value) {
    public Attribute {
        Grammar.expect(Grammar.isToken(name), "an attribute name");
        Grammar.expect(Grammar.isText(value), "an attribute value on one line");
    }

    /** An attribute that says all by being there. */
    public static Attribute property(String name) {
        return new Attribute(name, "");
    }

    public boolean isProperty() {
        return value.isEmpty();
    }

    static Attribute parse(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? property(Grammar.fields(line).getFirst())
                : new Attribute(line.substring(0, colon), line.substring(colon + 1));
    }

    void write(StringBuilder out) {
        out.append("a=").append(name);
        if (!isProperty()) {
            out.append(':').append(value);
        }
        out.append("\r\n");
    }
}
