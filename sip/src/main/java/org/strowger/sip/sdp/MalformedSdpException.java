package org.strowger.sip.sdp;

/**
 * Bytes that are not a session description: in which line, what was expected there, and what stood there instead.
 *
 * <p>The peer's fault, never ours.
 */
public final class MalformedSdpException extends Exception {
    private static final int EXCERPT_CHARS = 40;

    private final int line;
    private final String expected;
    private final String found;

    /**
     * @param line counted from 1
     * @param found the whole line, or what else was met; cut short in the message
     */
    MalformedSdpException(int line, String expected, String found) {
        var excerpt = excerpt(found);
        super("expected " + expected + " in line " + line + ", found \"" + excerpt + "\"");
        this.line = line;
        this.expected = expected;
        this.found = excerpt;
    }

    /** The line, counted from 1. */
    public int line() {
        return line;
    }

    /** What the grammar wanted, in words. */
    public String expected() {
        return expected;
    }

    /** What stood there, at most 40 characters, none of them a control character. */
    public String found() {
        return found;
    }

    private static String excerpt(String text) {
        var excerpt = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), EXCERPT_CHARS); i++) {
            char c = text.charAt(i);
            excerpt.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return excerpt.toString();
    }
}
