package org.strowger.sip.message;

/** Classes of octets (RFC 3261 §25.1), looked up in a table. */
final class Ascii {
    private static final int TOKEN = 1;
    private static final int SPACE = 2;
    private static final int BREAK = 4;
    private static final byte[] CLASSES = classes();

    private Ascii() {}

    private static byte[] classes() {
        var classes = new byte[256];
        for (int octet = 0; octet < 128; octet++) {
            boolean alphanumeric = octet >= '0' && octet <= '9' || lower(octet) >= 'a' && lower(octet) <= 'z';
            if (alphanumeric || "-.!%*_+`'~".indexOf(octet) >= 0) {
                classes[octet] |= TOKEN;
            }
        }
        for (char octet : " \t\r\n".toCharArray()) {
            classes[octet] |= SPACE;
        }
        classes['\r'] |= BREAK;
        classes['\n'] |= BREAK;
        return classes;
    }

    /** Whether it may stand in a token. */
    static boolean isToken(byte octet) {
        return (CLASSES[octet & 0xff] & TOKEN) != 0;
    }

    /** SP, HTAB, CR or LF: all that folded white space is made of. */
    static boolean isSpace(byte octet) {
        return (CLASSES[octet & 0xff] & SPACE) != 0;
    }

    /** CR or LF. */
    static boolean isBreak(byte octet) {
        return octet <= '\r' && (CLASSES[octet & 0xff] & BREAK) != 0;
    }

    /** SP or HTAB. */
    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** The small letter of an ASCII letter; every other octet itself. */
    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127 || !isToken((byte) text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Where the token that begins at {@code from} ends. */
    static int tokenEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isToken(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The first place from {@code from} on that is no white space, folded or not. */
    static int skipSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }
}
