package org.strowger.sip.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The character classes and basic rules of RFC 3261 §25.1, applied to bytes in place. */
final class Grammar {
    static final int TOKEN = 1;
    /** SP, HTAB, and the line ends inside of folded white space. */
    static final int SPACE = 1 << 1;

    static final int DIGIT = 1 << 2;
    static final int HEX = 1 << 3;
    static final int LETTER = 1 << 4;
    static final int SCHEME = 1 << 5;
    /** Letters, digits, "-", "." and "_", which RFC 3261 forbids and many names have. */
    static final int HOST = 1 << 6;
    /** What may stand unescaped in the user of a URI; and "#", which phones send unescaped in service codes. */
    static final int USER = 1 << 7;

    static final int PASSWORD = 1 << 8;
    /** paramchar of a URI without "%". */
    static final int URI_PARAMETER = 1 << 9;
    /** The same with "=", which some proxies leave in the values they put into their Record-Route. */
    static final int URI_PARAMETER_VALUE = 1 << 10;
    /** hname and hvalue of a URI without "%". */
    static final int URI_HEADER = 1 << 11;
    /** RFC 2396 §2.2: what differs from its own escape. */
    static final int RESERVED = 1 << 12;
    /** Digits of local numbers (RFC 3966 §3). */
    static final int PHONE_DIGIT = 1 << 13;
    /** Unquoted parameter values: token, host, IPv6 address with or without brackets (RFC 5118 §4.5), and what else ends nothing. */
    static final int VALUE = 1 << 14;
    /** Display names that are not quoted: tokens and white space, and UTF-8 that ought to be quoted but harms nobody. */
    static final int WORDS = 1 << 15;
    /** RFC 9110 §11.2: credentials that are no parameters. */
    static final int TOKEN68 = 1 << 16;

    /** What may stand between the angle brackets of an address, whatever the URI. */
    static final int BRACKETED = 1 << 17;

    private static final int[] CLASSES = new int[256];

    /** Eight octets read as one number: most of a message is searched, compared and hashed a word at a time. */
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int DELETE = 0x7f;

    static {
        var digits = "0123456789";
        var letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var alphanum = letters + digits;
        var unreserved = alphanum + "-_.!~*'()";
        put(SPACE | WORDS, " \t\r\n");
        put(TOKEN | WORDS, alphanum + "-.!%*_+`'~");
        put(USER, unreserved + "&=+$,;?/#");
        put(PASSWORD, unreserved + "&=+$,");
        put(URI_PARAMETER | URI_PARAMETER_VALUE, unreserved + "[]/:&+$");
        put(URI_PARAMETER_VALUE, "=");
        put(URI_HEADER, unreserved + "[]/?:+$");
        put(HOST, alphanum + "-._");
        put(DIGIT | HEX, digits);
        put(HEX, "abcdefABCDEF");
        put(LETTER, letters);
        put(TOKEN68, alphanum + "-._~+/");
        put(PHONE_DIGIT, digits + "abcdefABCDEF*#");
        put(SCHEME, alphanum + "+-.");
        put(RESERVED, ";/?:@&=+$,");
        put(VALUE, alphanum + "-.!%*_+`'~[]:/@=?&$()#|^{}");
        for (int octet = 0x80; octet < 0x100; octet++) {
            CLASSES[octet] |= VALUE | WORDS | BRACKETED;
        }
        for (int octet = ' ' + 1; octet < DELETE; octet++) {
            CLASSES[octet] |= "<>\"".indexOf(octet) < 0 ? BRACKETED : 0;
        }
    }

    private Grammar() {}

    private static void put(int classes, String members) {
        for (int i = 0; i < members.length(); i++) {
            CLASSES[members.charAt(i)] |= classes;
        }
    }

    static boolean is(int classes, byte octet) {
        return (CLASSES[octet & 0xff] & classes) != 0;
    }

    /** Where the run of bytes of that one class ends that starts at {@code from}. */
    static int endOf(int type, byte[] bytes, int from, int end) {
        int at = from;
        while (at + 4 <= end && (fourAt(bytes, at) & type) != 0) {
            at += 4;
        }
        while (at < end && is(type, bytes[at])) {
            at++;
        }
        return at;
    }

    /** The classes that four bytes have in common. */
    private static int fourAt(byte[] bytes, int at) {
        return CLASSES[bytes[at] & 0xff]
                & CLASSES[bytes[at + 1] & 0xff]
                & CLASSES[bytes[at + 2] & 0xff]
                & CLASSES[bytes[at + 3] & 0xff];
    }

