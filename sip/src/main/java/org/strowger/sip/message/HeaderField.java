package org.strowger.sip.message;

/**
 * One header field as it stands in a message: a view of the message's bytes.
 *
 * @param name which field
 * @param field the whole field with its name and line end
 * @param value without white space around it; folded lines are inside
 */
public record HeaderField(HeaderName name, Slice field, Slice value) {
    /**
     * A value that we write: without white space around it, and nothing in it may end the field and begin another. Line ends are only
     * those of folded values that were read (RFC 3261 §7.3.1).
     */
    static Slice checked(HeaderName name, Slice value) {
        if (name.equals(HeaderName.CONTENT_LENGTH)) {
            throw new IllegalArgumentException("Content-Length is written by whoever writes the body");
        }
        var trimmed = value.trimmed();
        byte[] bytes = trimmed.bytes();
        int firstControl = Grammar.findBelow(' ', bytes, trimmed.start(), trimmed.end());
        for (int at = firstControl; at < trimmed.end(); at++) {
            byte octet = bytes[at];
            if (octet == 0 || octet == '\n' || octet == '\r' && !isFolding(bytes, at++, trimmed.end())) {
                throw new IllegalArgumentException("a line end or NUL in the value of " + name);
            }
        }
        return trimmed;
    }

    /** CRLF and white space. The value is trimmed, so something follows them. */
    private static boolean isFolding(byte[] bytes, int at, int end) {
        return at + 2 < end && bytes[at + 1] == '\n' && HeaderIndex.isBlank(bytes[at + 2]);
    }
}
