package org.strowger.sip.auth;

/** The name of a protection domain (RFC 3261 §22.1): the realm string alone defines it; compared exactly. */
public record Realm(String text) {
    public Realm {
        if (!isUsable(text)) {
            throw new IllegalArgumentException("expected a realm without control characters, found \"" + text + "\"");
        }
    }

    static boolean isUsable(String text) {
        return !text.isEmpty() && text.chars().noneMatch(character -> character < ' ' || character == 0x7f);
    }

    @Override
    public String toString() {
        return text;
    }
}
