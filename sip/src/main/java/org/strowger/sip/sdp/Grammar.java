package org.strowger.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The datatypes of RFC 8866 §9 that all lines are made of.
 *
 * <p>What is not of the grammar is an {@link IllegalArgumentException} whose message says what was expected: the records
 * throw it at the programmer who builds them, and {@link Parser} turns it into a {@link MalformedSdpException}.
 */
final class Grammar {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`{|}~";

    private Grammar() {}

    static void expect(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(expected);
        }
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && all(text, c -> isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0);
    }

    /** One or more tokens with slashes between them, such as {@code RTP/AVP}. */
    static boolean isTokens(String text) {
        return split(text, '/').stream().allMatch(Grammar::isToken);
    }

    /** non-ws-string: visible characters, at least one. */
    static boolean isVisible(String text) {
        return !text.isEmpty() && all(text, c -> c > ' ' && c != 0x7F);
    }

    /** What a line may hold: anything but NUL, CR and LF, and nothing at all too. */
    static boolean isText(String text) {
        return all(text, c -> c != 0 && c != '\r' && c != '\n');
    }

    static boolean isDigits(String text) {
        return !text.isEmpty() && all(text, Grammar::isDigit);
    }

    private static boolean all(String text, IntPredicate allowed) {
        for (int at = 0; at < text.length(); at++) {
            if (!allowed.test(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static boolean isAlphanumeric(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** A number of at most {@link Limits#DIGITS} digits; {@code expected} names it if it is none. */
    static long number(String text, String expected) {
        expect(isDigits(text) && text.length() <= Limits.DIGITS, expected);
        return Long.parseLong(text);
    }

    static int number(String text, int least, int most, String expected) {
        long number = number(text, expected);
        expect(number >= least && number <= most, expected);
        return (int) number;
    }

    /** The subfields between single spaces; spaces that trail are forgiven, because some phones write them. */
    static List<String> fields(String value) {
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == ' ') {
            end--;
        }
        return split(value.substring(0, end), ' ');
    }

    static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        int start = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
            parts.add(text.substring(start, at));
            start = at + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }
}