    static int skipSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && is(SPACE, bytes[at])) {
            at++;
        }
        return at;
    }

    /** Eight octets, the first being the lowest. */
    static long word(byte[] bytes, int at) {
        return (long) EIGHT.get(bytes, at);
    }

    /** At most eight octets, the first being the lowest; zeros behind them. */
    static long word(byte[] bytes, int from, int to) {
        if (to - from == Long.BYTES) {
            return word(bytes, from);
        }
        if (from + Long.BYTES <= bytes.length) {
            return word(bytes, from) & (1L << (to - from) * Byte.SIZE) - 1;
        }
        long word = 0;
        for (int at = to - 1; at >= from; at--) {
            word = word << Byte.SIZE | bytes[at] & 0xff;
        }
        return word;
    }

    /** At most eight ASCII octets as a word, letters made small: what {@link #is(long, byte[], int, int)} compares with. */
    static long smallWord(String ascii) {
        var octets = ascii.getBytes(StandardCharsets.US_ASCII);
        return lower(word(octets, 0, octets.length));
    }

    /** Whether the octets are those of the word of small letters, in either case. */
    static boolean is(long small, byte[] bytes, int from, int to) {
        return to - from == Long.BYTES - Long.numberOfLeadingZeros(small) / Byte.SIZE
                && lower(word(bytes, from, to)) == small;
    }

    /** The octets of a word with ASCII letters made small. */
    static long lower(long word) {
        long low = word & ~HIGH_BITS;
        long behindZ = low + (DELETE - 'Z') * ONES;
        long fromA = low + (DELETE + 1 - 'A') * ONES;
        long capitals = (fromA ^ behindZ) & ~word & HIGH_BITS;
        return word | capitals >>> 2;
    }

    /** Where that octet stands first; {@code end} if nowhere. */
    static int find(char octet, byte[] bytes, int from, int end) {
        long wanted = octet * ONES;
        int at = from;
        for (; at < end && at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long found = zeros(word(bytes, at) ^ wanted);
            if (found != 0) {
                return Math.min(at + first(found), end);
            }
        }
        while (at < end && bytes[at] != octet) {
            at++;
        }
        return Math.min(at, end);
    }

    /** Where the first CR or LF stands; {@code end} if nowhere. Other controls hardly ever stand in a message's head. */
    static int findBreak(byte[] bytes, int from, int end) {
        int at = findBelow(' ', bytes, from, end);
        while (at < end && bytes[at] != '\r' && bytes[at] != '\n') {
            at = findBelow(' ', bytes, at + 1, end);
        }
        return at;
    }

    /** Where the first octet below that one stands; {@code end} if none does. */
    static int findBelow(char limit, byte[] bytes, int from, int end) {
        int at = from;
        for (; at < end && at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long word = word(bytes, at);
            long found = word - limit * ONES & ~word & HIGH_BITS;
            if (found != 0) {
                return Math.min(at + first(found), end);
            }
        }
        while (at < end && (bytes[at] & 0xff) >= limit) {
            at++;
        }
        return Math.min(at, end);
    }

    /** A bit for the lowest octet that is zero; what it has for those above is not to be trusted. */
    private static long zeros(long word) {
        return word - ONES & ~word & HIGH_BITS;
    }

    private static int first(long bits) {
        return Long.numberOfTrailingZeros(bits) >>> 3;
    }

    /** The same for a part of a URI, in which escapes ({@code %} and two digits) may stand; ends before a broken escape. */
    static int endOfEscaped(int type, byte[] bytes, int from, int end) {
        int at = endOf(type, bytes, from, end);
        while (isEscape(bytes, at, end)) {
            at = endOf(type, bytes, at + 3, end);
        }
        return at;
    }

    /**
     * Where the quoted string ends whose opening quote stands at {@code from}: behind its closing quote, or -1 if there is none
     * or a control stands in it. A backslash may precede any byte but CR and LF.
     */
    static int endOfQuoted(byte[] bytes, int from, int end) {
        int at = endOfPlain(bytes, from + 1, end);
        while (at < end && bytes[at] != '"') {
            byte octet = bytes[at];
            if (octet == '\\') {
                at++;
                if (at < end && (bytes[at] == '\r' || bytes[at] == '\n')) {
                    return -1;
                }
            } else if (isControl(octet) && !is(SPACE, octet)) {
                return -1;
            }
            at = endOfPlain(bytes, at + 1, end);
        }
        return at < end ? at + 1 : -1;
    }

    /** Where the first quote, backslash or control stands; {@code end} if none does. */
    private static int endOfPlain(byte[] bytes, int from, int end) {
        int at = from;
        for (; at < end && at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long word = word(bytes, at);
            long found = zeros(word ^ '"' * ONES)
                    | zeros(word ^ '\\' * ONES)
                    | zeros(word ^ DELETE * ONES)
                    | word - ' ' * ONES & ~word & HIGH_BITS;
            if (found != 0) {
                return Math.min(at + first(found), end);
            }
        }
        while (at < end && bytes[at] != '"' && bytes[at] != '\\' && !isControl(bytes[at])) {
            at++;
        }
        return Math.min(at, end);
    }

    static boolean isControl(byte octet) {
        return octet >= 0 && octet < 0x20 || octet == 0x7f;
    }

    static boolean isEscape(byte[] bytes, int at, int end) {
        return at + 2 < end && bytes[at] == '%' && is(HEX, bytes[at + 1]) && is(HEX, bytes[at + 2]);
    }

    /** The byte that the escape at that place stands for, 0 to 255. */
    static int unescape(byte[] bytes, int at) {
        return Character.digit(bytes[at + 1], 16) << 4 | Character.digit(bytes[at + 2], 16);
    }

    /** The small letter of an ASCII letter; every other octet itself. */
    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    /** The text with its escapes undone, as UTF-8. */
    static String unescaped(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            boolean isEscape = isEscape(bytes, at, to);
            plain[length++] = isEscape ? (byte) unescape(bytes, at) : bytes[at];
            at += isEscape ? 2 : 0;
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    /** Whether the bytes are that ASCII text. */
    static boolean is(String ascii, byte[] bytes, int from, int to) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The same for letters of either case. */
    static boolean isIgnoreCase(String ascii, byte[] bytes, int from, int to) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (lower(bytes[from + i]) != lower(ascii.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The number that the digits make; -1 if there are none, something else stands there, or it is larger than {@code max}. */
    static long number(byte[] bytes, int from, int to, long max) {
        if (from >= to) {
            return -1;
        }
        long number = 0;
        for (int at = from; at < to; at++) {
            if (!is(DIGIT, bytes[at])) {
                return -1;
            }
            number = number * 10 + bytes[at] - '0';
            if (number > max) {
                return -1;
            }
        }
        return number;
    }

    /** @param at from the start of the array */
    static MalformedMessageException malformed(String expected, Slice input, int at) {
        return MalformedMessageException.at(expected, input, at - input.start());
    }
}
