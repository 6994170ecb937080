package org.strowger.sip.sdp;

/**
 * How much bandwidth a session or a stream wants: a "b=" line (RFC 8866 §5.8).
 *
 * @param type {@code AS}, {@code CT}, or one that is kept and ignored
 * @param value in kbit/s for AS and CT; the unit of other types is their own
 */
public record Bandwidth(String type, long value) {
    public Bandwidth {
        Grammar.expect(Grammar.isToken(type), "a bandwidth type such as \"AS\"");
        Grammar.expect(value >= 0, "a bandwidth");
    }

    static Bandwidth parse(String value) {
        int colon = value.indexOf(':');
        Grammar.expect(colon > 0, "a bandwidth type, a colon and a number");
        var number = Grammar.fields(value.substring(colon + 1)).getFirst();
        return new Bandwidth(value.substring(0, colon), Grammar.number(number, "a bandwidth in digits"));
    }

    void write(StringBuilder out) {
        out.append("b=").append(type).append(':').append(value).append("\r\n");
    }
}
