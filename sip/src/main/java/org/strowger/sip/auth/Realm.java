package org.strowger.sip.auth;

/** The name of a protection domain (RFC 3261 §22.1): the realm string alone defines it; compared exactly. */
public record Realm(String text) {
    public Realm {
        if (!isUsable(text)) {
            throw new IllegalArgumentException("expected a realm without control characters, found \"" + text + "\"");
        }
    }

    static boolean isUsable(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) < ' ' || text.charAt(at) == 0x7f) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    @Override
    public String toString() {
        return text;
    }
}
