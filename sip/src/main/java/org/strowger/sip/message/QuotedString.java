package org.strowger.sip.message;

import java.nio.charset.StandardCharsets;

/** Quoted strings (RFC 3261 §25.1), and the tokens that may stand in their place. */
public final class QuotedString {
    private QuotedString() {}

    /**
     * The text without its quotes and backslashes, folded white space as one space; what is not quoted, as it stands but for the
     * folding. For text that was read already: what is not closed is taken as if it were.
     */
    public static String unquoted(Slice text) {
        boolean isQuoted = !text.isEmpty() && text.at(0) == '"';
        byte[] plain = new byte[text.length()];
        int length = 0;
        for (int i = isQuoted ? 1 : 0; i < text.length(); i++) {
            int octet = text.at(i);
            if (isQuoted && octet == '"') {
                break;
            }
            if (isQuoted && octet == '\\' && i + 1 < text.length()) {
                octet = text.at(++i);
            } else if (octet == '\r' || octet == '\n') {
                // "a recipient MAY replace any linear white space with a single SP"
                length = withoutBlanks(plain, length);
                i = lastSpace(text, i);
                octet = ' ';
            }
            plain[length++] = (byte) octet;
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    /** In quotes, with a backslash before each quote and backslash; controls, which cannot be quoted, become spaces. */
    public static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                quoted.append('\\');
            }
            boolean isControl = character < ' ' || character == 0x7f;
            quoted.append(isControl ? ' ' : character);
        }
        return quoted.append('"').toString();
    }

    private static int withoutBlanks(byte[] plain, int length) {
        int end = length;
        while (end > 0 && (plain[end - 1] == ' ' || plain[end - 1] == '\t')) {
            end--;
        }
        return end;
    }

    private static int lastSpace(Slice text, int from) {
        return Grammar.skipSpace(text.bytes(), text.start() + from, text.end()) - text.start() - 1;
    }
}
